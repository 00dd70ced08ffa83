import { describe, expect, it, vi } from 'vitest';
import { parseEnvelope } from '../../../client/src/protocol/envelope.ts';
import { newsOf } from '../../../client/src/protocol/news.ts';
import type { Module } from '../../../client/src/protocol/softwareUpdatable.ts';
import { UpdatesElsewhere } from '../../../client/src/updates/elsewhere.ts';
import type { UpdateRun } from '../../../client/src/updates/run.ts';
import { type Tracked, UpdateTracker } from '../../../client/src/updates/tracker.ts';
import type { JsonObject } from '../../../server/src/messages.ts';
import { run } from '../ui/samples.ts';
import { consent, containers, device, feedback, lastOperation, state } from './messages.ts';

function running(changes: Partial<UpdateRun> = {}): UpdateRun {
  return run({
    id: `run-${changes.activityId ?? 'act'}`,
    activityId: 'act',
    phase: 'accepted',
    started: 0,
    ...changes,
  });
}

const installing = (changes: Partial<UpdateRun> = {}) =>
  running({ operation: 'install', thing: containers, activityId: 'c-1', ...changes });

class Scene {
  readonly tracker = new UpdateTracker();
  #now = 1000;

  begin(run: UpdateRun, modules: readonly Module[] = []): Tracked {
    return this.tracker.begin(run, modules);
  }

  hear(...messages: readonly JsonObject[]): void {
    for (const message of messages) {
      const envelope = parseEnvelope(message);
      const news = envelope && newsOf(envelope);
      if (!news) throw new Error('The message says nothing of a thing.');
      this.tracker.hear('lab', news, { address: 'e', raw: JSON.stringify(message), time: this.#now++ });
    }
  }
}

const action = (id: string, status: string, message?: string) => ({
  component: { id, version: '1' },
  status,
  ...(message !== undefined && { message }),
});

describe('an apply', () => {
  it('is of its device alone: what another says of the same activity, which anybody can guess of a rollout, changes nothing', () => {
    const scene = new Scene();
    scene.begin(running({ activityId: 'r1-1' }));
    const other = 'edge:other';
    scene.hear(
      feedback('r1-1', { status: 'RUNNING', actions: [action('containers:a', 'DOWNLOADING')] }, other),
      feedback('r1-1', { status: 'COMPLETED', actions: [] }, other),
      feedback('r1-1', { status: 'COMPLETED', actions: [] }, 'edge:device2'),
    );
    expect(scene.tracker.runs).toMatchObject([{ phase: 'accepted', actions: [] }]);
    expect(scene.tracker.runs[0]?.finished).toBeUndefined();
  });

  it('runs with each feedback of its activity and ends with COMPLETED', () => {
    const scene = new Scene();
    const begun = scene.begin(running()).run;
    const phases: string[] = [];
    scene.tracker.onRun((it) => phases.push(`${it.phase} ${it.status}`));
    scene.hear(
      feedback('act', { status: 'IDENTIFYING' }),
      feedback('act', { status: 'RUNNING', actions: [action('containers:a', 'DOWNLOADING')] }),
      feedback('act', {
        status: 'COMPLETED',
        actions: [action('containers:a', 'UPDATE_SUCCESS', 'New container instance is started.')],
      }),
    );
    expect(begun.phase).toBe('accepted');
    expect(phases).toEqual(['running IDENTIFYING', 'running RUNNING', 'finished COMPLETED']);
    expect(scene.tracker.runs[0]?.finished).toEqual({
      status: 'COMPLETED',
      ok: true,
      actions: [
        {
          component: 'containers:a',
          version: '1',
          status: 'UPDATE_SUCCESS',
          message: 'New container instance is started.',
          since: 1002,
          lastHeard: 1002,
        },
      ],
      time: 1002,
    });
  });

  it.each(['INCOMPLETE', 'IDENTIFICATION_FAILED'])(
    'ends badly with %s and the words of the device',
    (status) => {
      const scene = new Scene();
      const tracked = scene.begin(running());
      scene.hear(feedback('act', { status, message: "failed to wait for command 'DOWNLOAD' signal" }));
      expect(tracked.run.finished).toMatchObject({
        status,
        ok: false,
        message: "failed to wait for command 'DOWNLOAD' signal",
      });
      expect(tracked.run.fault).toBeUndefined();
    },
  );

  it('shows statuses that nobody knows and goes on', () => {
    const scene = new Scene();
    const tracked = scene.begin(running());
    scene.hear(feedback('act', { status: 'PONDERING', actions: [action('x', 'UPDATED')] }));
    expect(tracked.run).toMatchObject({
      phase: 'running',
      status: 'PONDERING',
      actions: [{ component: 'x', status: 'UPDATED' }],
    });
  });

  it('keeps its actions in one order, whatever the order in the messages', () => {
    const scene = new Scene();
    const tracked = scene.begin(running());
    scene.hear(
      feedback('act', {
        status: 'RUNNING',
        actions: [action('c:b', 'IDENTIFIED'), action('c:a', 'IDENTIFIED')],
      }),
      feedback('act', {
        status: 'RUNNING',
        actions: [action('c:c', 'IDENTIFIED'), action('c:b', 'DOWNLOADING')],
      }),
    );
    expect(tracked.run.actions.map((it) => `${it.component} ${it.status}`)).toEqual([
      'c:a IDENTIFIED',
      'c:b DOWNLOADING',
      'c:c IDENTIFIED',
    ]);
  });

  it('hears nothing of other activities and devices, only that the device is alive', () => {
    const scene = new Scene();
    const tracked = scene.begin(running());
    scene.hear(
      feedback('other', { status: 'COMPLETED' }),
      feedback('act', { status: 'COMPLETED' }, 'edge:other'),
    );
    expect(tracked.run.phase).toBe('accepted');
  });

  it('measures silence since the last sign of life of the device, by a clock that nobody sets', () => {
    vi.useFakeTimers({ toFake: ['performance', 'Date'] });
    try {
      const scene = new Scene();
      const tracked = scene.begin(running());
      vi.advanceTimersByTime(5000);
      expect(tracked.silence).toBe(5000);
      scene.hear(feedback('other', { status: 'RUNNING' }));
      expect(tracked.silence).toBe(0);
      vi.setSystemTime(Date.now() + 3_600_000);
      expect(tracked.silence).toBe(0);
      scene.hear(feedback('act', { status: 'RUNNING' }, 'edge:other'));
      vi.advanceTimersByTime(1000);
      scene.hear(feedback('act', { status: 'RUNNING' }, 'edge:other'));
      expect(tracked.silence).toBe(1000);
    } finally {
      vi.useRealTimers();
    }
  });

  it('tells at once of the runs that go on that their connection is lost, once a loss, and that it is back', () => {
    const scene = new Scene();
    const live = scene.begin(running());
    const over = scene.begin(running({ activityId: 'old', phase: 'finished' }));
    const elsewhere = scene.begin(running({ activityId: 'far', connection: 'other' }));
    const told: unknown[] = [];
    scene.tracker.onRun(({ activityId, unreachable }) => told.push([activityId, unreachable?.reason]));
    expect(scene.tracker.back('lab')).toBe(false);
    scene.tracker.lost('lab', { since: 1, reason: 'the broker ended it' });
    scene.tracker.lost('lab', { since: 1, reason: 'nothing accepts connections there' });
    expect(told).toEqual([['act', 'the broker ended it']]);
    expect([over.run.unreachable, elsewhere.run.unreachable]).toEqual([undefined, undefined]);
    expect(scene.tracker.back('lab')).toBe(true);
    expect(live.run).not.toHaveProperty('unreachable');
    expect(told).toHaveLength(2);
  });

  it('needs nothing asked where the end was heard before the connection was told to be back', () => {
    const scene = new Scene();
    const tracked = scene.begin(running());
    scene.tracker.lost('lab', { since: 1, reason: 'lost' });
    scene.hear(feedback('act', { status: 'COMPLETED' }));
    expect(scene.tracker.back('lab')).toBe(false);
    expect(tracked.run).toMatchObject({ phase: 'finished' });
    expect(tracked.run).not.toHaveProperty('unreachable');
  });

  it('takes feedback without an activity where no other apply runs, and says so', () => {
    const scene = new Scene();
    scene.begin(running({ activityId: 'old', phase: 'finished' }));
    const tracked = scene.begin(running());
    scene.begin(running({ activityId: 'r', operation: 'refresh' }));
    const message = 'the desired state manifest does not contain any supported domain';
    scene.hear(feedback('', { status: 'INCOMPLETE', message }));
    expect(tracked.run.finished).toMatchObject({ status: 'INCOMPLETE', ok: false, message });
    expect(tracked.run.remark).toContain('did not say which activity');
  });

  it('does not take it where two run', () => {
    const scene = new Scene();
    const first = scene.begin(running());
    const second = scene.begin(running({ activityId: 'b' }));
    scene.hear(feedback('', { status: 'INCOMPLETE' }));
    expect([first.run.phase, second.run.phase]).toEqual(['accepted', 'accepted']);
  });

  it('sent twice with one activity: the older run is served first', () => {
    const scene = new Scene();
    const first = scene.begin(running());
    const second = scene.begin(running({ id: 'second' }));
    scene.hear(feedback('act', { status: 'RUNNING' }), feedback('act', { status: 'COMPLETED' }));
    expect([first.run.phase, second.run.phase]).toEqual(['finished', 'accepted']);
    scene.hear(feedback('act', { status: 'COMPLETED' }));
    expect(second.run.phase).toBe('finished');
  });

  it('says when it waits for the consent of the owner, until it goes on', () => {
    const scene = new Scene();
    const tracked = scene.begin(running());
    scene.hear(feedback('act', { status: 'RUNNING' }), consent('other', 'DOWNLOAD'));
    expect(tracked.run.remark).toBeUndefined();
    scene.hear(consent('act', 'DOWNLOAD'));
    expect(tracked.run).toMatchObject({
      phase: 'running',
      remark: expect.stringContaining('agrees to DOWNLOAD'),
    });
    scene.hear(feedback('act', { status: 'RUNNING' }));
    expect(tracked.run.remark).toBeUndefined();
  });

  it('that has ended does not change any more', () => {
    const scene = new Scene();
    const tracked = scene.begin(running());
    scene.hear(feedback('act', { status: 'COMPLETED' }), feedback('act', { status: 'INCOMPLETE' }));
    expect(tracked.run.finished?.status).toBe('COMPLETED');
  });
});

describe('a refresh', () => {
  it('ends when the state with its activity is reported', () => {
    const scene = new Scene();
    const tracked = scene.begin(running({ operation: 'refresh', activityId: 'ref-1' }));
    scene.hear(state('initial-current-state-1795295202089'), state(''));
    expect(tracked.run.phase).toBe('accepted');
    scene.hear(state('ref-1'));
    expect(tracked.run.finished).toMatchObject({ status: 'REFRESHED', ok: true });
  });
});

describe('an operation on software modules', () => {
  const influxdb = { name: 'influxdb', version: '1.8.4' };

  it('ends with the status of its module', () => {
    const scene = new Scene();
    const tracked = scene.begin(installing(), [influxdb]);
    const statuses = ['STARTED', 'DOWNLOADING', 'DOWNLOADED', 'INSTALLING', 'INSTALLED'];
    scene.hear(
      ...statuses.map((status) =>
        lastOperation(containers, { correlationId: 'c-1', status, softwareModule: influxdb }),
      ),
    );
    expect(tracked.run).toMatchObject({ phase: 'running', status: 'INSTALLED' });
    scene.hear(
      lastOperation(containers, {
        correlationId: 'c-1',
        status: 'FINISHED_SUCCESS',
        softwareModule: influxdb,
      }),
    );
    expect(tracked.run.finished).toEqual({
      status: 'FINISHED_SUCCESS',
      ok: true,
      actions: [
        { component: 'influxdb', version: '1.8.4', status: 'FINISHED_SUCCESS', since: 1005, lastHeard: 1005 },
      ],
      time: 1005,
    });
  });

  it('reads the correlationID and the progress of the generic daemon', () => {
    const scene = new Scene();
    const tracked = scene.begin(installing({ thing: device }), [influxdb]);
    scene.hear(
      lastOperation(device, {
        correlationID: 'c-1',
        message: 'copying',
        progress: 60,
        softwareModule: influxdb,
        status: 'INSTALLING',
      }),
    );
    expect(tracked.run.actions).toEqual([
      {
        component: 'influxdb',
        version: '1.8.4',
        status: 'INSTALLING',
        message: 'copying',
        progress: 60,
        since: 1000,
        lastHeard: 1000,
      },
    ]);
  });

  it('ends only when every module has ended, and as badly as the worst', () => {
    const scene = new Scene();
    const software = [{ name: 'zz' }, { name: 'yy' }];
    const tracked = scene.begin(installing({ operation: 'remove' }), software);
    const end = (name: string, status: string, message?: string) =>
      lastOperation(containers, {
        correlationId: 'c-1',
        status,
        software: [{ name, version: '' }],
        ...(message && { message }),
      });
    scene.hear(end('zz', 'REMOVING'), end('yy', 'FINISHED_REJECTED'));
    expect(tracked.run.phase).toBe('running');
    scene.hear(end('zz', 'FINISHED_ERROR', 'container with ID = zz does not exist'));
    expect(tracked.run.finished).toMatchObject({
      status: 'FINISHED_ERROR',
      ok: false,
      message: 'container with ID = zz does not exist',
    });
  });

  it('keeps a module failed that a daemon which was started again tells as a success', () => {
    const scene = new Scene();
    const [one, two] = [
      { name: 'one', version: '1' },
      { name: 'two', version: '1' },
    ];
    const tracked = scene.begin(installing({ thing: device }), [one, two]);
    const tell = (softwareModule: JsonObject, status: string, more: JsonObject = {}) =>
      lastOperation(device, { correlationID: 'c-1', status, softwareModule, ...more });
    scene.hear(
      tell(one, 'FINISHED_ERROR', { message: 'fail to execute install script', statusCode: '4' }),
      tell(two, 'INSTALLING', { progress: 20 }),
      tell(one, 'FINISHED_SUCCESS'),
      tell(two, 'INSTALLING', { progress: 102 }),
    );
    expect(tracked.run.actions).toMatchObject([{ status: 'FINISHED_ERROR' }, { progress: 100 }]);
    scene.hear(tell(two, 'FINISHED_SUCCESS'));
    expect(tracked.run.finished).toMatchObject({
      status: 'FINISHED_ERROR',
      message: 'fail to execute install script (status code 4)',
      ok: false,
    });
  });

  it('takes one status for several modules', () => {
    const scene = new Scene();
    const software = [{ name: 'zz' }, { name: 'yy' }];
    const tracked = scene.begin(installing({ operation: 'remove' }), software);
    scene.hear(
      lastOperation(containers, {
        correlationId: 'c-1',
        status: 'FINISHED_ERROR',
        software: [
          { name: 'zz', version: '' },
          { name: 'yy', version: '' },
        ],
        message: '2 errors',
      }),
    );
    expect(tracked.run.finished).toMatchObject({ status: 'FINISHED_ERROR', message: '2 errors' });
    expect(tracked.run.actions.map(({ component }) => component)).toEqual(['yy', 'zz']);
  });

  it('tells two versions of one module apart', () => {
    const scene = new Scene();
    const tracked = scene.begin(installing(), [influxdb, { name: 'influxdb', version: '2.0.0' }]);
    scene.hear(
      lastOperation(containers, {
        correlationId: 'c-1',
        status: 'FINISHED_SUCCESS',
        softwareModule: influxdb,
      }),
    );
    expect(tracked.run.phase).toBe('running');
    scene.hear(
      lastOperation(containers, {
        correlationId: 'c-1',
        status: 'FINISHED_SUCCESS',
        softwareModule: { name: 'influxdb', version: '2.0.0' },
      }),
    );
    expect(tracked.run.finished).toMatchObject({ status: 'FINISHED_SUCCESS', ok: true });
  });

  it('hears nothing of the same correlation id on another thing', () => {
    const scene = new Scene();
    const tracked = scene.begin(installing(), [influxdb]);
    scene.hear(
      lastOperation(device, { correlationId: 'c-1', status: 'FINISHED_SUCCESS', softwareModule: influxdb }),
    );
    expect(tracked.run.phase).toBe('accepted');
  });
});

describe('a device that invents components without end', () => {
  it('fills no memory: those that were told first are followed', () => {
    const scene = new Scene();
    const tracked = scene.begin(running());
    const action = (id: number, status: string) => ({ component: { id: `containers:${id}` }, status });
    const thousand = (from: number) =>
      Array.from({ length: 1000 }, (_, at) => action(from + at, 'IDENTIFIED'));
    for (let from = 0; from < 8000; from += 1000) {
      scene.hear(feedback('act', { status: 'RUNNING', actions: thousand(from) }));
    }
    scene.hear(
      feedback('act', { status: 'RUNNING', actions: [action(0, 'UPDATED'), action(9000, 'UPDATED')] }),
    );
    expect(tracked.run.actions).toHaveLength(5000);
    expect(tracked.run.actions.filter(({ status }) => status === 'UPDATED')).toHaveLength(1);
  });
});

describe('the history', () => {
  it('keeps the latest two hundred runs and every one that is not over', () => {
    const scene = new Scene();
    const live = scene.begin(running({ id: 'live' }));
    for (let n = 0; n < 300; n++) scene.begin(running({ id: `ended-${n}`, phase: 'finished' }));
    expect(scene.tracker.runs).toHaveLength(200);
    expect(scene.tracker.runs[0]).toBe(live.run);
    expect(scene.tracker.runs.at(-1)?.id).toBe('ended-299');
  });
});

describe('an apply to a device that is busy with an update of another window or program', () => {
  const foreign = (status: string) => feedback('of another', { status, actions: [] });
  const ahead = { activityId: 'of another', own: false };

  it('is behind it, told as not started here, until that ends or its own begins', () => {
    const scene = new Scene();
    const { tracker } = scene;
    const tracked = scene.begin(running());
    const other = scene.begin(running({ activityId: 'later', id: 'later' }));
    scene.hear(foreign('RUNNING'));
    expect(tracked.run.behind).toEqual(ahead);
    scene.hear(feedback('act', { status: 'IDENTIFYING' }));
    expect(tracked.run.behind).toBeUndefined();
    expect(other.run.behind).toEqual({ activityId: 'act', own: true });
    scene.hear(foreign('COMPLETED'));
    expect(tracker.behind(other.run)).toEqual({ activityId: 'act', own: true });
  });

  it('is behind it also where that was heard only before', () => {
    const scene = new Scene();
    scene.hear(foreign('RUNNING'));
    const { run: sent } = scene.begin(running());
    expect(scene.tracker.behind(sent)).toEqual(ahead);
    expect(scene.tracker.behind({ ...sent, device: 'edge:other' })).toBeUndefined();
    expect(scene.tracker.behind({ ...sent, operation: 'install' })).toBeUndefined();
    expect(scene.tracker.busy(sent.connection, sent.device)).toEqual(ahead);
    scene.hear(foreign('INCOMPLETE'));
    expect(scene.tracker.behind(sent)).toBeUndefined();
    expect(scene.tracker.busy(sent.connection, sent.device)).toEqual({ activityId: 'act', own: true });
  });

  it('is behind none whose last word is longer ago than a device waits in a phase', () => {
    let now = 0;
    const elsewhere = new UpdatesElsewhere(() => now);
    const envelope = parseEnvelope(foreign('RUNNING'));
    const news = envelope && newsOf(envelope);
    if (!news) throw new Error('no news');
    elsewhere.hear('lab', news, false);
    now = 599_000;
    expect(elsewhere.goingOn('lab', 'edge:device')).toBe('of another');
    now = 601_000;
    expect(elsewhere.goingOn('lab', 'edge:device')).toBeUndefined();
  });
});
