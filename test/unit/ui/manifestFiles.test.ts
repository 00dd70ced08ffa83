import { describe, expect, it } from 'vitest';
import { formatOf, mayBeManifest } from '../../../client/src/ui/model/manifestFiles.ts';

describe('the first look at a document', () => {
  it('lets every form of a manifest through and spares other documents the way', () => {
    expect(mayBeManifest('domains:\n  - id: containers')).toBe(true);
    expect(mayBeManifest('{"ActivityId": "a"}')).toBe(true);
    expect(mayBeManifest('[{"softwareModule": {}}]')).toBe(true);
    expect(mayBeManifest('{"name": "kanto", "version": "1.0.0", "dependencies": {}}')).toBe(false);
  });

  it('knows the format of each language', () => {
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
