import { describe, expect, it } from 'vitest';
import { areLast } from '../../../client/src/cli/rolloutTelling.ts';

describe('devices that a terminal has shown as they ended', () => {
  it('need not be told again at once, in whatever order they came', () => {
    expect(areLast(['a failed', 'b failed'], ['b failed', 'a failed'])).toBe(true);
    expect(areLast(['b failed'], ['a succeeded', 'b failed'])).toBe(true);
  });

  it('are told again where others came after them, or where not all were told', () => {
    expect(areLast(['a failed'], ['a failed', 'b succeeded'])).toBe(false);
    expect(areLast(['a failed', 'b failed'], ['b failed'])).toBe(false);
  });
});
