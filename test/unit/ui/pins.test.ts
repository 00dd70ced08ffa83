import { describe, expect, it } from 'vitest';
import { isPinned, readPins, withoutPin, withPin } from '../../../client/src/ui/model/pins.ts';

const a = { connection: 'lab', device: 'edge:a' };
const b = { connection: 'lab', device: 'edge:b' };

describe('the pins of a user', () => {
  it('are kept by connection, each once', () => {
    const pins = withPin(withPin(withPin({}, a), b), a);
    expect(pins).toEqual({ lab: ['edge:b', 'edge:a'] });
    expect(isPinned(pins, a)).toBe(true);
    expect(isPinned(pins, { ...a, connection: 'field' })).toBe(false);
    expect(isPinned(withoutPin(pins, a), a)).toBe(false);
  });

  it('are read from whatever was stored', () => {
    expect(readPins(undefined)).toEqual({});
    expect(readPins({ lab: ['edge:a', 5], field: 'edge:b' })).toEqual({ lab: ['edge:a'] });
  });

  it('are no property of every object', () => {
    const odd = { connection: '__proto__', device: 'edge:a' };
    expect(isPinned({}, odd)).toBe(false);
    expect(isPinned({}, { connection: 'constructor', device: 'edge:a' })).toBe(false);
    expect(isPinned(withPin({}, odd), odd)).toBe(true);
  });
});
