import { describe, expect, it } from 'vitest';
import { formatOf, isNamedDesiredState } from '../../../client/src/ui/model/manifestFiles.ts';

describe('a language', () => {
  it('tells the format, where it may be a manifest', () => {
    expect(['kanto-json', 'json', 'jsonc', 'kanto-yaml', 'yaml', 'markdown'].map(formatOf)).toEqual([
      'json',
      'json',
      'json',
      'yaml',
      'yaml',
      undefined,
    ]);
  });
});

describe('the name of a file', () => {
  it('tells a desired state, which is nothing to install', () => {
    const names = [
      'a.desired-state.yaml',
      'a.desired-state.JSON',
      'a.software-modules.yaml',
      'desired-state.yaml',
    ];
    expect(names.map(isNamedDesiredState)).toEqual([true, true, false, false]);
  });
});
