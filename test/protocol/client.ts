/** A language client without an editor: starts the built server as a process of its own and talks LSP with it. */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  type ClientCapabilities,
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  type InitializeResult,
  IPCMessageReader,
  IPCMessageWriter,
  LogMessageNotification,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  type PublishDiagnosticsParams,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  type TextDocumentContentChangeEvent,
} from 'vscode-languageserver/node';

export const server = 'dist/server.js';

export interface ClientOptions {
  readonly transport?: 'stdio' | 'ipc';
  /** In place of the built server. */
  readonly program?: string;
  readonly capabilities?: ClientCapabilities;
  readonly initializationOptions?: unknown;
  /** Registers what the client answers, before the server can ask. */
  readonly prepare?: (connection: ProtocolConnection) => void;
}

export class Client {
  readonly connection: ProtocolConnection;
  readonly initialized: InitializeResult;
  /** Everything that the server logged. */
  readonly log: readonly string[];
  readonly #process: ChildProcess;
  readonly #exit: Promise<number | null>;
  readonly #published: Published;

  private constructor(running: Running, initialized: InitializeResult) {
    this.connection = running.connection;
    this.log = running.log;
    this.#process = running.process;
    this.#exit = running.exit;
    this.#published = running.published;
    this.initialized = initialized;
  }

  static async start(options: ClientOptions = {}): Promise<Client> {
    const running = launch(options.transport ?? 'stdio', options.program ?? server);
    options.prepare?.(running.connection);
    const initialized = await running.connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      rootUri: null,
      capabilities: options.capabilities ?? {},
      ...(options.initializationOptions === undefined
        ? {}
        : { initializationOptions: options.initializationOptions }),
    });
    await running.connection.sendNotification(InitializedNotification.type, {});
    return new Client(running, initialized);
  }

  /** What the server has on its standard input, for what no well-behaved client sends. */
  get stdin(): NodeJS.WritableStream {
    const { stdin } = this.#process;
    if (stdin === null) throw new Error('the server was not started with --stdio');
    return stdin;
  }

  async open(uri: string, languageId: string, text: string, version = 1): Promise<void> {
    await this.connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri, languageId, version, text },
    });
  }

  async change(uri: string, version: number, changes: TextDocumentContentChangeEvent[]): Promise<void> {
    await this.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version },
      contentChanges: changes,
    });
  }

  async close(uri: string): Promise<void> {
    await this.connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
  }

  /** The next diagnostics of the document that no one has taken yet. */
  diagnostics(uri: string): Promise<PublishDiagnosticsParams> {
    return this.#published.next(uri);
  }

  /** Diagnostics that came and that no one has taken. */
  get leftDiagnostics(): readonly PublishDiagnosticsParams[] {
    return this.#published.left;
  }

  /** Ends the server as an editor does; the exit code. */
  async stop(): Promise<number | null> {
    await this.connection.sendRequest(ShutdownRequest.type);
    await this.connection.sendNotification(ExitNotification.type);
    const code = await this.#exit;
    this.connection.dispose();
    return code;
  }

  /** Ends the server as an editor that dies; the exit code. */
  async abandon(): Promise<number | null> {
    this.connection.end();
    this.connection.dispose();
    return this.#exit;
  }

  /** For clean-up after a failed test. */
  kill(): void {
    this.#process.kill('SIGKILL');
  }
}

interface Running {
  readonly process: ChildProcess;
  readonly exit: Promise<number | null>;
  readonly connection: ProtocolConnection;
  readonly log: string[];
  readonly published: Published;
}

function launch(transport: 'stdio' | 'ipc', program: string): Running {
  const child =
    transport === 'ipc'
      ? fork(program, ['--node-ipc'], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
      : spawn(process.execPath, [program, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exit = once(child, 'exit').then(([code]) => (typeof code === 'number' ? code : null));
  const connection = connect(child);
  const log: string[] = [];
  const published = new Published();
  connection.onNotification(LogMessageNotification.type, ({ message }) => void log.push(message));
  connection.onNotification(PublishDiagnosticsNotification.type, (params) => published.add(params));
  connection.listen();
  return { process: child, exit, connection, log, published };
}

function connect(child: ChildProcess): ProtocolConnection {
  const { stdout, stdin } = child;
  return stdout === null || stdin === null
    ? createProtocolConnection(new IPCMessageReader(child), new IPCMessageWriter(child))
    : createProtocolConnection(new StreamMessageReader(stdout), new StreamMessageWriter(stdin));
}

/** Keeps what came until somebody asks for it. */
class Published {
  readonly #left: PublishDiagnosticsParams[] = [];
  readonly #waiting: { uri: string; take: (params: PublishDiagnosticsParams) => void }[] = [];

  get left(): readonly PublishDiagnosticsParams[] {
    return this.#left;
  }

  add(params: PublishDiagnosticsParams): void {
    const index = this.#waiting.findIndex(({ uri }) => uri === params.uri);
    const [waiting] = index < 0 ? [] : this.#waiting.splice(index, 1);
    if (waiting === undefined) this.#left.push(params);
    else waiting.take(params);
  }

  next(uri: string): Promise<PublishDiagnosticsParams> {
    const index = this.#left.findIndex((params) => params.uri === uri);
    const [left] = index < 0 ? [] : this.#left.splice(index, 1);
    if (left !== undefined) return Promise.resolve(left);
    return new Promise((take) => this.#waiting.push({ uri, take }));
  }
}
