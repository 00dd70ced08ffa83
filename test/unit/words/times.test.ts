import { config } from '@vscode/l10n';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  clockMinute,
  clockTime,
  date,
  dateAndMinute,
  dateAndTime,
  weekday,
} from '../../../client/src/words/times.ts';
import { bundleFile, readBundle } from '../../../scripts/lib/l10n.mjs';

/** By the clock of whoever reads it. */
const evening = new Date(2026, 10, 22, 18, 40, 2).getTime();

afterEach(() => config({ contents: {} }));

describe('among German texts', () => {
  beforeEach(() => config({ contents: readBundle(bundleFile('de')) }));

  it('a time is German, with 24 hours, whatever the language of the system is', () => {
    expect(dateAndTime(evening)).toBe('22.11.2026, 18:40');
    expect(dateAndMinute(evening)).toBe('22.11., 18:40');
    expect(clockTime(evening)).toBe('18:40:02');
    expect(clockMinute(evening)).toBe('18:40');
    expect(date(evening)).toBe('22.11.2026');
    expect(weekday(evening)).toBe('So., 22. Nov. 2026');
  });
});

describe('among English texts', () => {
  it('a time is as the system writes it', () => {
    const time = new Date(evening);
    expect(dateAndTime(evening)).toBe(time.toLocaleString());
    expect(clockTime(evening)).toBe(time.toLocaleTimeString());
    expect(date(evening)).toBe(time.toLocaleDateString());
  });
});

it('a number that is no time is told as such', () => {
  expect(dateAndTime(Number.NaN)).toBe('Invalid Date');
  expect(clockTime(1e300)).toBe('Invalid Date');
});
