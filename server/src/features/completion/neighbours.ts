/** What the document says around a config value: the component that it belongs to, and the other ones. */
import { type PortMapping, parsePort } from '../../agents/containerValues.ts';
import type { Component, ConfigEntry } from '../../manifest/model.ts';
import type { ArrayNode, ObjectNode } from '../../text/node.ts';
import { perNode } from '../../text/perNode.ts';
import { asArray, asObject, asText, field, nodeAtPath } from '../../text/tree.ts';
import { type ConfigPlace, configPlace } from '../place.ts';
import { type Ask, entryOf } from './ask.ts';
import { indexOf, type ListIndex } from './listIndex.ts';

/** A component, and what of it others have to know. */
export interface Neighbour {
  readonly component: Component;
  /** Its image without tag and digest; its id where no image is named. */
  readonly repository: string;
  /** Ports of the device that it has, as {@link hostPortOf} names them; of a range the device takes a free one itself. */
  readonly hostPorts: readonly string[];
  readonly containerPorts: readonly number[];
}

/** The components of a list, as `componentOf` reads them. */
export type NeighbourReader = (list: ArrayNode, componentOf: ComponentReader) => NeighbourList;

export interface NeighbourList {
  readonly all: readonly Neighbour[];
  /** Made when it is first asked for. */
  readonly index: ListIndex;
}

type ComponentReader = (node: ObjectNode) => Component;

/** One that keeps what it made of each list and component: while neither changes, an answer looks at none of them again. */
export function createNeighbourReader(): NeighbourReader {
  const kept = new WeakMap<ArrayNode, NeighbourList>();
  const neighbour = perNode(neighbourOf);
  return (list, componentOf) => {
    const known = kept.get(list);
    if (known) return known;
    const nodes = list.items.map(asObject).filter((node) => node !== undefined);
    const all = nodes.map((node) => neighbour(componentOf(node)));
    let index: ListIndex | undefined;
    const made: NeighbourList = {
      all,
      get index() {
        index ??= indexOf(all);
        return index;
      },
    };
    kept.set(list, made);
    return made;
  };
}

function neighbourOf(component: Component): Neighbour {
  const { config, id } = component;
  const ports = portsOf(config);
  return {
    component,
    repository: repositoryOf(config.findLast(({ key }) => key === 'image')?.value ?? id),
    hostPorts: hostPortsOf(ports),
    containerPorts: ports.map(({ containerPort }) => containerPort),
  };
}

export function portsOf(entries: readonly ConfigEntry[]): PortMapping[] {
  return entries.flatMap(({ key, value }) => {
    const port = key === 'port' ? parsePort(value) : undefined;
    return port === undefined || 'wrong' in port ? [] : [port];
  });
}

function hostPortsOf(ports: readonly PortMapping[]): string[] {
  return ports.filter(({ hostPortEnd }) => hostPortEnd === 0).map(hostPortOf);
}

/** `80/tcp`: what two containers cannot both have. The addresses, which could keep them apart, are left out. */
export function hostPortOf({ hostPort, protocol }: Pick<PortMapping, 'hostPort' | 'protocol'>): string {
  return `${hostPort}/${protocol === '' ? 'tcp' : protocol}`;
}

/** The image without tag and digest. */
export function repositoryOf(image: string): string {
  return image.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
}

export interface Neighbours {
  /** As they stand around the cursor. */
  readonly id: string;
  readonly version: string;
  readonly repository: string;
  /** The entries of the same config, without the one at the cursor. */
  readonly entries: readonly ConfigEntry[];
  /** The other components of all domains with this domain's id, looked for when they are asked for. */
  readonly others: readonly Neighbour[];
  /** The first of them. */
  readonly few: readonly Neighbour[];
  /** The first of them with the same image. */
  readonly siblings: readonly Neighbour[];
  /** Has this component, in another entry, or another one this port of the device, as {@link hostPortOf} names it? */
  isTaken(hostPort: string): boolean;
  /** The first port of the device, from this one on, that is free with TCP; this one where all are taken. */
  freePort(from: number): number;
}

/** Undefined where the place is not in the config of a component. */
export function neighboursAt(ask: Ask): Neighbours | undefined {
  const config = configPlace(ask.path);
  if (config === undefined || config.of !== 'component') return undefined;
  const { root, cursor } = ask;
  const owner = cursor.levels[config.owner.length];
  const own = asObject(nodeAtPath(root.node, config.owner));
  const entryAtCursor = asObject(nodeAtPath(root.node, ask.path.slice(0, config.list.length + 1)));
  const entries =
    own === undefined
      ? []
      : ask.document.componentOf(own).config.filter(({ node }) => node !== entryAtCursor);
  const id = entryOf(owner, 'id') ?? '';
  const repository = repositoryOf(entries.findLast(({ key }) => key === 'image')?.value ?? id);
  const isOther = ({ component }: Neighbour) => component.node !== own;
  // Few values depend on them.
  let beside: readonly NeighbourList[] | undefined;
  const lists = () => {
    beside ??= listsBeside(ask, config);
    return beside;
  };
  let others: readonly Neighbour[] | undefined;
  const before = own === undefined ? [] : hostPortsOf(portsOf(ask.document.componentOf(own).config));
  const kept = new Set(hostPortsOf(portsOf(entries)));
  const isTaken = (hostPort: string) => {
    const users = lists().reduce((sum, { index }) => sum + (index.hostPorts.get(hostPort) ?? 0), 0);
    return kept.has(hostPort) || users > before.filter((it) => it === hostPort).length;
  };
  return {
    id,
    version: entryOf(owner, 'version') ?? '',
    repository,
    entries,
    get others() {
      others ??= lists().flatMap(({ all }) => all.filter(isOther));
      return others;
    },
    get few() {
      return lists().flatMap(({ all }) => all.slice(0, fewEnough).filter(isOther));
    },
    get siblings() {
      return lists().flatMap(({ index }) => index.byRepository.get(repository)?.filter(isOther) ?? []);
    },
    isTaken,
    freePort(from) {
      let at = from;
      while (isTaken(`${at}/tcp`)) at = Math.max(at + 1, ...lists().map(({ index }) => index.freePort(at)));
      return at > 0xffff ? from : at;
    },
  };
}

/** The components of all domains with the id of the one around the cursor. */
function listsBeside(
  { document, root, cursor, neighboursIn }: Ask,
  { domain }: ConfigPlace,
): readonly NeighbourList[] {
  const id = entryOf(cursor.levels[domain.length], 'id') ?? '';
  return (asArray(nodeAtPath(root.node, domain.slice(0, -1)))?.items ?? []).flatMap((item) => {
    const other = asObject(item);
    const list = asArray(field(other, 'components')?.value);
    return list && asText(field(other, 'id')?.value) === id ? [neighboursIn(list, document.componentOf)] : [];
  });
}

/** So many values of other components are offered. */
const fewEnough = 20;

/** The different values that other components give to a key, the first ones. */
export function usedElsewhere({ others }: Neighbours, key: string, except: ReadonlySet<string>): string[] {
  const found = new Set<string>();
  for (const { component } of others)
    for (const entry of component.config) {
      if (entry.key !== key || entry.value === '' || except.has(entry.value)) continue;
      found.add(entry.value);
      if (found.size >= fewEnough) return [...found];
    }
  return [...found];
}
