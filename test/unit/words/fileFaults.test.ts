import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { fileFaultWords } from '../../../client/src/words/fileFaults.ts';

const whyNot = async (path: string): Promise<string> => {
  const failed: unknown = await readFile(path).then(
    () => undefined,
    (error: unknown) => error,
  );
  return fileFaultWords(failed);
};

it('says in words why a file cannot be read', async () => {
  expect(await whyNot('test/there-is-none')).toBe('there is no such file');
  expect(await whyNot('test')).toBe('it is a folder');
});

it('knows the codes of VS Code, whose messages begin with those of others', () => {
  const error = Object.assign(new Error('Error: ENOENT: no such file or directory'), {
    code: 'FileNotFound',
  });
  expect(fileFaultWords(error)).toBe('there is no such file');
});

it('gives the words of what it does not know', () => {
  expect(fileFaultWords(new Error('the disk is on fire'))).toBe('the disk is on fire');
});
