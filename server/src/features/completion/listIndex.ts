/** What can be looked up in a list of components; made once for a list, so that a question looks at few of them. */
import type { Neighbour } from './neighbours.ts';

/** A version, how many have it, and the first two of them. */
export interface UsedVersion {
  readonly version: string;
  readonly count: number;
  readonly users: readonly Neighbour[];
}

export interface ListIndex {
  /** The first ones of each id, and of each image. */
  readonly byId: ReadonlyMap<string, readonly Neighbour[]>;
  readonly byRepository: ReadonlyMap<string, readonly Neighbour[]>;
  /** The most used versions, the first ones of equally used. */
  readonly versions: readonly UsedVersion[];
  /** How many have each port of the device. */
  readonly hostPorts: ReadonlyMap<string, number>;
  /** The first port of the device, from this one on, that nobody has with TCP. */
  freePort(from: number): number;
}

/** So many are kept of each. */
const fewEnough = 21;

export function indexOf(components: readonly Neighbour[]): ListIndex {
  const byId = new Map<string, Neighbour[]>();
  const byRepository = new Map<string, Neighbour[]>();
  const versions = new Map<string, { version: string; count: number; users: Neighbour[] }>();
  const hostPorts = new Map<string, number>();
  for (const it of components) {
    const { id, version } = it.component;
    keep(byId, id, it);
    keep(byRepository, it.repository, it);
    for (const port of it.hostPorts) hostPorts.set(port, (hostPorts.get(port) ?? 0) + 1);
    const used = versions.get(version);
    if (!used) versions.set(version, { version, count: 1, users: [it] });
    else {
      used.count++;
      if (used.users.length < 2) used.users.push(it);
    }
  }
  versions.delete('');
  const common = [...versions.values()].sort((one, other) => other.count - one.count).slice(0, fewEnough);
  const free = new Map<number, number>();
  const freePort = (from: number) => {
    let at = from;
    while (hostPorts.has(`${at}/tcp`)) at = free.get(at) ?? at + 1;
    free.set(from, at);
    return at;
  };
  return { byId, byRepository, versions: common, hostPorts, freePort };
}

function keep(map: Map<string, Neighbour[]>, key: string, it: Neighbour): void {
  const known = map.get(key);
  if (!known) map.set(key, [it]);
  else if (known.length < fewEnough) known.push(it);
}
