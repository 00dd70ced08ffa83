/** Wherever a program dies, the next one goes on from the journal, and no device gets its command twice. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newRollout, resumedRollout } from '../../../client/src/rollout/create.ts';
import { readJournal } from '../../../client/src/rollout/journalRead.ts';
import { usualOptions } from '../../../client/src/rollout/options.ts';
import type { Rollout } from '../../../client/src/rollout/rollout.ts';
import type { RolloutOptions } from '../../../client/src/rollout/types.ts';
import { MemoryJournal } from './memoryJournal.ts';
import { type Way, World } from './world.ts';

const ways: readonly Way[] = ['good', 'lost', 'silent', 'bad', 'refuses', 'liar', 'nobody'];

/** A life ends after so many records of the journal, or just before the command of that number, whatever comes first. */
const life = fc.record({
  records: fc.integer({ min: 0, max: 20 }),
  commands: fc.integer({ min: 0, max: 8 }),
  /** Of the record that it died of so many characters are written. */
  torn: fc.integer({ min: 0, max: 12 }),
});

const setup = fc.record({
  ways: fc.array(fc.constantFrom(...ways), { minLength: 1, maxLength: 8 }),
  first: fc.integer({ min: 1, max: 4 }),
  concurrency: fc.integer({ min: 1, max: 4 }),
  lives: fc.array(life, { minLength: 1, maxLength: 3 }),
});

const never = new Promise<void>(() => undefined);

/** The world without a wire knows no time: what can go on has done so then. */
async function untilQuiet(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}

const byNumber = ({ devices }: Rollout) => new Map(devices.map(({ number, phase }) => [number, phase]));

describe('a rollout that dies', () => {
  it('anywhere, and again, sends each device its command once at most and ends as if it had lived', async () => {
    await fc.assert(
      fc.asyncProperty(setup, async ({ ways: befalls, first, concurrency, lives }) => {
        const options: RolloutOptions = {
          ...usualOptions,
          waves: [{ count: first }],
          pause: { kind: 'none' },
          concurrency,
          skipInSync: true,
          maxFailures: { percent: 100 },
        };
        const world = new World();
        const ids = world.add(befalls.length, (index) => ({
          runs: ['old'],
          way: befalls[index - 1] ?? 'good',
        }));
        const places = ids.map((device) => ({ connection: 'lab', device }));

        let text = '';
        const atWork = new Set<number>();
        for (const { records, commands, torn } of lives) {
          let left = commands;
          const gate = () => (left-- > 0 ? Promise.resolve() : never);
          const isFirst = text === '';
          text = cut(text);
          // The first record is what was agreed to: without it there is nothing to go on with.
          const journal = new MemoryJournal(text, isFirst ? records + 1 : records);
          const rollout = isFirst
            ? newRollout('r', places, options, world.parts(gate))
            : await resumedRollout({ journal, text: journal.read }, world.parts(gate));
          let over: Promise<unknown>;
          if (isFirst) {
            await rollout.plan();
            let begun: () => void = () => undefined;
            const isBegun = new Promise<void>((resolve) => {
              begun = resolve;
            });
            over = rollout.begin((record) => {
              begun();
              return journal.create(record);
            });
            await isBegun;
          } else over = rollout.goOn();
          await Promise.race([over, untilQuiet()]);
          for (const { number, phase } of rollout.devices)
            if (!['planned', 'looking'].includes(phase)) atWork.add(number);
          // Of the record that was never on the disk as a whole there may be a part.
          text = journal.left > 0 ? journal.text : `${journal.text}${'{"kind":"outcome"'.slice(0, torn)}`;
        }

        const journal = new MemoryJournal(cut(text));
        const last = await resumedRollout({ journal, text: journal.read }, world.parts());
        await last.goOn();
        expect(last.state).toEqual({ kind: 'ended' });
        expect([...world.executed.values()].filter((times) => times > 1)).toEqual([]);
        expect(new Set(world.sent).size).toBe(world.sent.length);

        const other = new World();
        other.add(befalls.length, (index) => ({ runs: ['old'], way: befalls[index - 1] ?? 'good' }));
        const lived = newRollout('r', places, options, other.parts());
        await lived.plan();
        await lived.begin(new MemoryJournal().create);
        const expected = byNumber(lived);
        for (const [number, phase] of byNumber(last)) {
          // Of a command that a dead program had in hand nobody need know what became of it, but what is known has to be so.
          const isOpen = atWork.has(number) && phase === 'unknown';
          const isLate = phase === 'skipped' && expected.get(number) === 'succeeded';
          if (!isOpen && !isLate) expect([number, phase]).toEqual([number, expected.get(number)]);
        }
      }),
      { numRuns: 25 },
    );
    // What a manifest is known by is slow to make, on purpose.
  }, 120_000);
});

/** As the file is once what is torn at its end was cut off. */
function cut(text: string): string {
  const bytes = Buffer.from(text);
  return text === '' ? text : bytes.toString('utf8', 0, readJournal(bytes, 'journal').whole);
}
