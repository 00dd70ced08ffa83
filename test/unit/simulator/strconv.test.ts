import { describe, expect, it } from 'vitest';
import { formatted } from '../../../client/src/simulator/go/strconv.ts';

describe('a text that Go takes for a format', () => {
  it.each([
    ['nothing special', 'nothing special'],
    ['[x`%R$<', '[x`%!R(MISSING)$<'],
    ['100%', '100%!(NOVERB)'],
    ['100%% sure', '100% sure'],
    ['50% done', '50%!d(MISSING)one'],
    ['%-5.2f', '%!f(MISSING)'],
    ['%*d', '%!(BADWIDTH)%!d(MISSING)'],
    ['%é', '%!é(MISSING)'],
  ])('%j', (text, wanted) => {
    expect(formatted(text)).toBe(wanted);
  });
});
