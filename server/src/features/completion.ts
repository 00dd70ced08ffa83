/**
 * What can be written at the cursor: keys, values, whole entries and pieces of a manifest. Works on the text around the
 * cursor and the schema of its path; never validates the document.
 */
import type { CompletionItem, CompletionList, Position } from 'vscode-languageserver-types';
import { formatOf, type ManifestDocument, rootAt } from '../manifest/document.ts';
import type { SchemaLookup } from '../schema/lookup.ts';
import { styleOf } from '../text/render.ts';
import { partSeparators } from './announced.ts';
import { aliases, mergeKeys } from './completion/anchors.ts';
import { type Ask, askFor, type Fresh, lastLevel, siteAt } from './completion/ask.ts';
import type { Candidate } from './completion/candidate.ts';
import { isComposed } from './completion/configEntries.ts';
import { type CompletionClient, toItem } from './completion/item.ts';
import { items } from './completion/items.ts';
import { keys, keysHere } from './completion/keys.ts';
import { createNeighbourReader, type NeighbourReader } from './completion/neighbours.ts';
import { documentSkeletons } from './completion/skeletons.ts';
import { scalars, values } from './completion/values.ts';
import { type Cursor, pathOf } from './context/cursor.ts';
import { cursorsNear } from './context/index.ts';
import { isReference } from './place.ts';

export type { CompletionClient } from './completion/item.ts';

const actual: Fresh = { id: () => crypto.randomUUID(), time: () => Date.now() };

export interface CompletionContext {
  /** The character that was typed, where that and no person asked. */
  readonly trigger?: string | undefined;
  readonly fresh?: Fresh;
  /** What components have to know of each other; one that keeps it saves looking at all of them each time. */
  readonly neighboursIn?: NeighbourReader;
  /** All documents that are open, whose values may be meant here too. */
  readonly openDocuments?: () => Iterable<ManifestDocument>;
}

const none = () => [];

export function complete(
  document: ManifestDocument,
  position: Position,
  lookup: SchemaLookup,
  client: CompletionClient,
  {
    trigger,
    fresh = actual,
    neighboursIn = createNeighbourReader(),
    openDocuments = none,
  }: CompletionContext = {},
): CompletionList {
  const format = formatOf(document.languageId);
  if (!document.ours || format === undefined) return { isIncomplete: false, items: [] };
  const offset = document.text.offsetAt(position);
  const source = document.parsed.text;
  const root = rootAt(document, offset);
  const style = styleOf(source, format);
  const found: CompletionItem[] = [];
  const labels = new Set<string>();
  let isIncomplete = false;
  for (const read of cursorsNear(document.parsed, root.node, offset)) {
    const cursor = halfReference(source, read) ?? read;
    const ask = askFor(document, root, cursor, { lookup, fresh, neighboursIn, openDocuments });
    const composed = isComposed(ask);
    const hasParts = composed || (cursor.place === 'item' && isReference([...ask.path, 0]));
    // Within a composed value such a character begins its next part; elsewhere nobody waits for an answer to it.
    if (partSeparators.includes(trigger ?? '') && !(hasParts && cursor.typed.endsWith(trigger ?? '')))
      continue;
    isIncomplete ||= composed;
    for (const { candidate, at } of candidates(ask)) {
      if (labels.has(candidate.label)) continue;
      labels.add(candidate.label);
      found.push(toItem(candidate, at, document, style, client));
    }
  }
  // Editors sort by `sortText`; who does not, gets them in the same order.
  found.sort((a, b) => compared(a.sortText ?? '', b.sortText ?? ''));
  return { isIncomplete, items: found };
}

/** As editors compare them. Rules of a language take far longer, and have no say here. */
function compared(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

/** `- containers:` reads as the key of an object, and is the first half of a reference among the references of a baseline. */
function halfReference(source: string, cursor: Cursor): Cursor | undefined {
  const { levels, place, property = '', writing, replace } = cursor;
  if (place !== 'value' || writing !== 'block' || !isReference(pathOf(levels))) return undefined;
  const start = replace.start - property.length - 1;
  if (source.slice(start, replace.start) !== `${property}:`) return undefined;
  return {
    ...cursor,
    levels: levels.slice(0, -1),
    place: 'item',
    replace: { start, end: replace.end },
    typed: `${property}:${cursor.typed}`,
    blankBefore: true,
  };
}

interface Placed {
  readonly candidate: Candidate;
  readonly at: Cursor;
}

function candidates(ask: Ask): Placed[] {
  const { cursor } = ask;
  const isRoot = cursor.levels.length === 1 && lastLevel(ask).kind === 'open' && !cursor.colonFollows;
  const here = (found: readonly Candidate[], at: Cursor = cursor) =>
    found.map((candidate) => ({ candidate, at }));
  const alias = aliases(ask);
  if (alias !== undefined) return here(alias);
  if (isRoot) return here([...documentSkeletons(ask), ...(cursor.writing === 'block' ? keysHere(ask) : [])]);
  if (cursor.place === 'value') return here(values(ask));
  if (cursor.place === 'item') return itemCandidates(ask, cursor);
  if (lastLevel(ask).kind !== 'open') return here([...keysHere(ask), ...mergeKeys(ask)]);
  // Below a YAML key that has no value yet, the schema says what may come.
  const site = siteAt(ask, ask.path);
  if (site?.list) return itemCandidates(ask, { ...cursor, place: 'item', dashMissing: true });
  return here([...keysHere(ask), ...scalars(ask, ask.path)]);
}

function itemCandidates(ask: Ask, at: Cursor): Placed[] {
  const first = [...ask.path, 0];
  // A reference names what is there: an example from the schema would name nothing.
  const single = isReference(first) ? [] : scalars(ask, first);
  const whole: Candidate[] = [
    ...items(ask, ask.path),
    ...single.map((candidate): Candidate => {
      const { insert } = candidate;
      return insert.as === 'value'
        ? { ...candidate, insert: { as: 'item', shape: insert.shape } }
        : candidate;
    }),
  ];
  // In a block, an item may also begin with any of its keys.
  const starting = at.writing === 'block' ? keys(ask, first, []) : [];
  return [...whole, ...starting].map((candidate) => ({ candidate, at }));
}
