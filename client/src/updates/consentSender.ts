/** The owner's answer on its way to the device that asked. */
import { type Fault, FaultError, fault, faultOf } from '../errors.ts';
import type { Dialect } from '../protocol/dialect.ts';
import type { Envelope } from '../protocol/envelope.ts';
import { isObject, stringField } from '../protocol/json.ts';
import type { Transport } from '../transports/transport.ts';
import type { ConsentAnswer, ConsentQuestion, ConsentQuestions } from './consent.ts';

/**
 * Resolves with the question once the device has taken the answer; in direct mode, once the broker has.
 * @throws FaultError `consent-closed` where the device no longer waits for it, and what a request can fail with
 */
export async function answerConsent(
  questions: ConsentQuestions,
  id: string,
  answer: ConsentAnswer,
  { transport, dialect }: { readonly transport: Transport; readonly dialect: Pick<Dialect, 'consent'> },
  timeout: number,
  signal?: AbortSignal,
): Promise<ConsentQuestion> {
  const question = questions.get(id);
  if (question?.state !== 'open') throw new FaultError(closed(question));
  questions.change(id, { state: 'answering', answer });
  let confirmed = true;
  try {
    const response = await transport.request(
      {
        thing: question.device,
        root: true,
        operation: 'consent',
        envelope: dialect.consent({ ...question, status: answer }),
        responseRequired: true,
        idempotent: false,
      },
      { timeout, ...(signal && { signal }) },
    );
    confirmed = response !== undefined;
    if (response && response.status >= 300) throw new FaultError(refused(question, response.envelope));
  } catch (error) {
    // The device did not take it: as long as it waits, another answer can be tried.
    const failure = faultOf(error, 'connect-failed');
    const now = questions.get(id);
    if (now?.state === 'answering') {
      const over = failure.code === 'consent-closed';
      questions.change(id, { state: over ? 'over' : 'open', ...(over && { remark: failure.message }) });
    }
    throw error;
  }
  // Unless the device has told the end of the update meanwhile, the answer is its.
  return (
    questions.change(id, {
      state: 'answered',
      answer,
      ...(!confirmed && { remark: 'The broker took it; a device without things does not confirm it.' }),
    }) ?? question
  );
}

function closed(question: ConsentQuestion | undefined): Fault {
  const who = question?.device ?? 'The device';
  return fault(
    'consent-closed',
    `${who} no longer waits for this answer. ${question?.remark ?? ''}`.trimEnd(),
  );
}

function refused({ device }: ConsentQuestion, envelope: Envelope | undefined): Fault {
  const value = envelope?.value;
  const why = isObject(value) ? stringField(value, 'message') : undefined;
  return fault('consent-closed', `${device} did not take the answer${why === undefined ? '' : `: ${why}`}.`);
}
