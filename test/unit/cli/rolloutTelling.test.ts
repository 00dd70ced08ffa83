import { describe, expect, it } from 'vitest';
import { outputTo } from '../../../client/src/cli/output.ts';
import { areLast, tellingIn } from '../../../client/src/cli/rolloutTelling.ts';
import { newRollout } from '../../../client/src/rollout/create.ts';
import { usualOptions } from '../../../client/src/rollout/options.ts';
import { MemoryJournal } from '../rollout/memoryJournal.ts';
import { World } from '../rollout/world.ts';

async function toldOfLost(format: 'text' | 'json' | 'jsonl' | 'junit') {
  const told = { result: '', notes: '' };
  const output = outputTo(
    { write: (text) => (told.result += text) },
    { write: (text) => (told.notes += text) },
  );
  const telling = tellingIn(format, output, undefined);
  const world = new World();
  const [device = ''] = world.add(1, () => ({ runs: [], way: 'lost' }));
  const rollout = newRollout('r', [{ connection: 'lab', device }], usualOptions, world.parts());
  rollout.onEvent((event) => telling.event(rollout, event));
  await rollout.plan();
  await rollout.begin(new MemoryJournal().create);
  telling.end(rollout, 7, undefined, undefined);
  return told;
}

describe('a device of which nobody knows what became', () => {
  it.each(['text', 'json', 'jsonl', 'junit'] as const)(
    'is told with the commands of a call: %s',
    async (format) => {
      const { result, notes } = await toldOfLost(format);
      expect(result).toMatch(/kanto-manifest refresh --wait/);
      expect(result + notes).not.toContain('Refresh Device State');
    },
  );

  it('is told at once in a log, and why in the result below', async () => {
    const { result, notes } = await toldOfLost('text');
    expect(notes).toMatch(/^edge:d0001 {2}unknown$/m);
    expect(result).toMatch(/^edge:d0001 {2}unknown {2}Nobody knows\. "kanto-manifest refresh --wait" shows/m);
  });
});

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
