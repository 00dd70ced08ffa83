/** When a connection asks its device registry by itself, as it comes, goes and comes back. */
import { describe, expect, it } from 'vitest';
import { Connection } from '../../../client/src/connections/connection.ts';
import { type FaultCode, FaultError, fault } from '../../../client/src/errors.ts';
import { Emitter } from '../../../client/src/events.ts';
import type { Incoming, TransportState, WireMessage } from '../../../client/src/transports/transport.ts';

const connected: TransportState = { kind: 'connected', since: 0 };
const offline: TransportState = { kind: 'offline', since: 0, reason: 'lost', retry: 1 };

/** A connection whose registry fails so, or lists nothing. */
function opened(code?: FaultCode) {
  const states = new Emitter<TransportState>();
  const nothing = async () => undefined;
  const asked: string[] = [];
  const connection = new Connection(
    {
      name: 'lab',
      url: 'mqtt://localhost',
      tenant: 'plant',
      devices: [],
      mode: 'things',
      addressing: 'auto',
      protocolVersion: 5,
      keepAlive: 60,
      registry: { url: 'https://hono.example.com' },
    },
    {
      state: connected,
      hearsEvents: true,
      onState: states.event,
      onMessage: new Emitter<Incoming>().event,
      onWire: new Emitter<WireMessage>().event,
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
    },
    async ({ tenant = '' }) => {
      asked.push(tenant);
      if (code !== undefined) throw new FaultError(fault(code, 'No.'));
      return { devices: new Map(), total: 0, read: 0, strangers: 0 };
    },
  );
  /** The registry has answered, if it was asked. */
  const pass = async (state: TransportState) => {
    states.fire(state);
    if (connection.registry?.state?.kind === 'asking') await connection.registry.list();
  };
  return { connection, asked, pass };
}

describe('the device registry of a connection', () => {
  it('is asked when it is open, once, however often its state is told', async () => {
    const { asked, pass } = opened();
    await pass({ kind: 'connecting', attempt: 1 });
    expect(asked).toEqual([]);
    await pass(connected);
    await pass({ ...connected, unheard: ['e/#'] });
    expect(asked).toEqual(['plant']);
  });

  it('is asked again when a lost connection is back, also where it was away itself', async () => {
    for (const code of [undefined, 'registry-unreachable'] as const) {
      const { asked, pass } = opened(code);
      for (const state of [connected, offline, { kind: 'connecting', attempt: 2 } as const, connected])
        await pass(state);
      expect(asked, code).toHaveLength(2);
    }
  });

  it.each(['cancelled', 'registry-refused'] as const)(
    'is left alone after %s when a lost connection is back: nobody is asked for a password again and again',
    async (code) => {
      const { connection, asked, pass } = opened(code);
      for (const state of [connected, offline, connected]) await pass(state);
      expect(asked).toHaveLength(1);
      await connection.disconnect();
      await pass({ kind: 'disconnected' });
      await pass(connected);
      expect(asked).toHaveLength(2);
    },
  );
});
