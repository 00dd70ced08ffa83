/** Shows a command on its way: progress while it changes, one notification at the end. */
import type { Engine } from '../engine.ts';
import type { UpdateRun } from '../updates/run.ts';
import { progressWords } from '../words/runWords.ts';
import { target as targetWords } from '../words/words.ts';
import type { Target } from './model/targets.ts';
import type { Notices } from './notices.ts';
import { shownWhile } from './progress.ts';

export interface Sending {
  readonly engine: Engine;
  readonly notices: Notices;
  readonly target: Target;
  /** What is sent, as the user calls it. */
  readonly subject: string;
  readonly send: (signal: AbortSignal) => Promise<UpdateRun>;
}

/** Follows the run to its end. Cancel ends the waiting: what the device has accepted it goes on with. */
export async function follow({ engine, notices, target, subject, send }: Sending): Promise<UpdateRun> {
  const known = new Set(engine.runs.map((run) => run.id));
  let ours: string | undefined;
  const title = `${subject} → ${targetWords(target.device, target.connection)}`;
  const run = await shownWhile(title, async (signal, report) => {
    const listener = engine.onRun((it) => {
      const isNew = it.connection === target.connection && it.device === target.device && !known.has(it.id);
      if (isNew) ours ??= it.id;
      if (it.id === ours) report(progressWords(it));
    });
    try {
      return await send(signal);
    } finally {
      listener.dispose();
    }
  });
  // Not awaited: the notification may stay as long as the user likes.
  void tellEnd(engine, notices, run, subject);
  return run;
}

/** Milliseconds for the device to report what it runs once it has said that it completed. */
const confirmedWithin = 5000;

async function tellEnd(engine: Engine, notices: Notices, run: UpdateRun, subject: string): Promise<void> {
  await notices.end((await engine.confirmed(run.id, confirmedWithin)) ?? run, subject);
}
