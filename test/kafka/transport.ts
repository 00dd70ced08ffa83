/** A connection to the Kafka of the tests, and commands to send over it. */
import { readFile } from 'node:fs/promises';
import { inject, onTestFinished } from 'vitest';
import type { ConnectionProfile } from '../../client/src/connections/profile.ts';
import { createTransport, type TransportTiming } from '../../client/src/transports/create.ts';
import type {
  Command,
  Transport,
  TransportState,
  WireMessage,
} from '../../client/src/transports/transport.ts';
import { device, labProfile } from '../integration/engineUnderTest.ts';

export interface Setup {
  readonly url?: string;
  readonly profile?: Partial<ConnectionProfile>;
  readonly password?: string;
  readonly timing?: Partial<TransportTiming>;
}

/** Closed at the end of the test. */
export function transportTo(tenant: string, { url, profile, password, timing }: Setup = {}): Transport {
  const transport = createTransport(
    labProfile(url ?? `kafka://127.0.0.1:${inject('ports').open}`, {
      tenant,
      receive: ['events'],
      ...profile,
    }),
    {
      password: async () => password,
      passphrase: async () => undefined,
      readFile: (path) => readFile(path),
    },
    { pauses: { shortest: 50, longest: 300 }, ...timing },
  );
  onTestFinished(() => transport.close());
  return transport;
}

export async function connectedTo(tenant: string, setup?: Setup): Promise<Transport> {
  const transport = transportTo(tenant, setup);
  await transport.connect();
  return transport;
}

export function command(changes: Partial<Command> = {}): Command {
  return {
    thing: device,
    root: true,
    operation: 'refresh',
    envelope: {
      topic: 'edge/device/things/live/messages/refresh',
      headers: { 'correlation-id': 'c1' },
      path: '/features/UpdateManager/inbox/messages/refresh',
      value: {},
    },
    responseRequired: true,
    idempotent: false,
    ...changes,
  };
}

/** What goes over the wire from now on. */
export function wireOf(transport: Transport): readonly WireMessage[] {
  const messages: WireMessage[] = [];
  transport.onWire((it) => messages.push(it));
  return messages;
}

/** Resolves when its state is of this kind. */
export function until(transport: Transport, kind: TransportState['kind']): Promise<void> {
  return new Promise((resolve) => {
    const look = (state: TransportState) => {
      if (state.kind !== kind) return;
      listening.dispose();
      resolve();
    };
    const listening = transport.onState(look);
    look(transport.state);
  });
}
