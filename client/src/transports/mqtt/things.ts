/**
 * Devices by the conventions of Eclipse Hono. On a broker these are only names of topics; which of them a device
 * listens on depends on its software, so commands are tried in several forms of address.
 */
import { randomUUID } from 'node:crypto';
import { t } from '@vscode/l10n';
import type { Addressing } from '../../connections/profile.ts';
import { FaultError, fault } from '../../errors.ts';
import { parseEnvelope } from '../../protocol/envelope.ts';
import { subjectOf } from '../../protocol/news.ts';
import {
  type AddressForm,
  commandTopic,
  identityRequestTopic,
  parseEventTopic,
  parseResponseTopic,
} from '../../protocol/topics.ts';
import { aborted, sleep, waitFor } from '../../timing.ts';
import { watchLoss } from '../loss.ts';
import { stoppedWaiting } from '../requestFaults.ts';
import type { Command, Incoming, Response, SendOptions } from '../transport.ts';
import { Acquaintances } from './acquaintance.ts';
import { Answers } from './answers.ts';
import type { Conversation } from './conversation.ts';
import { Dispatch } from './dispatch.ts';
import type { MqttLink } from './link.ts';
import { publishOn, unheard } from './publish.ts';
import { noAnswer, writeRefused } from './requestFaults.ts';

/** Milliseconds without an answer after which the next form is tried where nobody can tell whether anyone listens. */
const longestProbe = 3000;

export class ThingsConversation implements Conversation {
  readonly #link: MqttLink;
  readonly #addressing: Addressing;
  readonly #answers = new Answers();
  readonly #acquaintances = new Acquaintances();

  constructor(link: MqttLink, addressing: Addressing) {
    this.#link = link;
    this.#addressing = addressing;
  }

  async discover(): Promise<void> {
    const { refused, heard, lost } = await publishOn(this.#link, identityRequestTopic, '');
    const topic = identityRequestTopic;
    if (refused === 'not-authorized') {
      throw new FaultError(
        fault('not-authorized', t('The broker does not let this user write to {0}.', topic)),
      );
    }
    if (refused !== undefined) throw new FaultError(writeRefused({ address: topic, refused }));
    if (heard === false) throw new FaultError(fault('no-listener', t('Nobody listens on {0}.', topic)));
    if (lost) throw new FaultError(fault('connection-lost', t('The connection was lost.')));
  }

  hear(message: Incoming): boolean {
    const { address, retained } = message;
    if (parseResponseTopic(address)) {
      // What a broker keeps was said long ago: it answers nothing that is asked now.
      if (!retained) this.#answers.take(message);
      return false;
    }
    // Nor is it an event of now: it could be the end of an update of long ago.
    if (retained && parseEventTopic(address)) return false;
    this.#getToKnow(message);
    return true;
  }

  #getToKnow(message: Incoming): void {
    const event = parseEventTopic(message.address);
    if (!event) return;
    if (event.device !== undefined) this.#acquaintances.heard(event.device);
    const envelope = parseEnvelope(message.json);
    const subject = envelope && subjectOf(envelope);
    if (subject) this.#acquaintances.heard(subject.thing, subject.feature);
  }

  async request(command: Command, options: SendOptions): Promise<Response | undefined> {
    const { timeout, signal, onAnswer } = options;
    const requestId = randomUUID();
    const dispatch = new Dispatch(this.#link, command, options);
    const { answered, forget } = this.#answers.expect(command, requestId, (response) => {
      dispatch.answered(response.time);
      onAnswer?.(response);
    });
    const loss = watchLoss(this.#link.onState);
    try {
      const result = await waitFor(
        (over) => Promise.race([answered, this.#walk(command, requestId, dispatch, timeout, over)]),
        timeout,
        signal,
      );
      if (result === 'oneWay') return undefined;
      if (result === 'cancelled') {
        throw new FaultError(
          dispatch.mayBeHeard
            ? stoppedWaiting(command, 'answer')
            : fault('cancelled', t('Waiting for the answer was cancelled.')),
        );
      }
      if (result === 'late') {
        this.#acquaintances.silent(command.thing);
        throw new FaultError(noAnswer(command, dispatch.tried, timeout, loss.reason));
      }
      this.#acquaintances.answered(command.thing, result.form);
      return result.response;
    } finally {
      loss.forget();
      forget();
    }
  }

  /**
   * Publishes in one form after the other. Resolves only where no answer is wanted; an answer, the time-out or the
   * user ends it. Rejects where it is certain that nobody got the command.
   */
  async #walk(
    command: Command,
    requestId: string,
    dispatch: Dispatch,
    timeout: number,
    over: AbortSignal,
  ): Promise<'oneWay'> {
    for (const form of this.#forms(command)) {
      const lost = this.#link.state.kind !== 'connected';
      const mayGoOn = !dispatch.mayBeHeard || (!lost && this.#acquaintances.mayRepeat(command));
      if (over.aborted || !mayGoOn) break;
      const { heard } = await dispatch.publish(commandTopic(form, { ...command, requestId }));
      if (heard === false) continue;
      if (!command.responseRequired) return 'oneWay';
      await sleep(Math.min(longestProbe, timeout / 4), over);
    }
    if (dispatch.tried.length > 0 && !dispatch.mayBeHeard) {
      this.#acquaintances.silent(command.thing);
      throw new FaultError(unheard(command, dispatch.tried));
    }
    await aborted(over);
    return 'oneWay';
  }

  #forms(command: Command): readonly AddressForm[] {
    return this.#addressing === 'auto' ? this.#acquaintances.forms(command) : [this.#addressing];
  }
}
