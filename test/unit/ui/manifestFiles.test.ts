import { describe, expect, it } from 'vitest';
import {
  formatOf,
  isNamedDesiredState,
  isNamedSoftware,
} from '../../../client/src/ui/model/manifestFiles.ts';

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

  it('tells software modules, of which nothing can be planned; an envelope may hold anything', () => {
    const names = [
      'a.software-modules.yaml',
      'a.Software-Modules.json',
      'a.kanto.json',
      'a.desired-state.yaml',
    ];
    expect(names.map(isNamedSoftware)).toEqual([true, true, false, false]);
  });
});
