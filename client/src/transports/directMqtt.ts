/**
 * A device in direct mode over its MQTT broker: a command is one message, and nothing answers it. With MQTT 5 the
 * broker at least tells where nobody listens.
 */
import type { JsonValue } from '../../../server/src/messages.ts';
import type { ConnectionProfile } from '../connections/profile.ts';
import { FaultError, fault } from '../errors.ts';
import { Emitter, type Listen } from '../events.ts';
import { defaultPrefix, directDialect, directTopic } from '../protocol/direct.ts';
import { isObject, parseJson, stringField } from '../protocol/json.ts';
import { aborted, sleep } from '../timing.ts';
import type { Received } from './mqtt/client.ts';
import { type LinkTiming, MqttLink } from './mqtt/link.ts';
import type { Access } from './mqtt/options.ts';
import { publishOn, unheard } from './mqtt/publish.ts';
import { Receipts } from './mqtt/receipts.ts';
import { noAnswer, type Tried } from './mqtt/requestFaults.ts';
import type { Command, Incoming, SendOptions, Transport, TransportState, WireMessage } from './transport.ts';

export class DirectMqttTransport implements Transport {
  readonly #profile: ConnectionProfile;
  readonly #prefix: string;
  readonly #link: MqttLink;
  /** What was published and has no receipt yet. */
  readonly #asking = new Set<{ readonly envelope: Command['envelope']; readonly receipts: Receipts }>();
  readonly #incoming = new Emitter<Incoming>();
  readonly #wire = new Emitter<WireMessage>();
  readonly onMessage = this.#incoming.event;
  readonly onWire = this.#wire.event;
  readonly onState: Listen<TransportState>;

  constructor(profile: ConnectionProfile, access: Access, timing?: Partial<LinkTiming>) {
    this.#profile = profile;
    this.#prefix = profile.prefix ?? defaultPrefix;
    this.#link = new MqttLink(profile, directDialect(this.#prefix).listening, access, timing);
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

  /** Nobody is to be asked: the device is the one of the prefix. */
  async discover(): Promise<void> {}

  #receive({ topic, payload, retained }: Received): void {
    const raw = payload.toString('utf8');
    const json = parseJson(raw);
    this.#wire.fire({ direction: 'in', address: topic, raw });
    const time = Date.now();
    if (!retained) this.#acknowledge(json, time);
    this.#incoming.fire({ address: topic, raw, ...(json !== undefined && { json }), retained, time });
  }

  /** Resolves once the broker has taken the message, always without a response. */
  async request(
    command: Command,
    { timeout, signal, onPublishing, onSent }: SendOptions,
  ): Promise<undefined> {
    if (this.#link.state.kind !== 'connected') {
      throw new FaultError(fault('not-connected', `"${this.#profile.name}" is not connected.`));
    }
    const { operation } = command;
    if (signal?.aborted) throw new FaultError(fault('cancelled', 'Sending was cancelled.'));
    const address = directTopic(this.#prefix, operation);
    if (address === undefined) {
      throw new FaultError(
        fault('not-in-direct-mode', `There is no ${operation} in direct mode, without things.`),
      );
    }
    const receipts = new Receipts(onSent);
    const asking = { envelope: command.envelope, receipts };
    const over = new AbortController();
    this.#asking.add(asking);
    receipts.publishing(address);
    onPublishing?.(address);
    try {
      const result = await Promise.race([
        publishOn(this.#link, address, JSON.stringify(command.envelope)),
        sleep(timeout, over.signal).then(() => 'timeout' as const),
        aborted(signal).then(() => 'cancelled' as const),
      ]);
      if (result === 'timeout') throw new FaultError(noAnswer(command, [], timeout, undefined));
      if (result === 'cancelled') {
        const message = `Waiting for the broker was stopped; ${operation} was already on its way.`;
        throw new FaultError(fault('stopped-waiting', message));
      }
      const { heard } = result;
      if (!result.lost && result.refused === undefined)
        receipts.taken({ address, time: Date.now(), ...(heard !== undefined && { heard }) });
      this.#check(command, result);
    } finally {
      over.abort();
      this.#asking.delete(asking);
    }
  }

  /** The device can be faster than the broker's receipt: its word on the activity shows that the message was taken. */
  #acknowledge(json: JsonValue | undefined, time: number): void {
    const activityId = isObject(json) ? stringField(json, 'activityId') : undefined;
    if (!activityId) return;
    for (const { envelope, receipts } of this.#asking) {
      if ('activityId' in envelope && envelope.activityId === activityId) receipts.answered(time);
    }
  }

  #check(command: Command, result: Tried): void {
    if (result.lost) {
      throw new FaultError(
        fault(
          'connection-lost',
          `The connection was lost before the broker confirmed that it took ${command.operation}.`,
        ),
      );
    }
    if (result.heard !== false) return;
    const failure = unheard(command, [result]);
    throw new FaultError(
      failure.code === 'no-listener' ? { ...failure, advice: whoListens(this.#prefix) } : failure,
    );
  }
}

/** What to do where nobody listens on the topics of a prefix. */
function whoListens(prefix: string): string {
  return `Check that update-manager runs and uses this broker, without things (things_enabled: false), and the prefix "${prefix}": it is made of its domain, "device" for deviceupdate, "vehicle" for vehicleupdate.`;
}
