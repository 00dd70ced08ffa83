/** Devices behind an Eclipse Hono, over AMQP 1.0. */
import type { ConnectionProfile } from '../connections/profile.ts';
import { FaultError, fault } from '../errors.ts';
import { Emitter } from '../events.ts';
import type { Incoming, Transport, TransportState, WireMessage } from './transport.ts';

export class AmqpTransport implements Transport {
  readonly #profile: ConnectionProfile;
  readonly state: TransportState = { kind: 'disconnected' };
  readonly onState = new Emitter<TransportState>().event;
  readonly onMessage = new Emitter<Incoming>().event;
  readonly onWire = new Emitter<WireMessage>().event;

  constructor(profile: ConnectionProfile) {
    this.#profile = profile;
  }

  async connect(): Promise<never> {
    throw new FaultError(
      fault('connect-failed', `Connecting to ${this.#profile.url} is not possible: AMQP is not spoken yet.`),
    );
  }

  async request(): Promise<never> {
    throw new FaultError(fault('not-connected', `"${this.#profile.name}" is not connected.`));
  }

  async discover(): Promise<void> {}

  async close(): Promise<void> {}
}
