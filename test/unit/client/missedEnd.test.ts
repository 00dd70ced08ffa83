/** Software modules whose end may have been missed while the connection was lost: SoftwareUpdatable cannot be asked for it. */
import { describe, expect, it } from 'vitest';
import { parseEnvelope } from '../../../client/src/protocol/envelope.ts';
import { newsOf } from '../../../client/src/protocol/news.ts';
import { UpdateTracker } from '../../../client/src/updates/tracker.ts';
import type { JsonObject, JsonValue, Operation } from '../../../server/src/messages.ts';
import { run } from '../ui/samples.ts';
import { containers, dependencies, device, lastOperation, modify } from './messages.ts';

const influxdb = { group: 'docker.io/library/influxdb', name: 'c-id', version: '1.8.4' };
const installed = (value: JsonValue, thing = containers) => dependencies(thing, value);

/** An operation that goes on, its connection lost and back. */
function scene({ operation = 'remove' as Operation, wereInstalled = true, accepted = true } = {}) {
  const tracker = new UpdateTracker();
  const answer = { status: 204, address: '', time: 1000 };
  const begun = run({
    operation,
    thing: containers,
    activityId: 'c-1',
    phase: accepted ? 'accepted' : 'sent',
  });
  const module = { name: 'c-id' };
  const tracked = tracker.begin({ ...begun, ...(accepted && { accepted: answer }) }, [module], wereInstalled);
  let time = 2000;
  const hear = (message: JsonObject) => {
    const envelope = parseEnvelope(message);
    const news = envelope && newsOf(envelope);
    if (!news) throw new Error('no news');
    tracker.hear('lab', news, { address: 'e', raw: JSON.stringify(message), time: time++ });
  };
  const tell = (status: string) =>
    hear(lastOperation(containers, { correlationId: 'c-1', status, software: [module] }));
  const loseConnection = () => {
    tracker.lost('lab', { since: 1500, reason: 'the broker ended it' });
    tracker.back('lab');
  };
  return { tracked, hear, tell, loseConnection };
}

describe('an operation on software modules, once its connection is back', () => {
  it.each<Operation>(['install', 'remove', 'download'])(
    '%s: says that its end may have been missed and cannot be asked for, and claims none',
    (operation) => {
      const { tracked, loseConnection } = scene({ operation });
      loseConnection();
      expect(tracked.run).toMatchObject({
        phase: 'accepted',
        remark: expect.stringMatching(/^The connection was lost meanwhile\..*cannot be asked/),
      });
    },
  );

  it('says no such thing where it may not even have reached the device', () => {
    const { tracked, loseConnection } = scene({ accepted: false });
    loseConnection();
    expect(tracked.run.remark).toBeUndefined();
  });

  it('goes on with the next word of the device', () => {
    const { tracked, tell, loseConnection } = scene();
    loseConnection();
    tell('REMOVING');
    expect(tracked.run.phase).toBe('running');
    expect(tracked.run.remark).toBeUndefined();
    tell('FINISHED_SUCCESS');
    expect(tracked.run.finished).toMatchObject({ status: 'FINISHED_SUCCESS', ok: true });
    expect(tracked.run.finished?.concluded).toBeUndefined();
  });
});

describe('a removal whose end may have been missed', () => {
  it('is concluded where the device reports that it is no longer installed, and that is said', () => {
    const { tracked, hear, loseConnection } = scene();
    loseConnection();
    hear(installed(null));
    expect(tracked.run).toMatchObject({
      phase: 'finished',
      finished: { status: 'FINISHED_SUCCESS', ok: true, concluded: true },
      remark: expect.stringContaining('was not heard'),
    });
  });

  it('goes on where it is still installed', () => {
    const { tracked, hear, loseConnection } = scene();
    loseConnection();
    hear(installed({ any: influxdb }));
    expect(tracked.run.phase).toBe('accepted');
  });

  it('is not concluded from what another thing reports', () => {
    const { tracked, hear, loseConnection } = scene();
    loseConnection();
    hear(installed(null, device));
    expect(tracked.run.phase).toBe('accepted');
  });

  it('is not concluded where the device had never reported it as installed: it may have a wrong name', () => {
    const { tracked, hear, loseConnection } = scene({ wereInstalled: false });
    loseConnection();
    hear(installed(null));
    expect(tracked.run.phase).toBe('accepted');
  });

  it('ends as the device says where its last word comes late', () => {
    const { tracked, hear, tell, loseConnection } = scene();
    loseConnection();
    hear(installed(null));
    tell('FINISHED_ERROR');
    expect(tracked.run.finished).toMatchObject({ status: 'FINISHED_ERROR', ok: false });
    expect(tracked.run.finished?.concluded).toBeUndefined();
  });

  it('ends with the word of the device where the connection stayed', () => {
    const { tracked, hear } = scene();
    hear(installed(null));
    expect(tracked.run.phase).toBe('accepted');
  });
});

describe('an install whose end may have been missed', () => {
  it('is not concluded from what is installed: under which name that is cannot be known', () => {
    const { tracked, hear, loseConnection } = scene({ operation: 'install' });
    loseConnection();
    hear(installed({ any: influxdb }));
    expect(tracked.run.phase).toBe('accepted');
  });
});

it('a failure of software modules is heard where one of its two words is lost', () => {
  const { tracked, hear } = scene({ operation: 'install' });
  const failed = {
    correlationId: 'c-1',
    status: 'FINISHED_ERROR',
    softwareModule: { name: 'c-id', version: '' },
  };
  hear(modify(containers, '/features/SoftwareUpdatable/properties/status/lastFailedOperation', failed));
  expect(tracked.run.finished).toMatchObject({ status: 'FINISHED_ERROR', ok: false });
});
