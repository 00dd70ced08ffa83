import { describe, expect, it } from 'vitest';
import { tellLosses } from '../../../client/src/cli/lossTelling.ts';
import { Emitter } from '../../../client/src/events.ts';
import type { TransportState } from '../../../client/src/transports/transport.ts';
import { profile } from '../rollout/world.ts';

function told(states: readonly TransportState[]): readonly string[] {
  const changes = new Emitter<void>();
  const notes: string[] = [];
  let state: TransportState = { kind: 'connected', since: 0 };
  const engine = {
    get connections() {
      return [{ profile, state }];
    },
    onConnections: changes.event,
  };
  tellLosses(engine, (text) => notes.push(text));
  for (const next of states) {
    state = next;
    changes.fire();
  }
  return notes;
}

const lost = { kind: 'offline', since: 1, reason: 'The broker has gone.', retry: 2 } as const;
const trying = { kind: 'connecting', attempt: 2, lost: 1 } as const;
const back = { kind: 'connected', since: 3 } as const;

describe('a connection that is lost while a call goes on', () => {
  it('is told once, however often it is tried again, and so is its return', () => {
    expect(told([lost, trying, lost, trying, back, lost])).toEqual([
      'The connection is lost: The broker has gone. Devices go on; it is tried until it is back.',
      'The connection is back.',
      'The connection is lost: The broker has gone. Devices go on; it is tried until it is back.',
    ]);
  });

  it('is told with what comes of it where it is not tried again', () => {
    expect(told([{ kind: 'offline', since: 1, reason: 'The password is wrong.' }])).toEqual([
      'The connection is lost: The password is wrong. It is not tried again.',
    ]);
  });

  it('is not told where the call closes it', () => {
    expect(told([{ kind: 'disconnected' }])).toEqual([]);
  });
});
