/** A connection over a transport that does only what the test makes it do. */
import { Connection, type ConnectionEvents } from '../../../client/src/connections/connection.ts';
import type { ConnectionProfile } from '../../../client/src/connections/profile.ts';
import { Emitter } from '../../../client/src/events.ts';
import type { Incoming, TransportState, WireMessage } from '../../../client/src/transports/transport.ts';

type AskRegistry = ConstructorParameters<typeof Connection>[3];

interface Parts {
  readonly profile?: Partial<ConnectionProfile>;
  readonly events?: Partial<ConnectionEvents>;
  /** Default: a registry without devices. */
  readonly askRegistry?: AskRegistry;
}

export const emptyRegistry: Awaited<ReturnType<AskRegistry>> = {
  devices: new Map(),
  total: 0,
  read: 0,
  strangers: 0,
};

/** What the transport tells is fired by the test: `states`, `messages` and `wire`. */
export function connectionUnderTest({
  profile,
  events,
  askRegistry = async () => emptyRegistry,
}: Parts = {}) {
  const states = new Emitter<TransportState>();
  const messages = new Emitter<Incoming>();
  const wire = new Emitter<WireMessage>();
  const nothing = async () => undefined;
  const connection = new Connection(
    {
      name: 'lab',
      url: 'mqtt://localhost',
      devices: [],
      mode: 'things',
      addressing: 'auto',
      protocolVersion: 5,
      keepAlive: 60,
      ...profile,
    },
    {
      state: { kind: 'connected', since: 0 },
      hearsEvents: true,
      onState: states.event,
      onMessage: messages.event,
      onWire: wire.event,
      connect: nothing,
      takesCommands: nothing,
      request: nothing,
      discover: nothing,
      close: nothing,
    },
    {
      onStatus: () => undefined,
      onDevice: () => undefined,
      onNews: () => undefined,
      onWire: () => undefined,
      ...events,
    },
    askRegistry,
  );
  return { connection, states, messages, wire };
}
