import { describe, expect, it } from 'vitest';
import { loadConfiguration } from '../../../server/src/configuration/load.ts';

const naming = (file: string) => JSON.stringify({ 'kanto.domains': { firmware: file } });

async function load(file: string, found: boolean) {
  const asked: string[] = [];
  const loaded = await loadConfiguration(naming(file), {
    found,
    read: async (it) => {
      asked.push(it);
      return { text: '{"properties": {"slot": {}}}' };
    },
  });
  return { ...loaded, asked };
}

describe('a configuration that was found', () => {
  it.each(['a.json', './a/b.json', 'a/../b.json', 'a\\b.json', '..a/b.json'])(
    'reads the vocabulary %s beside it or below',
    async (file) => {
      const { domains, faults, files } = await load(file, true);
      expect([...domains.keys()]).toEqual(['firmware']);
      expect(faults).toEqual([]);
      expect(files).toEqual([file]);
    },
  );

  it.each([
    '/etc/passwd',
    '~/a.json',
    '../a.json',
    'a/../../b.json',
    'C:\\a.json',
    '\\\\host\\a',
    '..\\a.json',
  ])('reads nothing else, as %s, and says so at its place', async (file) => {
    const { domains, faults, files, asked } = await load(file, true);
    expect({ asked, files, domains: domains.size }).toEqual({ asked: [], files: [], domains: 0 });
    expect(faults).toMatchObject([
      { message: expect.stringContaining('outside of the folder'), range: { start: { character: 29 } } },
    ]);
  });
});

it('A configuration that the user names may name any file', async () => {
  expect(await load('../a.json', false)).toMatchObject({ asked: ['../a.json'], faults: [] });
});

it('What cannot be read or used is told at the name of the file', async () => {
  const text = '{"kanto.domains": {"a": "a.json", "b": "b.json"}}';
  const { domains, faults } = await loadConfiguration(text, {
    found: true,
    read: async (file) => (file === 'a.json' ? { why: 'does not exist' } : { text: '[' }),
  });
  expect(domains.size).toBe(0);
  expect(faults.map(({ message }) => message)).toEqual([
    'The vocabulary of the domain "a" is not used: a.json does not exist.',
    expect.stringMatching(/domain "b" is not used: b.json – it is damaged/),
  ]);
});
