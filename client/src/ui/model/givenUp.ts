/** Connections that were lost and are not tried again: what only a person can mend is to be told once. */
import type { ConnectionStatus } from '../../engine.ts';

export interface GivenUp {
  readonly name: string;
  readonly reason: string;
}

export class GivenUpConnections {
  #known = new Set<string>();

  /** Those that were not given up when this was last asked. */
  newly(connections: readonly ConnectionStatus[]): readonly GivenUp[] {
    const now = connections.flatMap(({ profile: { name }, state }) =>
      state.kind === 'offline' && state.retry === undefined ? [{ name, reason: state.reason }] : [],
    );
    const before = this.#known;
    this.#known = new Set(now.map(({ name }) => name));
    return now.filter(({ name }) => !before.has(name));
  }
}
