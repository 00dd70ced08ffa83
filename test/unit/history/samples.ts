import type { KeptRun } from '../../../client/src/history/history.ts';

/** An apply that was sent at 1000 and completed at 3500. */
export function keptRun(over: Partial<KeptRun> = {}): KeptRun {
  return {
    id: 'run-1',
    connection: 'lab',
    device: 'edge:device',
    owner: 'ann@lab',
    operation: 'apply',
    activityId: 'a-1',
    subject: 'hello.desired-state.yaml',
    started: 1000,
    ended: 3500,
    outcome: 'done',
    status: 'COMPLETED',
    taken: true,
    components: ['containers:hello'],
    session: { id: 'window-1', process: 1 },
    written: 3600,
    locked: false,
    elsewhere: false,
    ...over,
  };
}
