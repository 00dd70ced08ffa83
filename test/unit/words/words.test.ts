import { describe, expect, it } from 'vitest';
import {
  callConnection,
  duration,
  plainText,
  shortAddress,
  target,
} from '../../../client/src/words/words.ts';

describe('a duration', () => {
  it.each([
    [-3, '0 ms'],
    [35.4, '35 ms'],
    [4234, '4.2 s'],
    [125_000, '2 min 5 s'],
  ])('of %d ms reads %s', (ms, words) => expect(duration(ms)).toBe(words));
});

describe('a text with topics', () => {
  it.each([
    ['command///req/2f9d7a52-63a4-4a5e-9a11-0f3e5a1b7c01/apply', 'command///req/…/apply'],
    ['command//edge:device/req//apply', 'command//edge:device/req//apply'],
    [
      'Sent to c//edge:device/q/2f9d7a52-63a4/apply, c///q/2f9d7a52-63a4/apply.',
      'Sent to c//edge:device/q/…/apply, c///q/…/apply.',
    ],
  ])('%s is shown as %s', (long, short) => expect(shortAddress(long)).toBe(short));
});

it('shows what is written as code in Markdown between quotes where there is no Markdown', () => {
  expect(plainText('Write `influxdb`, not `a`.')).toBe('Write ‘influxdb’, not ‘a’.');
});

it('a device is named with its connection, but for the one of a call, which nobody has named', () => {
  expect(target('edge:device', 'lab')).toBe('edge:device @ lab');
  expect(target('edge:device', callConnection)).toBe('edge:device');
});
