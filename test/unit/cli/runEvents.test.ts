import { expect, it } from 'vitest';
import { runEvents } from '../../../client/src/cli/runEvents.ts';
import type { UpdateRun } from '../../../client/src/updates/run.ts';
import { action, run } from '../ui/samples.ts';

function eventsOf(...snapshots: readonly UpdateRun[]) {
  return snapshots.flatMap((after, index) => runEvents(snapshots[index - 1], after));
}

it('tells each thing that happens to an update once, in order', () => {
  const sent = { address: 'command///req/1/apply', time: 1 };
  const accepted = { status: 204, address: 'command///res/1/204', time: 2 };
  const db = action({ component: 'containers:db', version: '1', status: 'DOWNLOADING' });
  const begun = run({ phase: 'running', sent: [sent], accepted, status: 'RUNNING', actions: [db] });
  const done = { ...db, status: 'UPDATE_SUCCESS', lastHeard: 9 };
  const ended: UpdateRun = {
    ...begun,
    phase: 'finished',
    finished: { status: 'INCOMPLETE', ok: false, message: 'why', actions: [done], time: 9 },
  };
  const events = eventsOf(run(), run({ phase: 'sent', sent: [sent] }), begun, begun, ended, ended, {
    ...ended,
    confirmed: { time: 10, differences: ['containers:db is missing.'] },
  });
  expect(events).toEqual([
    { event: 'sent', content: expect.objectContaining({ operation: 'apply', topic: sent.address }) },
    { event: 'accepted', content: { status: 204, topic: accepted.address } },
    { event: 'status', content: { status: 'RUNNING' } },
    { event: 'progress', content: { component: 'containers:db', version: '1', status: 'DOWNLOADING' } },
    { event: 'progress', content: { component: 'containers:db', version: '1', status: 'UPDATE_SUCCESS' } },
    { event: 'finished', content: { status: 'INCOMPLETE', ok: false, message: 'why' } },
    { event: 'confirmed', content: { differences: ['containers:db is missing.'] } },
  ]);
});

it('tells a refusal with the words of the device', () => {
  const accepted = { status: 400, message: 'desired state is missing', address: 'r', time: 2 };
  expect(eventsOf(run({ accepted }))).toEqual([
    { event: 'rejected', content: { status: 400, message: 'desired state is missing', topic: 'r' } },
  ]);
});
