/** Which questions of devices still wait for an answer. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseEnvelope } from '../../../client/src/protocol/envelope.ts';
import { newsOf } from '../../../client/src/protocol/news.ts';
import { ConsentQuestions } from '../../../client/src/updates/consent.ts';
import type { JsonObject } from '../../../server/src/messages.ts';
import { consent, state } from './messages.ts';

/** When the device's clock said so, it sent the state of the messages. */
const sentAt = 1_795_294_641_626;

const ownerConsent = { command: 'DOWNLOAD' };

function asked(askedAt = sentAt - 10_000) {
  const questions = new ConsentQuestions();
  const hear = (message: JsonObject) => {
    const envelope = parseEnvelope(message);
    const news = envelope && newsOf(envelope);
    if (!news) throw new Error('no news');
    questions.hear('lab', news, Date.now());
  };
  hear({ ...consent('act', 'DOWNLOAD'), value: { activityId: 'act', timestamp: askedAt, ownerConsent } });
  return { hear, state: () => questions.all[0]?.state };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance', 'Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a question of a device to its owner', () => {
  it('is over once the device was started after it had asked', () => {
    const question = asked();
    vi.advanceTimersByTime(10_000);
    question.hear(state(`initial-current-state-${sentAt - 1000}`));
    expect(question.state()).toBe('over');
  });

  it('is over at once where the device was started again within a moment', () => {
    const question = asked(sentAt - 300);
    vi.advanceTimersByTime(500);
    question.hear(state(`initial-current-state-${sentAt - 200}`));
    expect(question.state()).toBe('over');
  });

  it('stays open where the device was started before, and the clock was set forward meanwhile', () => {
    const question = asked();
    vi.advanceTimersByTime(10_000);
    vi.setSystemTime(Date.now() + 3_600_000);
    question.hear(state(`initial-current-state-${sentAt - 30_000}`));
    expect(question.state()).toBe('open');
  });
});

describe('what a hostile device asks', () => {
  const news = (activityId: string, correlationId: string) =>
    ({
      kind: 'consent',
      thing: 'edge:device',
      feature: 'UpdateManager',
      consent: { activityId, command: 'UPDATE', correlationId },
    }) as const;
  const long = 'x'.repeat(1_000_000);

  it('is no question where its ids are longer than those of any device, which would fill the memory', () => {
    const questions = new ConsentQuestions();
    questions.hear('lab', news(long, 'c'), 0);
    questions.hear('lab', news('act', long), 0);
    expect(questions.all).toEqual([]);
    questions.hear('lab', news('act', 'c'), 0);
    expect(questions.all).toHaveLength(1);
  });

  it('is kept with as much of what the update is about as can be shown', () => {
    const questions = new ConsentQuestions();
    const actions = Array.from({ length: 3000 }, () => ({ component: long, status: long, message: long }));
    const feedback = { activityId: 'act', status: 'IDENTIFIED', actions };
    questions.hear('lab', { kind: 'feedback', thing: 'edge:device', feature: 'UpdateManager', feedback }, 0);
    questions.hear('lab', news('act', 'c'), 0);
    expect(JSON.stringify(questions.all).length).toBeLessThan(2_000_000);
  });
});
