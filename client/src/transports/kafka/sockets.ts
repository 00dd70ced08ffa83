/**
 * The sockets that kafkajs gets: opened and judged before it may write, bounded in what they bring, and watched for what
 * leaves. A cluster tells itself where its brokers are, so every one of them is held to what holds for the first.
 */

import { connect, Socket } from 'node:net';
import { t } from '@vscode/l10n';
import type { ISocketFactory } from 'kafkajs';
import { exposedCredentials, isLoopbackHost } from '../../connections/url.ts';
import { FaultError } from '../../errors.ts';
import { CertificateError, judged, startSecureSocket } from '../secureSocket.ts';
import type { Way } from '../way.ts';

/** Bytes of one response; kafkajs asks for no more than 10 MiB, and a broker sends a longer one for a longer message alone. */
export const largestResponse = 32 * 1024 * 1024;
/** Bytes that a length can tell. */
const longestLength = 2 ** 31 - 1;
/** Bytes: its number, by which a response belongs to a request. */
const smallestResponse = 4;
/** Of a response: its number, and what tells where the first records of it stand. */
const longestHead = 64 * 1024;
/** Of a request: behind its length (4 bytes) its kind, and the version of that. */
const kindAt = 4;
const versionAt = 6;
const produce = 0;
const fetch = 1;

/** What brings records is longer than it may be: `head` is the begin of it behind its number. Returns what is to be told of it. */
export type TooLong = (head: Buffer, version: number) => Error | undefined;

export class Sockets {
  readonly #way: Way;
  readonly #tooLong: TooLong;
  readonly #open = new Set<Socket>();
  readonly #leaving = new Map<Buffer, () => void>();
  #over: Error | undefined;
  #failure: { readonly broker: string; readonly error: unknown } | undefined;
  #refuse: (error: Error) => void = () => undefined;
  /** Resolves with what trying again does not mend: a certificate, or credentials that would go in the clear. */
  readonly refused: Promise<Error>;

  constructor(way: Way, tooLong: TooLong = () => undefined) {
    this.#way = way;
    this.#tooLong = tooLong;
    this.refused = new Promise((resolve) => {
      this.#refuse = resolve;
    });
  }

  /** What the last socket that came to nothing said, and where it led; kafkajs keeps only its text. */
  get failure(): { readonly broker: string; readonly error: unknown } | undefined {
    return this.#failure;
  }

  /** `tell` is called when a command that holds these bytes is written; until it is forgotten. */
  watchLeaving(mark: Buffer, tell: () => void): { forget(): void } {
    this.#leaving.set(mark, tell);
    return { forget: () => this.#leaving.delete(mark) };
  }

  /** Gives up every socket, and those that kafkajs asks for from now on. */
  destroy(cause: Error): void {
    this.#over ??= cause;
    for (const socket of this.#open) socket.destroy(cause);
  }

  readonly create: ISocketFactory = ({ host, port, onConnect }) => {
    const broker = `${host}:${port}`;
    const refusal = this.#over ?? this.#exposure(host);
    const socket = refusal ? new Socket() : this.#connect(host, port, onConnect);
    this.#open.add(socket);
    // With Nagle's algorithm a small command waits for 40 ms.
    socket.setNoDelay(true);
    socket.on('error', (error) => {
      this.#failure = { broker, error };
      if (error instanceof CertificateError || error instanceof FaultError) this.#refuse(error);
    });
    socket.once('close', () => this.#open.delete(socket));
    // The library listens only after it has got the socket.
    if (refusal) process.nextTick(() => socket.destroy(refusal));
    return this.#guard(socket);
  };

  #connect(host: string, port: number, onConnect: () => void): Socket {
    const { secure } = this.#way;
    if (secure === undefined) return connect({ host, port }, onConnect);
    const socket = startSecureSocket({ ...secure, host, port });
    socket.once('secureConnect', () => {
      try {
        judged(socket, secure.fingerprint);
        onConnect();
      } catch (error) {
        socket.destroy(error instanceof Error ? error : new Error(String(error)));
      }
    });
    return socket;
  }

  /** A broker of this machine may name another machine. */
  #exposure(host: string): Error | undefined {
    const { url, username } = this.#way;
    const exposed = exposedCredentials({ ...url, host, loopback: isLoopbackHost(host) }, username);
    return exposed && new FaultError(exposed);
  }

  /** What the library says and hears goes through here; an exception of its own must not end the program. */
  #guard(socket: Socket): Socket {
    const listen = socket.on.bind(socket);
    const write = socket.write.bind(socket);
    const bounded = boundResponses();
    let version: number | undefined;
    return Object.assign(socket, {
      on: (event: string, listener: (...args: unknown[]) => void) => {
        if (event !== 'data') return listen(event, listener);
        return listen('data', (chunk: Buffer) => {
          if (socket.destroyed) return;
          const excess = bounded(chunk, version !== undefined);
          if (excess === 'more') return;
          if (excess) {
            const told = version === undefined ? undefined : this.#tooLong(excess, version);
            socket.destroy(
              told ?? new Error(t('a response is longer than {0} bytes, or no response', largestResponse)),
            );
            return;
          }
          try {
            listener(chunk);
          } catch (error) {
            socket.destroy(error instanceof Error ? error : new Error(String(error)));
          }
        });
      },
      write: (chunk: Buffer) => {
        version = versionOfFetch(chunk) ?? version;
        this.#tell(chunk);
        return write(chunk);
      },
    });
  }

  #tell(request: Buffer): void {
    if (request.length < kindAt + 2 || request.readInt16BE(kindAt) !== produce) return;
    for (const [mark, tell] of this.#leaving) if (request.includes(mark)) tell();
  }
}

/** Undefined for what is no request for records. */
function versionOfFetch(request: Buffer): number | undefined {
  if (request.length < versionAt + 2 || request.readInt16BE(kindAt) !== fetch) return undefined;
  return request.readInt16BE(versionAt);
}

/**
 * What is to be done with each chunk: undefined where it may be read; `more` until the head is whole of a response that is
 * longer than one can be, where that `mayBeRead`, then that head, behind its number; of what is no response, nothing.
 */
function boundResponses(): (chunk: Buffer, mayBeRead: boolean) => Buffer | 'more' | undefined {
  /** Bytes of the response that are to come. */
  let rest = 0;
  /** Of its length, which comes before it. */
  let size = 0;
  let digits = 0;
  let head: Buffer | undefined;
  const collect = (bytes: Buffer) => {
    head = Buffer.concat([head ?? Buffer.alloc(0), bytes.subarray(0, longestHead)]);
    return head.length < longestHead ? 'more' : head.subarray(smallestResponse, longestHead);
  };
  return (chunk, mayBeRead) => {
    if (head) return collect(chunk);
    for (let at = 0; at < chunk.length; ) {
      if (rest > 0) {
        const taken = Math.min(rest, chunk.length - at);
        rest -= taken;
        at += taken;
        continue;
      }
      size = size * 256 + (chunk[at] ?? 0);
      digits += 1;
      at += 1;
      if (digits < 4) continue;
      if (size < smallestResponse || size > longestLength) return Buffer.alloc(0);
      if (size > largestResponse) return mayBeRead ? collect(chunk.subarray(at)) : Buffer.alloc(0);
      rest = size;
      size = 0;
      digits = 0;
    }
    return undefined;
  };
}
