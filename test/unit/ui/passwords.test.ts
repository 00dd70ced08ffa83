import { describe, expect, it } from 'vitest';
import { passwordKey } from '../../../client/src/ui/model/passwords.ts';
import { profile } from './samples.ts';

describe('the key of a password', () => {
  const key = passwordKey(profile({ username: 'me' }));

  it.each([
    ['another name', { name: 'field' }],
    ['another host', { url: 'mqtt://evil.example:1883' }],
    ['another port', { url: 'mqtt://localhost:1884' }],
    ['another user', { username: 'you' }],
  ])('is another one for %s', (_what, over) => {
    expect(passwordKey(profile({ username: 'me', ...over }))).not.toBe(key);
  });

  it('stays the same whatever else changes', () => {
    expect(passwordKey(profile({ username: 'me', devices: ['edge:a'], keepAlive: 5 }))).toBe(key);
  });

  it('is none without a user', () => {
    expect(passwordKey(profile())).toBeUndefined();
    expect(passwordKey(profile({ username: '' }))).toBeUndefined();
  });
});
