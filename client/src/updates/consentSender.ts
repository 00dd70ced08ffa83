/** The owner's answer on its way to the device that asked. */
import { t } from '@vscode/l10n';
import { type Fault, FaultError, fault, faultOf } from '../errors.ts';
import type { Dialect } from '../protocol/dialect.ts';
import type { Envelope } from '../protocol/envelope.ts';
import { isObject, stringField } from '../protocol/json.ts';
import { maskedText } from '../protocol/secrets.ts';
import type { SentSecrets } from '../protocol/sentSecrets.ts';
import type { Transport } from '../transports/transport.ts';
import type { ConsentAnswer, ConsentQuestion, ConsentQuestions } from './consent.ts';

export interface ConsentWay {
  readonly transport: Transport;
  readonly dialect: Pick<Dialect, 'consent'>;
  readonly secrets: SentSecrets;
}

/**
 * Resolves with the question once the device has taken the answer; in direct mode, once the broker has.
 * @throws FaultError `consent-closed` where the device no longer waits for it, and what a request can fail with
 */
export async function answerConsent(
  questions: ConsentQuestions,
  id: string,
  answer: ConsentAnswer,
  { transport, dialect, secrets }: ConsentWay,
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
    if (response && response.status >= 300) {
      const why = reasonIn(response.envelope);
      throw new FaultError(refused(question, why && secrets.masked(maskedText(why))));
    }
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
      ...(!confirmed && { remark: t('The broker took it; a device without things does not confirm it.') }),
    }) ?? question
  );
}

function closed(question: ConsentQuestion | undefined): Fault {
  const who = question?.device ?? t('The device');
  return fault(
    'consent-closed',
    t('{0} no longer waits for this answer. {1}', who, question?.remark ?? '').trimEnd(),
  );
}

function reasonIn(envelope: Envelope | undefined): string | undefined {
  const value = envelope?.value;
  return isObject(value) ? stringField(value, 'message') : undefined;
}

function refused({ device }: ConsentQuestion, why: string | undefined): Fault {
  return fault(
    'consent-closed',
    t('{0} did not take the answer{1}.', device, why === undefined ? '' : `: ${why}`),
  );
}
