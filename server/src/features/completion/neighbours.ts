/** What the document says around a config value: the component that it belongs to, and the other ones. */
import { type PortMapping, parsePort } from '../../agents/containerValues.ts';
import type { Component, ConfigEntry } from '../../manifest/model.ts';
import type { ArrayNode, ObjectNode } from '../../text/node.ts';
import { perNode } from '../../text/perNode.ts';
import { asArray, asObject, asText, field, nodeAtPath } from '../../text/tree.ts';
import { type ConfigPlace, configPlace } from '../place.ts';
import { type Ask, entryOf } from './ask.ts';

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
export type NeighbourReader = (list: ArrayNode, componentOf: ComponentReader) => readonly Neighbour[];
type ComponentReader = (node: ObjectNode) => Component;

/** One that keeps what it made of each list and component: while neither changes, an answer looks at none of them again. */
export function createNeighbourReader(): NeighbourReader {
  const kept = new WeakMap<ArrayNode, readonly Neighbour[]>();
  const neighbour = perNode(neighbourOf);
  return (list, componentOf) => {
    const known = kept.get(list);
    if (known) return known;
    const nodes = list.items.map(asObject).filter((node) => node !== undefined);
    const made = nodes.map((node) => neighbour(componentOf(node)));
    kept.set(list, made);
    return made;
  };
}

function neighbourOf(component: Component): Neighbour {
  const { config, id } = component;
  const ports = config.flatMap(({ key, value }) => {
    const port = key === 'port' ? parsePort(value) : undefined;
    return port === undefined || 'wrong' in port ? [] : [port];
  });
  return {
    component,
    repository: repositoryOf(config.findLast(({ key }) => key === 'image')?.value ?? id),
    hostPorts: ports.filter(({ hostPortEnd }) => hostPortEnd === 0).map(hostPortOf),
    containerPorts: ports.map(({ containerPort }) => containerPort),
  };
}

/** `80/tcp`: what two containers cannot both have. The addresses, which could keep them apart, are left out. */
export function hostPortOf({ hostPort, protocol }: Pick<PortMapping, 'hostPort' | 'protocol'>): string {
  return `${hostPort}/${protocol === '' ? 'tcp' : protocol}`;
}

function repositoryOf(image: string): string {
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
  // Few values depend on them.
  let others: readonly Neighbour[] | undefined;
  return {
    id,
    version: entryOf(owner, 'version') ?? '',
    repository: repositoryOf(entries.findLast(({ key }) => key === 'image')?.value ?? id),
    entries,
    get others() {
      others ??= othersOf(ask, config, own);
      return others;
    },
  };
}

function othersOf(
  { document, root, cursor, neighboursIn }: Ask,
  { domain }: ConfigPlace,
  own: ObjectNode | undefined,
): Neighbour[] {
  const id = entryOf(cursor.levels[domain.length], 'id') ?? '';
  const others: Neighbour[] = [];
  for (const item of asArray(nodeAtPath(root.node, domain.slice(0, -1)))?.items ?? []) {
    const other = asObject(item);
    if (asText(field(other, 'id')?.value) !== id) continue;
    const list = asArray(field(other, 'components')?.value);
    if (!list) continue;
    for (const it of neighboursIn(list, document.componentOf)) if (it.component.node !== own) others.push(it);
  }
  return others;
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
