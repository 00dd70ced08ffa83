/** What `when` clauses ask of the connections: the simulated devices are none of the user's, also while they come and go. */
import type { ConnectionStatus } from '../../engine.ts';

export interface ConnectionKeys {
  readonly hasConnections: boolean;
  /** Open, or on the way to it. */
  readonly anyConnected: boolean;
}

export function connectionKeys(
  connections: readonly Pick<ConnectionStatus, 'profile' | 'state'>[],
): ConnectionKeys {
  const own = connections.filter(({ profile }) => profile.simulated !== true);
  return {
    hasConnections: own.length > 0,
    anyConnected: own.some(({ state }) => state.kind !== 'disconnected'),
  };
}
