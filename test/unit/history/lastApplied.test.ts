import { describe, expect, it } from 'vitest';
import type { KeptRun, Reading } from '../../../client/src/history/history.ts';
import { lastApplied } from '../../../client/src/history/lastApplied.ts';
import type { SentManifest } from '../../../client/src/updates/run.ts';
import { run } from '../ui/samples.ts';
import { keptRun } from './samples.ts';

const place = { connection: 'lab', device: 'edge:device' };
const manifest: SentManifest = {
  kind: { operation: 'apply', form: 'bare', role: 'request' },
  content: { domains: [] },
};

function historyOf(...runs: readonly KeptRun[]) {
  const read = async (id: string): Promise<Reading> => ({ kind: 'found', run: run({ id, manifest }) });
  return { runs, load: async () => undefined, read };
}

describe('what was applied to a device last', () => {
  it('is the manifest of the latest apply that the device has taken', async () => {
    const history = historyOf(
      keptRun({ id: 'a', subject: 'a.yaml' }),
      keptRun({ id: 'b', subject: 'b.yaml' }),
      keptRun({ id: 'refused', taken: false }),
      keptRun({ id: 'removal', operation: 'remove' }),
      keptRun({ id: 'other', device: 'edge:other' }),
    );
    expect(await lastApplied(history, place, 'ann@lab')).toMatchObject({
      kind: 'found',
      run: { id: 'b' },
      applied: { name: 'b.yaml', manifest: { text: '{"desiredState":{"domains":[]}}', format: 'json' } },
    });
  });

  it('is none of the device of another broker, whose connection has the same name, nor of one that is gone', async () => {
    const history = historyOf(keptRun());
    expect(await lastApplied(history, place, 'bob@elsewhere')).toEqual({ kind: 'none' });
    expect(await lastApplied(history, place, undefined)).toEqual({ kind: 'none' });
    const { owner: _, ...unowned } = keptRun();
    expect(await lastApplied(historyOf(unowned), place, undefined)).toEqual({ kind: 'none' });
  });

  it('is said to be there where the history cannot be read any more', async () => {
    const history = { ...historyOf(keptRun()), read: async (): Promise<Reading> => ({ kind: 'locked' }) };
    expect(await lastApplied(history, place, 'ann@lab')).toMatchObject({
      kind: 'unreadable',
      run: { id: 'run-1' },
    });
  });

  it('counts only those that are asked for', async () => {
    const history = historyOf(keptRun({ id: 'a', started: 1000 }), keptRun({ id: 'b', started: 2000 }));
    const before = await lastApplied(history, place, 'ann@lab', ({ started }) => started < 2000);
    expect(before).toMatchObject({ run: { id: 'a' } });
  });
});
