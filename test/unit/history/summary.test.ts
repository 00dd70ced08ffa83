import { describe, expect, it } from 'vitest';
import { summaryOf } from '../../../client/src/history/summary.ts';
import { endWords } from '../../../client/src/words/historyWords.ts';
import { run } from '../ui/samples.ts';
import { keptRun } from './samples.ts';

const now = { owner: 'ann@lab', session: { id: 'window-1', process: 1 }, written: 9000 };
const ended = (finished: { readonly concluded?: true }) =>
  summaryOf(
    run({
      phase: 'finished',
      finished: { status: 'COMPLETED', ok: true, actions: [], time: 3500, ...finished },
    }),
    now,
  );

describe('what the history keeps of the end of a run', () => {
  it('is its time where the device has told it', () => {
    const summary = ended({});
    expect(summary).toMatchObject({ outcome: 'done', ended: 3500 });
    expect(endWords(keptRun(summary))).toBe('completed after 2.5 s');
  });

  it('has no time where it was concluded from a later report: nobody knows when that was', () => {
    const summary = ended({ concluded: true });
    expect(summary.outcome).toBe('done');
    expect(summary).not.toHaveProperty('ended');
    const { ended: _, ...rest } = keptRun();
    expect(endWords({ ...rest, ...summary })).toBe('completed');
  });
});
