import { describe, expect, it } from 'vitest';
import { duration } from '../../../client/src/words/words.ts';

describe('a duration', () => {
  it.each([
    [-3, '0 ms'],
    [35.4, '35 ms'],
    [4234, '4.2 s'],
    [125_000, '2 min 5 s'],
  ])('of %d ms reads %s', (ms, words) => expect(duration(ms)).toBe(words));
});
