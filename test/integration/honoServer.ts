/**
 * A Hono as an application sees it over AMQP 1.0, with everything that can go wrong there. What becomes of a command is the
 * test's decision; {@link connectDevice} of `deviceBehindHono.ts` puts a device behind it.
 */
import { createServer, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import rhea, { type AmqpError, type Connection, type EventContext, type Receiver, type Sender } from 'rhea';
import { onTestFinished } from 'vitest';
import { type ReceivedCommand, readCommand } from './honoCommand.ts';
import { type AtEnd, listenOn } from './servers.ts';

export interface HonoOptions {
  /** Passwords by user; without any everybody may come in. */
  readonly users?: Readonly<Record<string, string>>;
  readonly tls?: TlsOptions;
  /** Client certificates are users. */
  readonly external?: boolean;
  /** Commands that may come before more are allowed; 0: no device takes any. */
  readonly credit?: number;
  /** Why a link to this address is not attached. */
  readonly refuse?: (address: string) => AmqpError | undefined;
  /** The attaching of a link to this address is never answered. */
  readonly ignore?: (address: string) => boolean;
  /** Bytes. */
  readonly maxMessageSize?: number;
  readonly idleTimeOut?: number;
  /** Bytes. */
  readonly maxFrameSize?: number;
  /** Nothing is answered to what comes after the opening of the connection. */
  readonly isDeaf?: boolean;
}

export type OnCommand = (command: ReceivedCommand) => void | Promise<void>;

export interface DownstreamOptions {
  readonly contentType?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
  /** Ms since the epoch. */
  readonly created?: number;
}

export interface HonoServer {
  readonly url: string;
  readonly port: number;
  /** In order of arrival. */
  readonly commands: readonly ReceivedCommand[];
  /** Connections that were opened since the start. */
  readonly connections: number;
  /** Those that stand now. */
  readonly open: number;
  /** Addresses of the links that stand now. */
  readonly links: readonly string[];
  /** What becomes of commands from now on; before, nothing does. */
  onCommand(handle: OnCommand): void;
  /** Allows more commands on each link. */
  grant(credit: number): void;
  /** Sends a message of a device to whoever receives from the endpoint. */
  say(endpoint: 'event' | 'telemetry', device: string, body: unknown, options?: DownstreamOptions): void;
  /** Outcomes of what was said, by the receiver. */
  readonly outcomes: readonly string[];
  /** Closes each link to the address. */
  detach(address: string, error?: AmqpError): void;
  endSessions(error?: AmqpError): void;
  closeConnections(error?: AmqpError): void;
  /** Cuts every connection off. */
  cut(): void;
  /** Sends bytes to every client, as they are. */
  write(bytes: Uint8Array): void;
  /** The connections stay, and carry nothing more in either direction. */
  freeze(): void;
  /** Resolves when this is so, looked at whenever anything comes. */
  until(condition: () => boolean): Promise<void>;
}

export const tenant = 'plant';

/** Ends with the test. */
export async function startHono(
  options: HonoOptions = {},
  atEnd: AtEnd = onTestFinished,
): Promise<HonoServer> {
  const hono = new Hono(options);
  const onSocket = (socket: Socket) => hono.accept(socket);
  const server = options.tls ? createTlsServer(options.tls, onSocket) : createServer(onSocket);
  const { port, cut } = await listenOn(server, atEnd);
  atEnd(() => hono.closeConnections());
  return hono.opened(options.tls ? `amqps://localhost:${port}` : `amqp://127.0.0.1:${port}`, port, cut);
}

class Hono {
  readonly #options: HonoOptions;
  readonly #container = rhea.create_container({ id: 'hono' });
  readonly #commands: ReceivedCommand[] = [];
  readonly #outcomes: string[] = [];
  readonly #sockets = new Set<Socket>();
  readonly #connections = new Set<Connection>();
  /** Links on which commands come, and those on which answers and events leave, by address. */
  readonly #receivers = new Map<Receiver, string>();
  readonly #senders = new Map<Sender, string>();
  readonly #waiting = new Set<() => void>();
  #accepted = 0;
  #handle: OnCommand = () => undefined;

  constructor(options: HonoOptions) {
    this.#options = options;
    const { users, external, isDeaf } = options;
    const mechanisms = this.#container.sasl_server_mechanisms;
    if (users) mechanisms.enable_plain((user: string, password: string) => users[user] === password);
    else if (!external) mechanisms.enable_anonymous();
    const container = this.#container;
    container.on('connection_open', ({ connection }: EventContext) => this.#connections.add(connection));
    for (const end of ['connection_close', 'disconnected']) {
      container.on(end, ({ connection }: EventContext) => this.#gone(connection));
    }
    // What a client says wrongly, or breaks off, is what the tests look at from the other side.
    for (const failure of ['error', 'protocol_error', 'connection_error', 'session_error']) {
      container.on(failure, () => undefined);
    }
    if (isDeaf) return;
    container.on('receiver_open', ({ receiver }: EventContext) => receiver && this.#openReceiver(receiver));
    container.on('sender_open', ({ sender }: EventContext) => sender && this.#openSender(sender));
    container.on('receiver_close', ({ receiver }: EventContext) => {
      if (receiver) this.#receivers.delete(receiver);
    });
    container.on('sender_close', ({ sender }: EventContext) => {
      if (sender) this.#senders.delete(sender);
    });
    container.on('message', (context: EventContext) => this.#hear(context));
    for (const outcome of ['accepted', 'released', 'rejected', 'modified']) {
      container.on(outcome, () => {
        this.#outcomes.push(outcome);
        this.#look();
      });
    }
  }

  accept(socket: Socket): void {
    this.#accepted += 1;
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('data', () => setImmediate(() => this.#look()));
    const { external, idleTimeOut, maxFrameSize, maxMessageSize, users } = this.#options;
    const connection = this.#container.create_connection({
      host: 'hono',
      port: 0,
      container_id: 'hono',
      reconnect: false,
      receiver_options: {
        autoaccept: false,
        credit_window: 0,
        ...(maxMessageSize !== undefined && { max_message_size: maxMessageSize }),
      },
      ...(idleTimeOut !== undefined && { idle_time_out: idleTimeOut }),
      ...(maxFrameSize !== undefined && { max_frame_size: maxFrameSize }),
      ...{ enable_sasl_external: external ?? false, require_sasl: users !== undefined },
    });
    connection['accept'](socket);
    // Of a socket that is destroyed here, the library hears nothing.
    socket.on('close', () => this.#gone(connection));
  }

  opened(url: string, port: number, cut: () => void): HonoServer {
    const self = this;
    return {
      url,
      port,
      commands: this.#commands,
      outcomes: this.#outcomes,
      get connections() {
        return self.#accepted;
      },
      get open() {
        return self.#connections.size;
      },
      get links() {
        return [...self.#receivers.values(), ...self.#senders.values()];
      },
      onCommand: (handle) => {
        this.#handle = handle;
      },
      grant: (credit) => {
        for (const receiver of this.#receivers.keys()) receiver.add_credit(credit);
      },
      say: (endpoint, device, body, options) => this.#say(endpoint, device, body, options),
      detach: (address, error) => {
        for (const [link, its] of [...this.#receivers, ...this.#senders])
          if (its === address) link.close(error);
      },
      endSessions: (error) => {
        for (const sender of this.#senders.keys()) sender.session.close(error);
      },
      closeConnections: (error) => this.closeConnections(error),
      cut,
      write: (bytes) => {
        for (const socket of this.#sockets) socket.write(bytes);
      },
      freeze: () => {
        for (const socket of this.#sockets) {
          socket.pause();
          socket.cork();
        }
      },
      until: (condition) => this.#until(condition),
    };
  }

  closeConnections(error?: AmqpError): void {
    for (const connection of this.#connections) connection.close(error);
  }

  #openReceiver(receiver: Receiver): void {
    const address = receiver.target?.address ?? '';
    const refusal = this.#options.refuse?.(address);
    if (refusal) {
      receiver.close(refusal);
      return;
    }
    receiver.set_source({ address });
    receiver.set_target({ address });
    this.#receivers.set(receiver, address);
    receiver.add_credit(this.#options.credit ?? 100);
    this.#look();
  }

  #openSender(sender: Sender): void {
    const address = sender.source?.address ?? '';
    if (this.#options.ignore?.(address)) return;
    const refusal = this.#options.refuse?.(address);
    if (refusal) {
      sender.close(refusal);
      return;
    }
    sender.set_source({ address });
    this.#senders.set(sender, address);
    this.#look();
  }

  #hear({ message, delivery, receiver }: EventContext): void {
    if (!message || !delivery || !receiver) return;
    const answer = (address: string, answered: Parameters<Sender['send']>[0]) => {
      for (const [sender, its] of this.#senders) if (its === address) sender.send(answered);
    };
    const command = readCommand(message, delivery, answer);
    this.#commands.push(command);
    receiver.add_credit(1);
    this.#look();
    void this.#handle(command);
  }

  #say(
    endpoint: string,
    device: string,
    body: unknown,
    { contentType = 'application/json', properties, created = Date.now() }: DownstreamOptions = {},
  ): void {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const message = {
      to: `${endpoint}/${tenant}/${device}`,
      content_type: contentType,
      creation_time: new Date(created),
      application_properties: { device_id: device, tenant_id: tenant, ...properties },
      body: rhea.message.data_section(Buffer.from(text)),
    };
    for (const [sender, its] of this.#senders) if (its === `${endpoint}/${tenant}`) sender.send(message);
  }

  #gone(connection: Connection): void {
    this.#connections.delete(connection);
    for (const link of this.#receivers.keys())
      if (link.connection === connection) this.#receivers.delete(link);
    for (const link of this.#senders.keys()) if (link.connection === connection) this.#senders.delete(link);
    this.#look();
  }

  #look(): void {
    for (const look of [...this.#waiting]) look();
  }

  #until(condition: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (!condition()) return;
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
      look();
    });
  }
}
