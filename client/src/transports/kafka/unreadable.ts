/**
 * Where in a topic stands what cannot be read, by the bytes of the response that brings it (Kafka protocol guide: Fetch, versions
 * 4 to 11, and the record batch of version 2). Whoever goes on from there would meet it again and again. Pure.
 */
import { t } from '@vscode/l10n';

/** Records that were written together, and that come together only. */
export interface Batch {
  readonly topic: string;
  readonly partition: number;
  /** Offsets of its first and of its last record. */
  readonly first: bigint;
  readonly last: bigint;
  /** Bytes. */
  readonly length: number;
  /** Where it begins in the response. */
  readonly start: number;
}

/** Records that are there and that nobody here can read. */
export class UnreadableError extends Error {
  constructor(
    readonly batch: Batch,
    why: string,
    options?: ErrorOptions,
  ) {
    const { topic, partition, first, last } = batch;
    const where = first === last ? String(first) : `${first}–${last}`;
    super(
      t('what stands in {0} (partition {1}, offset {2}) is skipped: {3}', topic, partition, where, why),
      options,
    );
    this.name = 'UnreadableError';
  }
}

/** Wherever in a chain of causes it stands. */
export function unreadableIn(error: unknown): UnreadableError | undefined {
  if (error instanceof UnreadableError) return error;
  return error instanceof Error ? unreadableIn(error.cause) : undefined;
}

/** Bytes of a batch up to its length, and what that counts at least. */
const beforeLength = 12;
const shortest = 49;
const newest = 2;

/** The batches of a response behind its number, in order. `response` may be the begin of it alone: what is cut off is left out. */
export function batchesIn(response: Buffer, version: number): readonly Batch[] {
  const found: Batch[] = [];
  try {
    readBatches(response, version, found);
  } catch (error) {
    // It ends before that, or is no such response.
    if (!(error instanceof RangeError)) throw error;
  }
  return found;
}

function readBatches(response: Buffer, version: number, found: Batch[]): void {
  let at = 0;
  const skip = (bytes: number) => {
    at += Math.max(0, bytes);
  };
  const int32 = () => {
    skip(4);
    return response.readInt32BE(at - 4);
  };
  skip(4); // throttle time
  if (version >= 7) skip(2 + 4); // error, session
  for (let topics = int32(); topics > 0; topics--) {
    skip(2);
    const nameLength = response.readInt16BE(at - 2);
    const topic = response.toString('utf8', at, at + Math.max(0, nameLength));
    skip(nameLength);
    for (let partitions = int32(); partitions > 0; partitions--) {
      const partition = int32();
      skip(2 + 8 + 8); // error, high watermark, last stable offset
      if (version >= 5) skip(8); // log start offset
      skip(int32() * 16); // aborted transactions
      if (version >= 11) skip(4); // preferred replica
      const length = int32();
      const end = at + Math.max(0, length);
      for (; at + beforeLength + shortest <= end; skip(beforeLength + response.readInt32BE(at + 8))) {
        const batch = batchAt(response, at);
        if (!batch) return;
        found.push({ topic, partition, ...batch });
      }
      at = Math.max(at, end);
    }
  }
}

/** Undefined for what is no batch of this version. */
function batchAt(response: Buffer, start: number): Omit<Batch, 'topic' | 'partition'> | undefined {
  const first = response.readBigInt64BE(start);
  const length = response.readInt32BE(start + 8);
  // Behind the epoch, and behind a checksum and attributes.
  const magic = response.readInt8(start + 16);
  const last = first + BigInt(response.readInt32BE(start + 23));
  if (magic !== newest || length < shortest || last < first) return undefined;
  return { first, last, length: beforeLength + length, start };
}
