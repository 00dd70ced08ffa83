import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sharedStorage } from '../../../client/src/ui/model/sharedStorage.ts';

const storage = (workspace: string) => join('storage', workspace, 'kanto-tools.kanto-manifests');

describe('the storage that windows of one workspace share', () => {
  test('is the one that the first of them has', () => {
    expect(sharedStorage(storage('57267a84'))).toBe(storage('57267a84'));
    expect(sharedStorage(storage('57267a84-1'))).toBe(storage('57267a84'));
    expect(sharedStorage(storage('57267a84-9'))).toBe(storage('57267a84'));
  });

  test('is found where the id of the workspace begins with a minus, as some in a browser do', () => {
    expect(sharedStorage(storage('-57267a84'))).toBe(storage('-57267a84'));
    expect(sharedStorage(storage('-57267a84-2'))).toBe(storage('-57267a84'));
    expect(sharedStorage(storage('-5'))).toBe(storage('-5'));
  });

  test('is left as it is where what follows the minus is no number that VS Code gives', () => {
    expect(sharedStorage(storage('ext-dev'))).toBe(storage('ext-dev'));
    expect(sharedStorage(storage('a-10'))).toBe(storage('a-10'));
  });
});
