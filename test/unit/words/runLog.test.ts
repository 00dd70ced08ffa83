import { describe, expect, it } from 'vitest';
import type { UpdateRun } from '../../../client/src/updates/run.ts';
import { runLines } from '../../../client/src/words/runLog.ts';
import { action, run } from '../ui/samples.ts';

const address = 'command///req/2f9d7a52-63a4-4a5e-9a11-0f3e5a1b7c01/apply';
const sent = { address, time: 1000 };
const answer = { status: 204, address: 'command///res/…/204', time: 1035 };

/** The log of a run that went through these snapshots. */
function logOf(snapshots: readonly UpdateRun[], several = false): string[] {
  return snapshots.flatMap((after, index) =>
    runLines(snapshots[index - 1], after, { several }).map((line) => `${line.level}|${line.text}`),
  );
}

describe('the log of an update', () => {
  it('tells of any number of components', () => {
    const actions = Array.from({ length: 200_000 }, (_, i) =>
      action({ component: `c${i}`, status: 'UPDATING' }),
    );
    expect(logOf([run(), run({ phase: 'running', status: 'RUNNING', actions })])).toHaveLength(200_000);
  });

  it('tells sent, accepted, each change of a component, and the end, one line each', () => {
    const pulling = action({ component: 'containers:influxdb', version: '2.7.1', status: 'DOWNLOADING' });
    const waiting = action({
      component: 'containers:db',
      version: '1',
      status: 'IDENTIFIED',
      message: 'New container.',
    });
    const base = run({ phase: 'running', sent: [sent], accepted: answer });
    const log = logOf([
      run(),
      run({ phase: 'sent', sent: [sent] }),
      run({ phase: 'accepted', sent: [sent], accepted: answer }),
      { ...base, status: 'IDENTIFYING' },
      { ...base, status: 'RUNNING', actions: [{ ...pulling, status: 'IDENTIFIED' }, waiting] },
      { ...base, status: 'RUNNING', actions: [waiting, pulling] },
      {
        ...base,
        phase: 'finished',
        status: 'RUNNING',
        actions: [waiting, pulling],
        finished: {
          status: 'COMPLETED',
          ok: true,
          actions: [{ ...pulling, status: 'UPDATE_SUCCESS' }],
          time: 5200,
        },
      },
    ]);
    expect(log).toEqual([
      'info|→ apply edge:device @ lab  command///req/…/apply',
      'info|← 204 accepted in 35 ms',
      'info|  IDENTIFYING',
      'info|  RUNNING  containers:influxdb 2.7.1  IDENTIFIED',
      'info|  RUNNING  containers:db 1            IDENTIFIED        New container.',
      'info|  RUNNING  containers:influxdb 2.7.1  DOWNLOADING',
      'info|  RUNNING  containers:influxdb 2.7.1  UPDATE_SUCCESS',
      'info|✔ COMPLETED in 4.2 s',
    ]);
  });

  it('says nothing of a snapshot that tells nothing new', () => {
    const state = run({ phase: 'running', sent: [sent], accepted: answer, status: 'RUNNING' });
    expect(logOf([state, { ...state, lastHeard: 2000 }]).length).toBe(logOf([state]).length);
  });

  it('tells the status of a software module once', () => {
    const actions = [action({ component: 'influxdb', version: '1.8.4', status: 'INSTALLING' })];
    expect(logOf([run({ operation: 'install', phase: 'running', status: 'INSTALLING', actions })])).toEqual([
      'info|  influxdb 1.8.4  INSTALLING',
    ]);
  });

  it('tells a message that the device repeats once', () => {
    const created = action({ component: 'a', status: 'IDENTIFIED', message: 'New container.' });
    const before = run({ phase: 'running', actions: [created] });
    const after = run({ phase: 'running', actions: [{ ...created, status: 'UPDATING' }] });
    expect(logOf([before, after])).toEqual([
      'info|  a  IDENTIFIED        New container.',
      'info|  a  UPDATING',
    ]);
  });

  it('names every address tried, and that nobody listened there', () => {
    const log = logOf([
      run({
        phase: 'sent',
        sent: [
          { ...sent, heard: false },
          { address: 'command//edge:device/req//apply', time: 1100, heard: true },
        ],
      }),
    ]);
    expect(log).toEqual([
      'info|→ apply edge:device @ lab  command///req/…/apply  nobody listens there',
      'info|→ apply edge:device @ lab  command//edge:device/req//apply',
    ]);
  });

  it('counts the answer from the last address', () => {
    const log = logOf([
      run({
        phase: 'accepted',
        sent: [sent, { ...sent, time: 3000 }],
        accepted: { ...answer, time: 3020 },
      }),
    ]);
    expect(log.at(-1)).toBe('info|← 204 accepted in 20 ms');
  });

  it('shows a rejection as an error, with the reason of the device', () => {
    const accepted = { ...answer, status: 400, message: 'desired state\n is missing' };
    expect(logOf([run({ phase: 'failed', sent: [sent], accepted })])).toContain(
      'error|← 400 rejected in 35 ms: desired state is missing',
    );
  });

  it('shows a bad end as an error', () => {
    const finished = {
      status: 'INCOMPLETE',
      ok: false,
      message: 'the update process is incompleted',
      actions: [],
      time: 61_500,
    };
    expect(logOf([run({ phase: 'finished', finished })])).toEqual([
      'error|✖ INCOMPLETE in 1 min 1 s: the update process is incompleted',
    ]);
  });

  it('shows a fault with its advice, once', () => {
    const failed = run({
      phase: 'failed',
      fault: {
        code: 'response-timeout',
        message: 'edge:device did not answer.',
        advice: 'Check that it is online.',
      },
    });
    expect(logOf([failed, failed])).toEqual([
      'error|✖ edge:device did not answer.',
      'error|  Check that it is online.',
    ]);
  });

  it('names the device in each line while several updates go on', () => {
    const log = logOf(
      [run({ phase: 'accepted', sent: [sent], accepted: answer, status: 'IDENTIFYING' })],
      true,
    );
    expect(log.slice(1)).toEqual([
      'info|← edge:device @ lab  204 accepted in 35 ms',
      'info|  edge:device @ lab  IDENTIFYING',
    ]);
  });

  it('shows the percentage that a device reports, and no other', () => {
    const actions = [action({ component: 'influxdb', status: 'DOWNLOADING', progress: 42 })];
    expect(logOf([run({ phase: 'running', actions })])).toEqual(['info|  influxdb  DOWNLOADING 42 %']);
  });

  it('tells that the device does another update first, and what it reports after the end', () => {
    const accepted = run({ phase: 'accepted', sent: [sent], accepted: answer });
    const queued = { ...accepted, behind: { activityId: 'other', own: true } };
    const finished = run({
      phase: 'finished',
      finished: { status: 'COMPLETED', ok: true, actions: [], time: 2000 },
    });
    const log = logOf([accepted, queued, queued]);
    expect(log.at(-1)).toBe(
      'info|  The device does another update first (activity other); this one is queued.',
    );
    const same = { ...finished, confirmed: { time: 2100, differences: [] } };
    expect(logOf([finished, same, same]).slice(1)).toEqual([
      'info|✔ The device reports that it runs what was sent.',
    ]);
    const other = { ...finished, confirmed: { time: 2100, differences: ['containers:a is missing.'] } };
    expect(logOf([finished, other]).slice(1)).toEqual([
      'warn|■ What the device reports differs from what was sent: containers:a is missing.',
    ]);
  });
});
