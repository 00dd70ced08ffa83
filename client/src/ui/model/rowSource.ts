/** Rows that other sections put beneath a device in the tree Devices: a plan, a running update. */
import type { Listen } from '../../events.ts';
import type { CommandId } from '../contributions.ts';
import type { Row } from './deviceRows.ts';

export interface TreeRow extends Row {
  /** Unique among its siblings, and stable over refreshes, so that what is open stays open. */
  readonly id: string;
  readonly rows?: readonly TreeRow[];
  /** What a click does; without it, a click only selects. */
  readonly open?: { readonly command: CommandId; readonly arguments: readonly unknown[] };
}

export interface RowSource {
  /** Unique among the sources: part of the identity of each row. */
  readonly name: string;
  /** The rows of one device, as they are now; asked whenever the device is drawn, so it has to be cheap. */
  rows(connection: string, device: string): readonly TreeRow[];
  /** The device whose rows changed; its part of the tree is drawn anew. */
  readonly onChange: Listen<{ readonly connection: string; readonly device: string }>;
}

/** What one device has from all sources, each row with the path that leads to it. */
export function sourceRows(
  sources: readonly RowSource[],
  connection: string,
  device: string,
): readonly { readonly path: readonly string[]; readonly row: TreeRow }[] {
  return sources.flatMap((source) =>
    source.rows(connection, device).map((row) => ({ path: [source.name, row.id], row })),
  );
}

/** The row that a path leads to; undefined where it is gone. */
export function rowAt(
  sources: readonly RowSource[],
  connection: string,
  device: string,
  [name, ...ids]: readonly string[],
): TreeRow | undefined {
  const source = sources.find((it) => it.name === name);
  const [last, ...above] = ids.toReversed();
  const siblings = above.reduceRight<readonly TreeRow[]>(
    (rows, id) => rows.find((row) => row.id === id)?.rows ?? [],
    source?.rows(connection, device) ?? [],
  );
  return siblings.find((row) => row.id === last);
}
