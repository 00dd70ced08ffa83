import { describe, expect, it } from 'vitest';
import { formatOf } from '../../../client/src/ui/model/manifestFiles.ts';

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
