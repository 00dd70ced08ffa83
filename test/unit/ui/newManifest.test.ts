import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { manifestTemplates } from '../../../client/src/ui/model/newManifest.ts';
import { operations } from '../../../server/src/messages.ts';

describe('New Manifest', () => {
  it('offers every operation once', () => {
    expect(
      manifestTemplates()
        .map((it) => it.operation)
        .sort(),
    ).toEqual([...operations].sort());
  });

  it.each(['json', 'yaml'])('finds the snippet of each in %s', (format) => {
    const snippets: object = JSON.parse(readFileSync(`snippets/kanto-${format}.json`, 'utf8'));
    for (const { snippet } of manifestTemplates()) expect(snippets).toHaveProperty([snippet]);
  });
});
