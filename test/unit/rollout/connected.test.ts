import { describe, expect, it } from 'vitest';
import { Emitter } from '../../../client/src/events.ts';
import { untilConnected } from '../../../client/src/rollout/connected.ts';
import type { TransportState } from '../../../client/src/transports/transport.ts';
import { profile } from './world.ts';

function lostConnection() {
  const changes = new Emitter<void>();
  let state: TransportState = { kind: 'offline', since: 0, reason: 'The broker has gone.', retry: 1 };
  return {
    engine: {
      get connections() {
        return [{ profile, state }];
      },
      onConnections: changes.event,
      connect: async () => expect.fail('it is tried by itself'),
    },
    comesBack: () => {
      state = { kind: 'connected', since: 1 };
      changes.fire();
    },
  };
}

describe('a lost connection', () => {
  const never = new AbortController().signal;

  it('is waited for until it is back', async () => {
    const { engine, comesBack } = lostConnection();
    const waiting = untilConnected(engine, profile.name, never, 600_000);
    comesBack();
    await expect(waiting).resolves.toBeUndefined();
  });

  it('is waited for no longer than is wanted, and told with the reason', async () => {
    const { engine } = lostConnection();
    await expect(untilConnected(engine, profile.name, never, 1)).rejects.toMatchObject({
      fault: { code: 'not-connected', message: 'The connection "lab" is closed: The broker has gone.' },
    });
  });
});
