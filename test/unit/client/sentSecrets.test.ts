import { describe, expect, it } from 'vitest';
import { SentSecrets, secretsIn } from '../../../client/src/protocol/sentSecrets.ts';
import type { JsonValue } from '../../../server/src/messages.ts';
import { growth } from '../timing.ts';

const config = (...entries: readonly (readonly [string, string])[]): JsonValue => ({
  domains: [{ id: 'containers', components: [{ config: entries.map(([key, value]) => ({ key, value })) }] }],
});

function sent(...values: readonly string[]): SentSecrets {
  const secrets = new SentSecrets();
  secrets.remember(config(...values.map((value) => ['registryPassword', value] as const)));
  return secrets;
}

describe('the secrets of a message that is sent', () => {
  it.each([
    ['a config entry', config(['registryPassword', 'hush-hush']), ['hush-hush']],
    ['a variable', config(['env', 'DB_PASSWORD=hush=hush']), ['hush=hush']],
    ['an option', config(['cmd', '--db-password=hush-hush']), ['hush-hush']],
    ['the argument after an option', config(['cmd', '--token'], ['cmd', 'hush-hush']), ['hush-hush']],
    ['an address', config(['env', 'DB=postgres://ann:hush-hush@db/x']), ['hush-hush']],
    ['metadata of a software module', { metadata: { 'AES256.key': 'hush-hush' } }, ['hush-hush']],
    ['whatever is below such a name', { credentials: [{ user: 'ann1', key: 'x' }] }, ['ann1']],
  ])('stand in %s', (_, message, expected) => {
    expect(secretsIn(message)).toEqual(expected);
  });

  it('are not what has another name, nor what is too short to hide anything', () => {
    const plain = config(
      ['image', 'influxdb:2'],
      ['env', 'LEVEL=debug'],
      ['cmd', '--port=80'],
      ['env', 'TOKEN=1'],
    );
    expect(secretsIn(plain)).toEqual([]);
  });
});

describe('what a device says after it was sent a secret', () => {
  it('is shown without it, wherever it stands', () => {
    expect(sent('hush-hush').masked('no access with hush-hush, xhush-hushx')).toBe(
      'no access with •••, x•••x',
    );
  });

  it('is shown without it in every way in which it can be written', () => {
    const value = 'a"<b>\\ & ä';
    const secrets = sent(value);
    const go = JSON.stringify(value).replace(/[<>&]/g, (it) => `\\u00${it.charCodeAt(0).toString(16)}`);
    const written = [
      JSON.stringify({ message: `no access with ${value}` }),
      JSON.stringify({ message: JSON.stringify({ password: value }) }),
      `{"message":${go}}`,
      `GET https://host/?p=${encodeURIComponent(value)}`,
    ];
    for (const text of written) {
      const safe = secrets.masked(text);
      expect(safe).toContain('•••');
      expect(safe).not.toMatch(/a.{0,8}b/);
      if (text.startsWith('{')) expect(() => JSON.parse(safe)).not.toThrow();
    }
  });

  it('keeps the words of which a short one is a part', () => {
    expect(sent('red').masked('redis failed:\nred, "red" \\nred')).toBe('redis failed:\n•••, "•••" \\n•••');
  });

  it('loses the longer of two of which one is part of the other', () => {
    expect(sent('hush-hush', 'hush-hush-more').masked('hush-hush-more hush-hush')).toBe('••• •••');
  });

  it('keeps what names something: only the words for people lose it', () => {
    const said = {
      activityId: 'hush-hush',
      actions: [{ component: { id: 'hush-hush' }, message: 'hush-hush!' }],
    };
    expect(sent('hush-hush').maskedWords(said)).toEqual({
      ...said,
      actions: [{ component: { id: 'hush-hush' }, message: '•••!' }],
    });
  });

  it('is looked through for the latest only, where very many were sent', () => {
    const many = sent(...Array.from({ length: 5100 }, (_, index) => `secret-${index}-`));
    expect(many.masked('secret-0- secret-5099-')).toBe('secret-0- •••');
  });

  it('is shown without any of thousands that one manifest holds, at hardly more cost than without one', () => {
    const values = Array.from({ length: 4000 }, (_, index) => `hush-"${index}"-hush`);
    const one = sent('hush-hush');
    const many = sent(...values);
    expect(values.map((value) => many.masked(`no access with ${value}`))).toEqual(
      values.map(() => 'no access with •••'),
    );
    const text = JSON.stringify(
      Array.from({ length: 20_000 }, (_, index) => ({ component: `c-${index}`, message: 'hush, no access' })),
    );
    const times = growth(
      5,
      () => one.masked(text),
      () => many.masked(text),
    );
    expect(times).toBeLessThan(10);
  });

  it('is shown without it where an encoder escapes more than it has to, and where it is encoded', () => {
    const value = 'p/ä:s!s ws';
    const written = [
      JSON.stringify(value).replaceAll('/', '\\/'),
      JSON.stringify(value).replace('ä', '\\u00e4'),
      new URLSearchParams({ value }).toString(),
      ...['', 'u', 'us', 'user:'].map((before) => Buffer.from(`${before}${value}`).toString('base64')),
    ];
    for (const text of written) expect(sent(value).masked(text), text).toContain('•••');
  });

  it('loses it in the words that are read, however they were escaped', () => {
    const read: unknown = JSON.parse('{"message":"no access with \\u0068ush-hush"}');
    expect(sent('hush-hush').maskedWords(read)).toEqual({ message: 'no access with •••' });
  });

  it('is a value still where a secret looks like a number or a word of JSON', () => {
    const answer = { status: 4711, ok: true, error: 'no 4711, nor true', 'hush-hush': ['xhush-hush'] };
    expect(sent('4711', 'true', 'hush-hush').maskedValue(answer)).toEqual({
      status: '•••',
      ok: true,
      error: 'no •••, nor •••',
      '•••': ['x•••'],
    });
  });
});
