import { describe, expect, it } from 'vitest';
import { groupRow, groupsOf, runRowOf } from '../../../client/src/ui/model/historyRows.ts';
import { matchesRun, parseRunFilter, suggestedRuns } from '../../../client/src/ui/model/runFilter.ts';
import { missingWords } from '../../../client/src/words/historyWords.ts';
import { keptRun } from '../history/samples.ts';

const noon = new Date(2026, 10, 22, 12).getTime();
const day = 24 * 3_600_000;
const hello = keptRun({ id: 'hello', started: noon, ended: noon + 2500 });
const failed = keptRun({
  id: 'failed',
  device: 'edge:other',
  subject: 'next.desired-state.yaml',
  started: noon - day,
  ended: noon - day + 70_000,
  outcome: 'failed',
  status: 'INCOMPLETE',
  components: ['containers:influxdb'],
});
const old = keptRun({ id: 'old', started: noon - 10 * day, outcome: 'unheard', status: 'end-unknown' });
const runs = [old, failed, hello];

describe('the view History', () => {
  it('groups by day, the latest first', () => {
    const groups = groupsOf(runs, 'day', noon + 1000);
    expect(groups.map(({ label }) => label)).toEqual(['Today', 'Yesterday', expect.stringContaining('2026')]);
    expect(groups.map((it) => it.runs.map(({ id }) => id))).toEqual([['hello'], ['failed'], ['old']]);
  });

  it('groups by device, the one with the latest run first', () => {
    const groups = groupsOf(runs, 'device', noon);
    expect(groups.map(({ label, runs: members }) => [label, members.map(({ id }) => id)])).toEqual([
      ['edge:device @ lab', ['hello', 'old']],
      ['edge:other @ lab', ['failed']],
    ]);
    const [first] = groups;
    if (first)
      expect(groupRow(first, 'device', true)).toMatchObject({ description: '2 runs', children: 'expanded' });
  });

  it('shows a run with its time first, its manifest, target and duration, and its outcome by an icon and in words', () => {
    const row = runRowOf({ kind: 'run', run: failed, grouping: 'day' });
    expect(row).toMatchObject({
      label: expect.stringMatching(/^12:00.* {2}next\.desired-state\.yaml$/),
      icon: { id: 'error' },
      context: 'run.apply.over.readable.heard',
    });
    expect(row.description).toMatch(/^edge:other @ lab · 1 min 10 s$/);
    expect(row.spoken).toContain('failed after 1 min 10 s');
    expect(row.tooltip).toContain('INCOMPLETE');
  });

  it('claims no duration of a run whose end was not heard', () => {
    const row = runRowOf({ kind: 'run', run: old, grouping: 'day' });
    expect(row).toMatchObject({ icon: { id: 'question' }, context: 'run.apply.over.readable.unheard' });
    expect(row.description).not.toMatch(/ s$/);
    expect(row.spoken).toContain('its end was not heard');
  });

  it('says of a run without its key that it cannot be shown', () => {
    const row = runRowOf({ kind: 'run', run: { ...hello, locked: true }, grouping: 'day' });
    expect(row).toMatchObject({ icon: { id: 'lock' }, context: 'run.apply.over.locked.heard' });
    expect(row.spoken).toContain('key is lost');
  });

  it('says what another window follows', () => {
    const going = keptRun({ outcome: 'going', elsewhere: true });
    expect(runRowOf({ kind: 'run', run: going, grouping: 'day' }).spoken).toContain('in another window');
  });

  it.each([
    ['', ['old', 'failed', 'hello']],
    ['next', ['failed']],
    ['outcome:failed', ['failed']],
    ['outcome:"not heard"', ['old']],
    ['device:edge:device manifest:hello', ['old', 'hello']],
    ['component:influx', ['failed']],
    ['incomplete', ['failed']],
    ['day:2026-11-22', ['hello']],
    ['apply lab nothing', []],
  ])('finds by %j', (text, ids) => {
    const filter = parseRunFilter(text);
    expect(runs.filter((it) => matchesRun(it, filter)).map(({ id }) => id)).toEqual(ids);
  });

  it('offers what there is to find, each with the runs that it would leave', () => {
    const offered = suggestedRuns(runs);
    expect(offered.map(({ filter }) => filter)).toContain('outcome:"its end was not heard"');
    for (const { filter, shown } of offered) {
      const parsed = parseRunFilter(filter);
      expect(
        runs.filter((it) => matchesRun(it, parsed)),
        filter,
      ).toHaveLength(shown);
    }
  });

  it('says what is missing, and nothing where nothing is', () => {
    const bounds = { runs: 2000, bytes: 100 * 1024 * 1024 };
    const whole = { runs, damaged: new Map<string, string>(), droppedUntil: undefined, bounds };
    expect(missingWords(whole)).toEqual([]);
    const words = missingWords({
      runs: [{ ...hello, locked: true }],
      damaged: new Map([['a.run', 'cut off']]),
      droppedUntil: noon,
      bounds,
    });
    expect(words.join(' ')).toMatch(
      /1 file .* cut off.* key of 1 run is lost.* dropped: .* 2000 runs, of 100 MB/,
    );
  });
});
