import { describe, expect, it } from 'vitest';
import { RunRecorder } from '../../../client/src/history/recorder.ts';
import type { UpdateRun } from '../../../client/src/updates/run.ts';
import { run } from '../ui/samples.ts';

function recording() {
  const written: (readonly [UpdateRun, string | undefined])[] = [];
  const failures: unknown[] = [];
  const world = { owner: 'ann@lab' as string | undefined, isFull: false };
  const recorder = new RunRecorder({
    write: async (it, owner) => {
      if (world.isFull) throw new Error('No space is left.');
      written.push([it, owner]);
    },
    owner: () => world.owner,
    fail: (error) => failures.push(error),
  });
  return { recorder, written, failures, world };
}

describe('the recorder of runs', () => {
  it('writes the latest of what was heard, each run once', async () => {
    const { recorder, written } = recording();
    recorder.hear(run());
    recorder.hear(run({ phase: 'running' }));
    recorder.hear(run({ id: 'other' }));
    await recorder.flush();
    expect(written.map(([{ id, phase }]) => [id, phase])).toEqual([
      ['run-1', 'running'],
      ['other', 'sending'],
    ]);
    await recorder.flush();
    expect(written).toHaveLength(2);
    recorder.dispose();
  });

  it('keeps no refresh: it changes nothing', async () => {
    const { recorder, written } = recording();
    recorder.hear(run({ operation: 'refresh' }));
    await recorder.flush();
    expect(written).toEqual([]);
  });

  it('remembers whose devices the connection led to when the run began', async () => {
    const { recorder, written, world } = recording();
    recorder.hear(run());
    world.owner = 'bob@elsewhere';
    recorder.hear(run({ phase: 'failed' }));
    await recorder.flush();
    expect(written.map(([, owner]) => owner)).toEqual(['ann@lab']);
  });

  it('tells what cannot be written, and goes on with the next', async () => {
    const { recorder, written, failures, world } = recording();
    world.isFull = true;
    recorder.hear(run({ phase: 'failed' }));
    await recorder.flush();
    expect(failures).toHaveLength(1);
    world.isFull = false;
    recorder.hear(run({ id: 'next', phase: 'failed' }));
    await recorder.flush();
    expect(written.map(([{ id }]) => id)).toEqual(['next']);
  });
});
