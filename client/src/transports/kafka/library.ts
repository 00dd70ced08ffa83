/**
 * kafkajs with what is wrong in its last release (2.2.4) mended. Loaded late, and in the packaged extension a file of its own:
 * nothing else imports the package.
 */
import { pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import { unzip } from 'node:zlib';
import { t } from '@vscode/l10n';
import { Kafka, type KafkaConfig, logLevel, Partitioners } from 'kafkajs';
import scram from 'kafkajs/src/broker/saslAuthenticator/scram.js';
import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';
import compression from 'kafkajs/src/protocol/message/compression/index.js';
import fetch from 'kafkajs/src/protocol/requests/fetch/index.js';
import { batchesIn, UnreadableError } from './unreadable.ts';

export interface Library {
  readonly kafka: Kafka;
  /** As Kafka's own clients choose: one device, one partition, and so one order. */
  readonly createPartitioner: typeof Partitioners.DefaultPartitioner;
}

export interface LibraryOptions extends Omit<KafkaConfig, 'logLevel' | 'logCreator'> {
  /** Bytes that what was compressed may have. */
  readonly largest: number;
  /** What the library has to say; it is never written to the console. */
  readonly onNote: (text: string) => void;
}

export function createLibrary({ largest, onNote, ...config }: LibraryOptions): Library {
  restWhenIdle();
  boundDecompression(largest);
  boundSalting();
  tellUnreadable();
  const kafka = new Kafka({
    ...config,
    logLevel: logLevel.WARN,
    logCreator:
      () =>
      ({ namespace, label, log: { message, error } }) =>
        onNote([`${label} ${namespace}`, message, ...(typeof error === 'string' ? [error] : [])].join(': ')),
  });
  return { kafka, createPartitioner: Partitioners.DefaultPartitioner };
}

/**
 * A queue that has nothing to do looks at itself a thousand times a second for ever, and from Node.js 24 on warns of it
 * (tulios/kafkajs#1751). Here it looks only where something waits, or is held back.
 */
function restWhenIdle(): void {
  RequestQueue.prototype.scheduleCheckPendingRequests = function () {
    const heldBack = this.throttledUntil - Date.now();
    if (this.throttleCheckTimeoutId !== null || (this.pending.length === 0 && heldBack <= 0)) return;
    this.throttleCheckTimeoutId = setTimeout(
      () => {
        this.throttleCheckTimeoutId = null;
        this.checkPendingRequests();
      },
      Math.max(heldBack, shortestPause),
    );
  };
}

/** Milliseconds; the library's own. */
const shortestPause = 10;

/** A broker asks for 4096; Kafka itself lets nobody have more than 16384. */
const mostIterations = 1_000_000;

/** How often a password is hashed is the broker's word: two thousand million times would hold one of Node's few threads for hours. */
function boundSalting(): void {
  const derive = promisify(pbkdf2);
  scram.SCRAM.hi = async (password, salt, iterations, { length, type }) => {
    if (iterations > mostIterations)
      throw new Error(`Requested iterations ${iterations} is more than the maximum ${mostIterations}`);
    return derive(password, salt, iterations, length, type);
  };
}

/** A few bytes can stand for any number of them. */
function boundDecompression(largest: number): void {
  const unpack = promisify(unzip);
  const { Codecs, Types } = compression;
  const usual = Codecs[Types.GZIP]?.();
  if (usual === undefined) return;
  Codecs[Types.GZIP] = () => ({
    compress: usual.compress,
    decompress: async (packed) => {
      try {
        return await unpack(packed, { maxOutputLength: largest });
      } catch (error) {
        throw new PackedError(packed, largest, error);
      }
    },
  });
}

class PackedError extends Error {
  constructor(
    readonly packed: Buffer,
    largest: number,
    cause: unknown,
  ) {
    const isTooLong = cause instanceof Error && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE';
    super(
      isTooLong
        ? t('it is longer than {0} MB once it is unpacked', Math.floor(largest / 1024 / 1024))
        : t('it cannot be unpacked'),
      { cause },
    );
    this.name = 'PackedError';
  }
}

const usualFetch = fetch.protocol;

/** The library only says that a response cannot be read, and not where that stands which cannot. */
function tellUnreadable(): void {
  fetch.protocol = ({ version }) => {
    const usual = usualFetch({ version });
    return (wanted) => {
      const made = usual(wanted);
      const decode = async (response: Buffer) => {
        try {
          return await made.response.decode(response);
        } catch (error) {
          throw unreadable(error, response, version) ?? error;
        }
      };
      return { ...made, response: { ...made.response, decode } };
    };
  };
}

/** What was to be unpacked is a part of the response, and in the same memory. */
function unreadable(error: unknown, response: Buffer, version: number): UnreadableError | undefined {
  if (!(error instanceof PackedError) || error.packed.buffer !== response.buffer) return undefined;
  const place = error.packed.byteOffset - response.byteOffset;
  const batch = batchesIn(response, version).find(
    ({ start, length }) => start <= place && place <= start + length,
  );
  return batch && new UnreadableError(batch, error.message, { cause: error });
}
