/** The end of an update whose last word was lost: it follows from what the device reports. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseEnvelope } from '../../../client/src/protocol/envelope.ts';
import { isObject } from '../../../client/src/protocol/json.ts';
import { newsOf } from '../../../client/src/protocol/news.ts';
import { confirm } from '../../../client/src/updates/confirm.ts';
import { type Reported, UpdateTracker } from '../../../client/src/updates/tracker.ts';
import { noTranscript, noted } from '../../../client/src/updates/transcript.ts';
import { runDocument } from '../../../client/src/words/runDocument.ts';
import type { JsonObject } from '../../../server/src/messages.ts';
import { run } from '../ui/samples.ts';
import { feedback, influxdbNode, state } from './messages.ts';

/** When the device's clock said so, it sent the state of the messages. */
const sentAt = 1_795_294_641_626;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance', 'Date'], now: 1000 });
});
afterEach(() => {
  vi.useRealTimers();
});

/** The device takes the update at 1000. */
function scene() {
  const begun = performance.now();
  const tracker = new UpdateTracker();
  const accepted = { status: 204, address: '', time: 1000 };
  const tracked = tracker.begin(run({ phase: 'accepted', accepted }), []);
  const reported: Reported[] = [];
  tracker.onReported((it) => reported.push(it));
  /** `at`: as the clock of this machine runs when nobody sets it. */
  const hear = (message: JsonObject, at: number) => {
    vi.advanceTimersByTime(at - 1000 - performance.now() + begun);
    const time = Date.now();
    const envelope = parseEnvelope(message);
    const news = envelope && newsOf(envelope);
    if (!news) throw new Error('no news');
    tracker.hear('lab', news, { address: 'e', raw: JSON.stringify(message), time });
  };
  return { tracked, reported, hear };
}

/** Feedback as the device's clock stamps it. */
function said(activityId: string, timestamp: number): JsonObject {
  const message = feedback(activityId, { status: 'RUNNING' });
  const value = message['value'];
  return { ...message, value: { ...(isObject(value) && value), timestamp } };
}

describe('an apply whose last word was lost', () => {
  it('is concluded from the state that the device sends after it', () => {
    const { tracked, reported, hear } = scene();
    hear(state('a-1'), 2000);
    expect(reported).toHaveLength(1);
    tracked.become(confirm(tracked.run, { time: 2000, differences: [] }));
    expect(tracked.run).toMatchObject({ phase: 'finished', finished: { ok: true, concluded: true } });
  });

  it('takes the last word all the same where it comes late', () => {
    const { tracked, hear } = scene();
    tracked.become(confirm(tracked.run, { time: 2000, differences: ['containers:a is missing.'] }));
    hear(feedback('a-1', { status: 'COMPLETED' }), 2100);
    expect(tracked.run.finished).toMatchObject({ status: 'COMPLETED', ok: true });
    expect(tracked.run.finished?.concluded).toBeUndefined();
  });

  it('has failed where the device was started again meanwhile', () => {
    const { tracked, hear } = scene();
    hear(state(`initial-current-state-${sentAt - 1000}`), 60_000);
    expect(tracked.run).toMatchObject({ phase: 'failed', fault: { code: 'device-restarted' } });
  });

  it('has failed where the device was started again within a moment after its latest word', () => {
    const { tracked, hear } = scene();
    hear(said('a-1', sentAt - 300), 1400);
    hear(state(`initial-current-state-${sentAt - 200}`), 1800);
    expect(tracked.run).toMatchObject({ phase: 'failed', fault: { code: 'device-restarted' } });
  });

  it('goes on where the device has begun with it since it was started, and only now tells its state', () => {
    const { tracked, hear } = scene();
    hear(said('a-1', sentAt - 200), 1400);
    hear(state(`initial-current-state-${sentAt - 300}`), 1800);
    expect(tracked.run.phase).toBe('running');
  });

  it('goes on where the device was started before, and only now tells its state', () => {
    const { tracked, hear } = scene();
    hear(state(`initial-current-state-${sentAt - 60_000}`), 5000);
    expect(tracked.run.phase).toBe('accepted');
  });

  it.each([
    ['forward', 3_600_000],
    ['back', -3_600_000],
  ])('goes on where it is only the clock of this machine that was set %s meanwhile', (_, jump) => {
    const { tracked, hear } = scene();
    vi.setSystemTime(Date.now() + jump);
    hear(state(`initial-current-state-${sentAt - 60_000}`), 5000);
    expect(tracked.run.phase).toBe('accepted');
  });

  it('has failed where the device was started again, also where the clock was set back meanwhile', () => {
    const { tracked, hear } = scene();
    vi.setSystemTime(Date.now() - 3_600_000);
    hear(state(`initial-current-state-${sentAt - 1000}`), 60_000);
    expect(tracked.run).toMatchObject({ phase: 'failed', fault: { code: 'device-restarted' } });
  });

  it('goes on where the clock of the device was set back, so that nobody can tell when it was started', () => {
    const { tracked, hear } = scene();
    hear(state(`initial-current-state-${sentAt + 3_600_000}`), 60_000);
    expect(tracked.run.phase).toBe('accepted');
  });
});

describe('the record of a run', () => {
  it('keeps no secret of what was heard', () => {
    const { tracked, hear } = scene();
    hear(state('a-1', [influxdbNode([{ key: 'env', value: 'TOKEN=pl4nted' }])]), 2000);
    const text = JSON.stringify(tracked.run) + runDocument(tracked.run, 3000);
    expect(text).toContain('TOKEN=•••');
    expect(text).not.toContain('pl4nted');
  });

  it('takes a message that is nested without end, and shows its beginning', () => {
    const { tracked, hear } = scene();
    const message = JSON.stringify(feedback('a-1', { status: 'RUNNING', more: '<deep>' }));
    const raw = message.replace('"<deep>"', `${'['.repeat(50_000)}${']'.repeat(50_000)}`);
    hear(feedback('a-1', { status: 'RUNNING' }), 2000);
    const { text } =
      noted(tracked.run.transcript, { time: 0, direction: 'in', address: 'e', raw }).messages.at(-1) ?? {};
    expect(text).toContain('"status":"RUNNING"');
    expect(text?.length).toBeLessThan(2000);
  });

  it('says how much of many messages it left out, and keeps the first', () => {
    let transcript = noTranscript;
    for (let time = 0; time < 100; time++) {
      transcript = noted(transcript, { time, direction: 'in', address: 'e', raw: 'x'.repeat(10_000) });
    }
    expect(transcript.messages[0]?.time).toBe(0);
    expect(transcript.messages.at(-1)?.time).toBe(99);
    expect(transcript.messages.length + transcript.dropped.messages).toBe(100);
    expect(runDocument(run({ transcript }), 0)).toContain(`${transcript.dropped.messages} messages`);
  });
});
