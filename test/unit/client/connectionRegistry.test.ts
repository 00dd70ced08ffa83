/** When a connection asks its device registry by itself, as it comes, goes and comes back. */
import { describe, expect, it } from 'vitest';
import { type FaultCode, FaultError, fault } from '../../../client/src/errors.ts';
import type { TransportState } from '../../../client/src/transports/transport.ts';
import { connectionUnderTest, emptyRegistry } from './connectionUnderTest.ts';

const connected: TransportState = { kind: 'connected', since: 0 };
const offline: TransportState = { kind: 'offline', since: 0, reason: 'lost', retry: 1 };

/** A connection whose registry fails so, or lists nothing. */
function opened(code?: FaultCode) {
  const asked: string[] = [];
  const { connection, states } = connectionUnderTest({
    profile: { tenant: 'plant', registry: { url: 'https://hono.example.com' } },
    askRegistry: async ({ tenant = '' }) => {
      asked.push(tenant);
      if (code !== undefined) throw new FaultError(fault(code, 'No.'));
      return emptyRegistry;
    },
  });
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
