import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { yamlScalar } from '../../../server/src/text/render.ts';

describe('a string written into YAML', () => {
  it('is read back as that string by both versions, in blocks and flow, whatever it looks like', () => {
    const words = fc.oneof(
      fc.stringMatching(/^[eEyYnNoO_/x.~-][eE0-9.:_/x-]{0,4}$/),
      fc.stringMatching(/^[A-Za-z_/][\w./=-]{0,6}(:[\w./=-]{1,4}){0,3}$/),
      fc.string(),
    );
    fc.assert(
      fc.property(words, (word) => {
        for (const version of ['1.1', '1.2'] as const) {
          expect(parse(`a: ${yamlScalar(word, false)}\n`, { version })).toEqual({ a: word });
          expect(parse(`[${yamlScalar(word, true)}]`, { version })).toEqual([word]);
        }
      }),
      { numRuns: 3000 },
    );
  });
});
