/** What the document says around a config value: the component that it belongs to, and the other ones. */
import type { Component, ConfigEntry } from '../../manifest/model.ts';
import { asArray, asObject, asText, field, nodeAtPath } from '../../text/tree.ts';
import { type ConfigPlace, configPlace } from '../place.ts';
import { type Ask, entryOf } from './ask.ts';

export interface Neighbours {
  /** As they stand around the cursor. */
  readonly id: string;
  readonly version: string;
  /** The entries of the same config, without the one at the cursor. */
  readonly entries: readonly ConfigEntry[];
  /** The other components of all domains with this domain's id. */
  readonly others: readonly Component[];
}

/** Undefined where the place is not in the config of a component. */
export function neighboursAt(ask: Ask): Neighbours | undefined {
  const config = configPlace(ask.path);
  if (config === undefined || config.of !== 'component') return undefined;
  const { document, root, cursor } = ask;
  const owner = cursor.levels[config.owner.length];
  const own = asObject(nodeAtPath(root.node, config.owner));
  const entryAtCursor = asObject(nodeAtPath(root.node, ask.path.slice(0, config.list.length + 1)));
  const entries =
    own === undefined ? [] : document.componentOf(own).config.filter(({ node }) => node !== entryAtCursor);
  return {
    id: entryOf(owner, 'id') ?? '',
    version: entryOf(owner, 'version') ?? '',
    entries,
    others: othersOf(ask, config).filter(({ node }) => node !== own),
  };
}

function othersOf({ document, root, cursor }: Ask, { domain }: ConfigPlace): Component[] {
  const id = entryOf(cursor.levels[domain.length], 'id') ?? '';
  const domains = asArray(nodeAtPath(root.node, domain.slice(0, -1)))?.items ?? [];
  return domains
    .map(asObject)
    .filter((it) => asText(field(it, 'id')?.value) === id)
    .flatMap((it) => asArray(field(it, 'components')?.value)?.items ?? [])
    .map(asObject)
    .filter((it) => it !== undefined)
    .map(document.componentOf);
}

/** So many values of other components are offered. */
const fewEnough = 20;

/** The different values that other components give to a key, the first ones. */
export function usedElsewhere({ others }: Neighbours, key: string, except: ReadonlySet<string>): string[] {
  const found = new Set<string>();
  for (const { config } of others)
    for (const entry of config) {
      if (entry.key !== key || entry.value === '' || except.has(entry.value)) continue;
      found.add(entry.value);
      if (found.size >= fewEnough) return [...found];
    }
  return [...found];
}
