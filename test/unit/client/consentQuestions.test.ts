/** Which questions of devices still wait for an answer. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseEnvelope } from '../../../client/src/protocol/envelope.ts';
import { newsOf } from '../../../client/src/protocol/news.ts';
import { ConsentQuestions } from '../../../client/src/updates/consent.ts';
import type { JsonObject } from '../../../server/src/messages.ts';
import { consent, state } from './messages.ts';

/** When the device's clock said so, it sent the state of the messages. */
const sentAt = 1_795_294_641_626;

function asked() {
  const questions = new ConsentQuestions();
  const hear = (message: JsonObject) => {
    const envelope = parseEnvelope(message);
    const news = envelope && newsOf(envelope);
    if (!news) throw new Error('no news');
    questions.hear('lab', news, Date.now());
  };
  hear(consent('act', 'DOWNLOAD'));
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

  it('stays open where the device was started before, and the clock was set forward meanwhile', () => {
    const question = asked();
    vi.advanceTimersByTime(10_000);
    vi.setSystemTime(Date.now() + 3_600_000);
    question.hear(state(`initial-current-state-${sentAt - 30_000}`));
    expect(question.state()).toBe('open');
  });
});
