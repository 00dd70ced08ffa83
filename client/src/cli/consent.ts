/** A device asks its owner while `--wait` waits: the person at the terminal answers, or an option that the person gave. */
import type { Engine } from '../engine.ts';
import { faultOf } from '../errors.ts';
import type { Disposable } from '../events.ts';
import type { ConsentAnswer, ConsentQuestion } from '../updates/consent.ts';
import { consentDetails, consentEnd, consentQuestion } from '../words/consentWords.ts';
import type { Call } from './call.ts';
import { inCallWords } from './faults.ts';
import type { Output } from './output.ts';
import { type Ask, isYes } from './terminal.ts';

type SendCall = Extract<Call, { command: 'send' }>;

/** Answers what the device asks of the update that this call sends, and of no other; until disposed. */
export function answerOwnersQuestions(
  call: SendCall,
  engine: Engine,
  output: Output,
  ask: Ask,
  signal: AbortSignal,
): Disposable {
  const over = new AbortController();
  const until = AbortSignal.any([signal, over.signal]);
  const listening = engine.onConsent((question) => {
    const isOwn = engine.runs.some(
      ({ device, operation, activityId }) =>
        operation === 'apply' && device === question.device && activityId === question.activityId,
    );
    if (!isOwn) return;
    const end = consentEnd(question);
    if (end !== undefined) output.note(end);
    else if (question.state === 'open' && question.answer === undefined)
      void handle(question, { call, engine, output, ask, until });
  });
  return {
    dispose: () => {
      listening.dispose();
      over.abort();
    },
  };
}

interface Handling {
  readonly call: SendCall;
  readonly engine: Engine;
  readonly output: Output;
  readonly ask: Ask;
  readonly until: AbortSignal;
}

async function handle(
  question: ConsentQuestion,
  { call, engine, output, ask, until }: Handling,
): Promise<void> {
  try {
    output.note(`${consentQuestion(question)}\n${consentDetails(question, Date.now()).join('\n')}`);
    const answer = call.consent ?? (await askPerson(question, engine, ask, until));
    if (answer === 'closed') return; // what became of it has been told
    if (answer === 'nobody') {
      output.note(
        'Nobody can be asked here: the device waits for its owner. Answer in another window, or call with --consent approve or --consent deny.',
      );
      return;
    }
    if (call.consent !== undefined) output.note(`Answered by --consent: ${answer}.`);
    await engine.answerConsent(question.id, answer, call.timeout, until);
  } catch (error) {
    if (until.aborted) return; // the update is over, or the person has ended the call
    const { message, advice } = inCallWords(faultOf(error, 'unexpected'));
    output.note(`${message}\n${advice}`);
  }
}

/** Only "yes" and "no" are answers: whoever just presses Enter is asked again. */
async function askPerson(
  question: ConsentQuestion,
  engine: Engine,
  ask: Ask,
  until: AbortSignal,
): Promise<ConsentAnswer | 'nobody' | 'closed'> {
  if (ask === undefined) return 'nobody';
  const closed = new AbortController();
  const listening = engine.onConsent((it) => {
    if (it.id === question.id && it.state !== 'open') closed.abort();
  });
  try {
    for (;;) {
      const answer = await ask('Approve? [yes/no] ', AbortSignal.any([until, closed.signal]));
      if (isYes(answer)) return 'APPROVED';
      if (answer === undefined) return 'nobody';
      if (/^no?$/i.test(answer)) return 'DENIED';
    }
  } catch (error) {
    if (closed.signal.aborted) return 'closed';
    throw error;
  } finally {
    listening.dispose();
  }
}
