/**
 * Devices over an MQTT broker, by the conventions of Eclipse Hono. On a broker these are only names of topics; which
 * of them a device listens on depends on its software, so commands are tried in several forms of address.
 */
import { randomUUID } from 'node:crypto';
import type { JsonValue } from '../../../server/src/messages.ts';
import type { ConnectionProfile } from '../connections/profile.ts';
import { FaultError, fault } from '../errors.ts';
import { Emitter, type Listen } from '../events.ts';
import { parseEnvelope } from '../protocol/envelope.ts';
import { parseJson } from '../protocol/json.ts';
import { newsOf } from '../protocol/news.ts';
import { thingsDialect } from '../protocol/things.ts';
import {
  type AddressForm,
  commandTopic,
  identityRequestTopic,
  parseEventTopic,
  parseResponseTopic,
} from '../protocol/topics.ts';
import { aborted, sleep } from '../timing.ts';
import { Acquaintances } from './mqtt/acquaintance.ts';
import { Answers } from './mqtt/answers.ts';
import type { Received } from './mqtt/client.ts';
import { type LinkTiming, MqttLink } from './mqtt/link.ts';
import type { Access } from './mqtt/options.ts';
import { publishOn, unheard } from './mqtt/publish.ts';
import { Receipts } from './mqtt/receipts.ts';
import { noAnswer, type Tried, writeRefused } from './mqtt/requestFaults.ts';
import type {
  Command,
  Incoming,
  Response,
  SendOptions,
  Transport,
  TransportState,
  WireMessage,
} from './transport.ts';

/** Milliseconds without an answer after which the next form is tried where nobody can tell whether anyone listens. */
const longestProbe = 3000;

export class MqttTransport implements Transport {
  readonly #profile: ConnectionProfile;
  readonly #link: MqttLink;
  readonly #answers = new Answers();
  readonly #acquaintances = new Acquaintances();
  readonly #incoming = new Emitter<Incoming>();
  readonly #wire = new Emitter<WireMessage>();
  readonly onMessage = this.#incoming.event;
  readonly onWire = this.#wire.event;
  readonly onState: Listen<TransportState>;

  constructor(profile: ConnectionProfile, access: Access, timing?: Partial<LinkTiming>) {
    this.#profile = profile;
    this.#link = new MqttLink(profile, thingsDialect.listening, access, timing);
    this.onState = this.#link.onState;
    this.#link.onWire((message) => this.#wire.fire(message));
    this.#link.onMessage((message) => this.#receive(message));
  }

  get state(): TransportState {
    return this.#link.state;
  }

  connect(signal?: AbortSignal): Promise<void> {
    return this.#link.connect(signal);
  }

  close(): Promise<void> {
    return this.#link.close();
  }

  async discover(): Promise<void> {
    const { refused, heard, lost } = await publishOn(this.#link, identityRequestTopic, '');
    const topic = identityRequestTopic;
    if (refused === 'not-authorized') {
      throw new FaultError(fault('not-authorized', `The broker does not let this user write to ${topic}.`));
    }
    if (refused !== undefined) throw new FaultError(writeRefused({ address: topic, refused }));
    if (heard === false) throw new FaultError(fault('no-listener', `Nobody listens on ${topic}.`));
    if (lost) throw new FaultError(fault('connection-lost', 'The connection was lost.'));
  }

  #receive({ topic, payload, retained }: Received): void {
    const raw = payload.toString('utf8');
    const json = parseJson(raw);
    const time = Date.now();
    this.#wire.fire({ direction: 'in', address: topic, raw });
    if (parseResponseTopic(topic)) {
      // What a broker keeps was said long ago: it answers nothing that is asked now.
      if (!retained) this.#answers.take({ topic, raw, json, time });
      return;
    }
    // Nor is it an event of now: it could be the end of an update of long ago.
    if (retained && parseEventTopic(topic)) return;
    this.#getToKnow(topic, json);
    this.#incoming.fire({ address: topic, raw, ...(json !== undefined && { json }), retained, time });
  }

  #getToKnow(topic: string, json: JsonValue | undefined): void {
    const event = parseEventTopic(topic);
    if (!event) return;
    if (event.device !== undefined) this.#acquaintances.heard(event.device);
    const envelope = parseEnvelope(json);
    const news = envelope && newsOf(envelope);
    if (news) this.#acquaintances.heard(news.thing, 'feature' in news ? news.feature : undefined);
  }

  async request(command: Command, options: SendOptions): Promise<Response | undefined> {
    if (this.#link.state.kind !== 'connected') {
      throw new FaultError(fault('not-connected', `"${this.#profile.name}" is not connected.`));
    }
    if (options.signal?.aborted) throw cancelled();
    const requestId = randomUUID();
    const receipts = new Receipts(options.onSent);
    const { answered, forget } = this.#answers.expect(command, requestId, (response) => {
      receipts.answered(response.time);
      options.onAnswer?.(response);
    });
    const over = new AbortController();
    const tried: Tried[] = [];
    const loss = this.#watchLoss(over.signal);
    try {
      const result = await Promise.race([
        answered,
        this.#walk(command, requestId, tried, receipts, options, over.signal),
        sleep(options.timeout, over.signal).then(() => 'timeout' as const),
        aborted(options.signal).then(() => 'cancelled' as const),
      ]);
      if (result === 'oneWay') return undefined;
      if (result === 'cancelled') {
        const mayBeHeard = tried.length < receipts.begun || tried.some(({ heard }) => heard !== false);
        throw mayBeHeard ? stopped(command) : cancelled();
      }
      if (result === 'timeout') {
        this.#acquaintances.silent(command.thing);
        throw new FaultError(noAnswer(command, tried, options.timeout, loss.reason));
      }
      this.#acquaintances.answered(command.thing, result.form);
      return result.response;
    } finally {
      over.abort();
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
    tried: Tried[],
    receipts: Receipts,
    { timeout, onPublishing }: SendOptions,
    over: AbortSignal,
  ): Promise<'oneWay'> {
    const payload = JSON.stringify(command.envelope);
    const forms = this.#forms(command);
    for (const form of forms) {
      const mayBeHeard = tried.some((it) => it.heard !== false);
      const lost = this.#link.state.kind !== 'connected';
      if (over.aborted || (mayBeHeard && (lost || !this.#acquaintances.mayRepeat(command)))) break;
      const address = commandTopic(form, { ...command, requestId });
      receipts.publishing(address);
      onPublishing?.(address);
      const outcome = await publishOn(this.#link, address, payload);
      tried.push(outcome);
      const { heard } = outcome;
      if (outcome.refused === undefined && !outcome.lost) {
        receipts.taken({ address, time: Date.now(), ...(heard !== undefined && { heard }) });
      }
      if (heard === false) continue;
      if (!command.responseRequired) return 'oneWay';
      await sleep(Math.min(longestProbe, timeout / 4), over);
    }
    const certainlyUnheard = tried.length > 0 && tried.every((it) => it.heard === false);
    if (certainlyUnheard) {
      this.#acquaintances.silent(command.thing);
      throw new FaultError(unheard(command, tried));
    }
    await aborted(over);
    return 'oneWay';
  }

  #forms(command: Command): readonly AddressForm[] {
    const { addressing } = this.#profile;
    return addressing === 'auto' ? this.#acquaintances.forms(command) : [addressing];
  }

  /** Remembers that, and why, the connection was lost meanwhile. */
  #watchLoss(over: AbortSignal): { reason?: string } {
    const loss: { reason?: string } = {};
    const listening = this.onState((state) => {
      if (state.kind === 'offline' || state.kind === 'disconnected') {
        loss.reason ??= state.kind === 'offline' ? state.reason : 'it was closed';
      }
    });
    over.addEventListener('abort', () => listening.dispose(), { once: true });
    return loss;
  }
}

function cancelled(): FaultError {
  return new FaultError(fault('cancelled', 'Waiting for the answer was cancelled.'));
}

/** The message has left, whether or not anything has come back: nobody can take it back. */
function stopped({ thing, operation }: Command): FaultError {
  const message = `Waiting for the answer was stopped; ${operation} was already on its way to ${thing}.`;
  return new FaultError(fault('stopped-waiting', message));
}
