/** One AMQP connection from its socket to its end; what reconnects is the standing around it. */

import type { Socket } from 'node:net';
import { t } from '@vscode/l10n';
import type { Connection, EventContext, Session } from 'rhea';
import { FaultError } from '../../errors.ts';
import { Emitter, type Listen } from '../../events.ts';
import { ClosedEarlyError, saidBy } from '../faults.ts';
import { cancelledFault } from '../standing.ts';
import type { Way } from '../way.ts';
import { LoginError, ProtocolError, refusedBy, SilentError } from './faults.ts';
import { boundReading, guard } from './guard.ts';
import { type Login, loginOf } from './login.ts';
import { openSocket, watch } from './socket.ts';

export interface ConnectionOptions {
  readonly containerId: string;
  /** Seconds between signs of life. */
  readonly keepAlive: number;
  /** Milliseconds until the connection must stand. */
  readonly connectTimeout: number;
}

export interface OpenConnection {
  /** The only one: a router allows few (hono: section 1.3). */
  readonly session: Session;
  /** Whether the session takes a message now: rhea keeps one that does not fit, and sends it whenever it does. */
  readonly hasRoom: boolean;
  /** Hono has said how much it takes. */
  readonly onFlow: Listen<void>;
  /** Resolves with the cause once the connection is gone. */
  readonly lost: Promise<Error>;
  /** Gives it up, for this cause. */
  break(cause: Error): void;
  /** Says goodbye where that is possible within a second. */
  end(): Promise<void>;
}

/** Bytes that a message of a device may have, and a frame of it. The library stands still after as many frames as its buffer has. */
export const largestMessage = 8 * 1024 * 1024;
const largestFrame = 64 * 1024;
/** Messages under way in each direction; rhea's own bound is 2048. */
const sessionBuffer = { incoming: 256, outgoing: 256 };
const goodbye = 1000;

/** Rejects with what the socket, TLS, SASL or Hono said. */
export async function openConnection(
  way: Way,
  options: ConnectionOptions,
  signal: AbortSignal,
): Promise<OpenConnection> {
  const { default: rhea } = await import('rhea');
  boundReading(rhea.types);
  const login = loginOf(way);
  const socket = await openSocket(way, options.connectTimeout, signal).catch((error: unknown) => {
    throw signal.aborted ? new FaultError(cancelledFault()) : error;
  });
  const ending = new Ending(socket);
  const limits = { silence: options.keepAlive * 1500, frame: largestMessage };
  const { completed } = watch(socket, limits, (reason) => ending.break(new Error(reason)));
  // A container of its own: what the default one is told, all users of the library share.
  const container = rhea.create_container({ id: options.containerId });
  container.on('error', (error: unknown) => ending.break(refusedBy(error)));
  const connection = container.create_connection({
    ...connectionOptions(way, options, login),
    connection_details: () => ({ ...hostOf(way), connect: handOver(socket) }),
  });
  const flows = new Emitter<void>();
  guard(connection, { largestMessage, onFrame: completed, onFlow: () => flows.fire() });
  ending.listen(connection, login);
  connection.connect();
  try {
    await untilOpen(connection, ending, options.connectTimeout, signal);
    const session = connection.create_session(sessionBuffer);
    session.on('session_error', () => ending.note(refusedBy(session.error)));
    session.on('session_close', () => ending.break(new Error(t('the other side closed the session'))));
    session.begin();
    return {
      session,
      get hasRoom() {
        return Reflect.get(session, 'outgoing').transfer_window() > 0;
      },
      onFlow: flows.event,
      lost: ending.lost,
      break: (cause) => ending.break(cause),
      end: () => ending.sayGoodbye(connection),
    };
  } catch (error) {
    ending.break(new Error(t('it was given up')));
    throw error;
  }
}

/** Always with options: without any, rhea reads whom to connect to from a file of the working folder. */
function connectionOptions(way: Way, { containerId, keepAlive }: ConnectionOptions, login: Login) {
  const { host } = hostOf(way);
  return {
    ...hostOf(way),
    container_id: containerId,
    hostname: host,
    servername: host,
    idle_time_out: keepAlive * 1000,
    max_frame_size: largestFrame,
    reconnect: false, // reconnecting is ours: rhea's own is endless and forgets what is under way
    sasl_mechanisms: login.mechanisms,
  };
}

function hostOf({ url, secure }: Way): { readonly host: string; readonly port: number } {
  return { host: secure?.serverName ?? url.host, port: url.port };
}

/** rhea asks for a socket; ours is open already. */
function handOver(socket: Socket) {
  return (_port: number, _host: string, _options: unknown, connected: () => void): Socket => {
    process.nextTick(connected);
    return socket;
  };
}

async function untilOpen(
  connection: Connection,
  ending: Ending,
  patience: number,
  signal: AbortSignal,
): Promise<void> {
  const tooLate = AbortSignal.timeout(patience);
  const over = new AbortController();
  const opened = new Promise<void>((resolve) => connection.once('connection_open', () => resolve()));
  const given = new Promise<never>((_, reject) => {
    const listen = { signal: over.signal };
    signal.addEventListener('abort', () => reject(new FaultError(cancelledFault())), listen);
    tooLate.addEventListener('abort', () => reject(new SilentError(patience)), listen);
    if (signal.aborted) reject(new FaultError(cancelledFault()));
  });
  const failed = ending.lost.then((cause) => {
    throw cause;
  });
  try {
    await Promise.race([opened, given, failed]);
  } finally {
    over.abort();
  }
}

/**
 * The end of a connection, told once: rhea tells it in several ways, more than once, or, where the other side closes it in
 * good order, not at all by the event that is meant for it.
 */
class Ending {
  readonly #socket: Socket;
  readonly lost: Promise<Error>;
  #settle: (cause: Error) => void = () => undefined;
  #cause: Error | undefined;
  #hasStood = false;

  constructor(socket: Socket) {
    this.#socket = socket;
    this.lost = new Promise((resolve) => {
      this.#settle = resolve;
    });
    socket.on('error', (error) => this.note(error));
    socket.once('close', () => this.#over());
  }

  listen(connection: Connection, login: Login): void {
    connection.once('connection_open', () => {
      this.#hasStood = true;
    });
    connection.on('connection_error', ({ error }: EventContext) => {
      const refused = refusedBy(error);
      this.note(this.#hasStood ? refused : loginError(login, refused.condition, saidBy(error)));
    });
    connection.on('connection_close', () => this.#over());
    connection.on('disconnected', ({ error }: EventContext) => {
      if (error) this.note(error);
      this.#over();
    });
    // Not left to rhea, which only ends its own half: the other could go on for ever.
    connection.on('protocol_error', (error: unknown) => this.break(new ProtocolError(saidBy(error))));
    connection.on('error', (error: unknown) => this.break(error instanceof Error ? error : refusedBy(error)));
  }

  /** The first is the cause of the others. */
  note(cause: Error): void {
    this.#cause ??= cause;
  }

  break(cause: Error): void {
    this.note(cause);
    this.#over();
    this.#destroy();
  }

  async sayGoodbye(connection: Connection): Promise<void> {
    const force = setTimeout(() => this.#destroy(), goodbye);
    connection.close();
    await this.lost;
    clearTimeout(force);
    this.#destroy();
  }

  #over(): void {
    this.#settle(
      this.#cause ?? (this.#hasStood ? new Error(t('the other side closed it')) : new ClosedEarlyError()),
    );
  }

  /** With an error, since only that makes rhea stop its clocks. */
  #destroy(): void {
    this.#socket.destroy(new Error(t('The connection was given up.')));
  }
}

/** Before a connection stands, what rhea calls its error is SASL's. */
function loginError({ name, isOffered }: Login, condition: string, said: string): LoginError {
  if (!isOffered) return new LoginError(name, 'notOffered', said);
  return new LoginError(name, condition === 'amqp:internal-error' ? 'failed' : 'refused', said);
}
