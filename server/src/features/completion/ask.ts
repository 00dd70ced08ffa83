/** What is asked for: one place that the cursor may be at, with all that the answers depend on. */
import type { ManifestDocument, ManifestRoot } from '../../manifest/document.ts';
import { kindOfName } from '../../manifest/kind.ts';
import { type ManifestKind, type Operation, operations } from '../../messages.ts';
import type { SchemaLookup, SchemaSite } from '../../schema/lookup.ts';
import { type Cursor, type Level, pathOf } from '../context/cursor.ts';
import { isStep } from '../place.ts';
import type { NeighbourReader } from './neighbours.ts';

/** What no document tells. */
export interface Fresh {
  /** A new UUID. */
  readonly id: () => string;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly time: () => number;
}

/** What is known beside the document. */
export interface Knowledge {
  readonly lookup: SchemaLookup;
  readonly fresh: Fresh;
  readonly neighboursIn: NeighbourReader;
  /** All documents that are open, this one too. */
  readonly openDocuments: () => Iterable<ManifestDocument>;
}

export interface Ask extends Knowledge {
  readonly document: ManifestDocument;
  readonly root: ManifestRoot;
  readonly cursor: Cursor;
  /** The path to the last level. */
  readonly path: readonly (string | number)[];
  /** What the document is or may become, the likeliest first. Never empty. */
  readonly kinds: readonly ManifestKind[];
}

export function askFor(
  document: ManifestDocument,
  root: ManifestRoot,
  cursor: Cursor,
  knowledge: Knowledge,
): Ask {
  const path = pathOf(cursor.levels);
  let kinds: readonly ManifestKind[] | undefined;
  return {
    document,
    root,
    cursor,
    path,
    // Many answers do not depend on it.
    get kinds() {
      kinds ??= possibleKinds(document, root, cursor, knowledge.lookup);
      return kinds;
    },
    ...knowledge,
  };
}

/** The level that holds the cursor. */
export function lastLevel({ cursor }: Ask): Level {
  return cursor.levels[cursor.levels.length - 1] ?? { kind: 'open', entries: new Map(), items: [] };
}

/** What the schemas say of a path, of all kinds that the document may be. */
export function sitesAt({ kinds, lookup }: Ask, path: readonly (string | number)[]): SchemaSite[] {
  return kinds.map((kind) => lookup.at(kind, path)).filter((site) => site !== undefined);
}

export function siteAt(ask: Ask, path: readonly (string | number)[]): SchemaSite | undefined {
  return sitesAt(ask, path)[0];
}

/** The value of a property around the cursor, whatever the case of its name. */
export function entryOf(level: Level | undefined, name: string): string | undefined {
  for (const [key, value] of level?.entries ?? []) if (isStep(key, name)) return value;
  return undefined;
}

const requests: readonly ManifestKind[] = (['bare', 'value', 'envelope'] as const).flatMap((form) =>
  operations
    // A list of modules alone reads as an install, and no message is without a value.
    .filter((operation) => form !== 'bare' || (operation !== 'refresh' && operation !== 'download'))
    .map((operation): ManifestKind => ({ operation, form, role: 'request' })),
);

function possibleKinds(
  document: ManifestDocument,
  root: ManifestRoot,
  cursor: Cursor,
  lookup: SchemaLookup,
): readonly ManifestKind[] {
  const [top] = cursor.levels;
  const named = operationIn(top);
  const first = root.kind ?? kindOfName(document.uri);
  if (root.kind !== undefined && root.kind.role !== 'request') return [root.kind];
  const fitting = requests.filter((kind) => fits(kind, top, pathOf(cursor.levels)[0], named, lookup));
  // A value with an activity id alone reads as a refresh, but may be about to become an apply; and so on.
  const others = fitting.filter(
    (kind) => !same(kind, first) && (first === undefined || kind.form === first.form),
  );
  const kinds = first === undefined ? others : [first, ...others];
  return kinds.length > 0 ? kinds : requests;
}

function same(a: ManifestKind, b: ManifestKind | undefined): boolean {
  return a.operation === b?.operation && a.form === b?.form;
}

/** Whether everything at the root may stand in a message of this kind. */
function fits(
  kind: ManifestKind,
  top: Level | undefined,
  step: string | number | undefined,
  named: Operation | undefined,
  lookup: SchemaLookup,
): boolean {
  const site = lookup.at(kind, []);
  if (site === undefined || top === undefined) return false;
  if (named !== undefined && kind.form === 'envelope' && kind.operation !== named) return false;
  if (top.kind === 'array') return site.list;
  if (top.kind === 'object' && site.list) return false;
  const names = [...top.entries.keys(), ...(typeof step === 'string' ? [step] : [])];
  return names.every((name) => site.properties.some((property) => isStep(name, property.name)));
}

/** The operation that path or topic of an envelope tell. */
export function operationIn(top: Level | undefined): Operation | undefined {
  const path = /\/messages\/(\w+)\/?$/.exec(entryOf(top, 'path') ?? '')?.[1];
  const topic = /\/messages\/(\w+)\/?$/.exec(entryOf(top, 'topic') ?? '')?.[1];
  return operations.find((operation) => operation === path) ?? operations.find((it) => it === topic);
}
