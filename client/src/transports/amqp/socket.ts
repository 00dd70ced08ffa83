/** The socket to a Hono, opened and judged before AMQP gets it, and watched while it carries it. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { t } from '@vscode/l10n';
import { duration } from '../../words/words.ts';
import { openSecureSocket } from '../secureSocket.ts';
import type { Way } from '../way.ts';

/** Rejects with what the socket, TLS or the certificate said, or, after so many milliseconds, with `ETIMEDOUT`. */
export async function openSocket(way: Way, patience: number, signal: AbortSignal): Promise<Socket> {
  const socket = way.secure
    ? (await openSecureSocket(way.secure, patience, signal)).socket
    : await openPlainSocket(way, patience, signal);
  // Commands are small and wait for their outcome; with Nagle's algorithm that is 40 ms each time.
  socket.setNoDelay(true);
  return socket;
}

async function openPlainSocket({ url }: Way, patience: number, signal: AbortSignal): Promise<Socket> {
  const socket = connect({ host: url.host, port: url.port });
  const tooLate = AbortSignal.timeout(patience);
  try {
    await once(socket, 'connect', { signal: AbortSignal.any([signal, tooLate]) });
    return socket;
  } catch (error) {
    // A socket that is given up has nothing more to say, but would end the program if nobody listened.
    socket.on('error', () => undefined);
    socket.destroy();
    if (tooLate.aborted && !signal.aborted)
      throw Object.assign(new Error('The host did not answer in time.'), { code: 'ETIMEDOUT' });
    throw error;
  }
}

export interface Limits {
  /** Milliseconds without a byte after which nobody is there any more. */
  readonly silence: number;
  /** Bytes that may come without a frame being complete. */
  readonly frame: number;
}

export interface Watch {
  /** A frame is complete. */
  completed(): void;
}

/** Calls `broken` with the reason where a limit is passed. rhea itself collects a frame of any length. */
export function watch(socket: Socket, limits: Limits, broken: (reason: string) => void): Watch {
  let bytes = 0;
  const silence = setTimeout(
    () => broken(t('nothing was heard for {0}', duration(limits.silence))),
    limits.silence,
  );
  socket.on('data', (chunk: Buffer) => {
    silence.refresh();
    bytes += chunk.length;
    if (bytes > limits.frame) broken(t('a frame is longer than {0} bytes', limits.frame));
  });
  socket.once('close', () => clearTimeout(silence));
  return {
    completed: () => {
      bytes = 0;
    },
  };
}
