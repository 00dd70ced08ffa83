// A client without an editor that takes the time: from writing a message until the answer is parsed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import {
  CancellationTokenSource,
  CompletionRequest,
  ConfigurationRequest,
  createProtocolConnection,
  DidChangeConfigurationNotification,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  DocumentSymbolRequest,
  ExitNotification,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  LSPErrorCodes,
  PublishDiagnosticsNotification,
  RegistrationRequest,
  ResponseError,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  WorkspaceFoldersRequest,
} from 'vscode-languageserver/node';
import { peakMemory } from './processes.mjs';

/** @typedef {import('./manifests.mjs').Position} Position */
/** @typedef {import('./manifests.mjs').Manifest} Manifest */
/** @typedef {import('./servers.mjs').Server} Server */

const folder = 'file:///bench';
/** An answer that takes longer ends the bench. Milliseconds. */
const patience = 120_000;

/** One server with one open document. */
export class Client {
  /** From the start of the process until `initialize` was answered. Milliseconds. */
  startTime = 0;
  /** Of the last diagnostics that came. */
  problems = 0;
  /** Versions of the document for which diagnostics came, in their order; 0 where a server names no version. */
  /** @type {number[]} */
  published = [];
  #version = 0;
  #inserted = false;
  /** Of the last diagnostics that were asked for: VS Code sends it along, and a server may say that nothing changed. */
  /** @type {string | undefined} */
  #previousResultId;
  /** @type {{ version: number, resolve: () => void }[]} */
  #waiting = [];

  /**
   * @param {Server} server
   * @param {Manifest} manifest
   */
  constructor(server, manifest) {
    this.server = server;
    this.manifest = manifest;
    this.uri = `${folder}/bench.kanto.${manifest.format}`;
    const start = performance.now();
    this.started = () => performance.now() - start;
    this.process = spawn(process.execPath, server.command, { stdio: ['pipe', 'pipe', 'ignore'] });
    this.exit = once(this.process, 'exit');
    this.connection = createProtocolConnection(
      new StreamMessageReader(this.process.stdout),
      new StreamMessageWriter(this.process.stdin),
    );
    this.connection.onNotification(PublishDiagnosticsNotification.type, ({ uri, version, diagnostics }) => {
      if (uri === this.uri) this.#received(version, diagnostics.length);
    });
    this.connection.onRequest(ConfigurationRequest.type, ({ items }) =>
      items.map(({ section }) =>
        section === undefined ? server.settings : (server.settings[section] ?? null),
      ),
    );
    this.connection.onRequest(WorkspaceFoldersRequest.type, () => [{ uri: folder, name: 'bench' }]);
    this.connection.onRequest(RegistrationRequest.type, () => undefined);
    this.connection.listen();
  }

  async start() {
    await this.connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      rootUri: folder,
      workspaceFolders: [{ uri: folder, name: 'bench' }],
      initializationOptions: this.server.initializationOptions,
      capabilities: capabilities(this.server.pull),
    });
    this.startTime = this.started();
    await this.connection.sendNotification(InitializedNotification.type, {});
  }

  /** Opens the document and waits for its diagnostics. @returns {Promise<number>} milliseconds */
  async open() {
    await this.connection.sendNotification(DidChangeConfigurationNotification.type, {
      settings: this.server.settings,
    });
    await delay(500); // as the start of an editor gives a server time to read its settings
    return timed(async () => {
      await this.connection.sendNotification(DidOpenTextDocumentNotification.type, {
        textDocument: {
          uri: this.uri,
          languageId: this.server.languageId,
          version: ++this.#version,
          text: this.manifest.text,
        },
      });
      await this.#diagnostics();
    });
  }

  /** One key typed, and the next time deleted again. @returns {Promise<number>} milliseconds until its diagnostics */
  change() {
    return timed(async () => {
      await this.#type();
      await this.#diagnostics();
    });
  }

  /** @param {Position} position @returns {Promise<number>} milliseconds until the suggestions, asked for right after a key */
  async completeAfterChange(position) {
    await this.#type();
    /** @type {Promise<void> | undefined} */
    const pushed = this.server.pull ? undefined : this.#diagnostics();
    const time = await this.complete(position);
    await (pushed ?? this.#diagnostics());
    return time;
  }

  /** @param {Position} position @returns {Promise<number>} milliseconds */
  complete(position) {
    return timed(() => this.connection.sendRequest(CompletionRequest.type, { ...this.#document, position }));
  }

  /** @param {Position} position @returns {Promise<number>} milliseconds */
  hover(position) {
    return timed(() => this.connection.sendRequest(HoverRequest.type, { ...this.#document, position }));
  }

  /** @returns {Promise<number>} milliseconds */
  symbols() {
    return timed(() => this.connection.sendRequest(DocumentSymbolRequest.type, this.#document));
  }

  /**
   * Types keys as a person does, each with a request for suggestions that the next one cancels.
   * @param {number} keys
   * @param {number} pause between two keys, milliseconds
   * @returns {Promise<{ time: number, missing: number }>} milliseconds from the last key to its diagnostics, and of how
   *   many keys no diagnostics came
   */
  async typing(keys, pause) {
    const { edit } = this.manifest;
    const first = this.#version + 1;
    this.published = [];
    /** @type {CancellationTokenSource | undefined} */
    let previous;
    /** @type {Promise<unknown>[]} */
    const asked = [];
    let time = 0;
    for (let key = 0; key < keys; key++) {
      const start = performance.now();
      const at = { line: edit.line, character: edit.character + key };
      await this.#replace({ start: at, end: at }, '1');
      previous?.cancel();
      previous = new CancellationTokenSource();
      const position = { ...at, character: at.character + 1 };
      const suggested = this.connection.sendRequest(
        CompletionRequest.type,
        { ...this.#document, position },
        previous.token,
      );
      asked.push(suggested.catch(cancelled));
      const diagnosed = this.#diagnostics().then(() => performance.now() - start);
      if (key < keys - 1) await delay(Math.max(0, pause - (performance.now() - start)));
      else time = await diagnosed;
    }
    await Promise.all(asked);
    await this.#replace({ start: edit, end: { ...edit, character: edit.character + keys } }, '');
    await this.#diagnostics();
    const seen = new Set(this.published);
    const versions = Array.from({ length: keys }, (_, key) => first + key);
    return { time, missing: versions.filter((version) => !seen.has(version)).length };
  }

  /** @returns {Promise<number | undefined>} MB; undefined where the system does not tell */
  memory() {
    return peakMemory(this.process.pid ?? 0);
  }

  async stop() {
    try {
      await Promise.race([
        this.connection.sendRequest(ShutdownRequest.type),
        delay(3000, undefined, { ref: false }),
      ]);
      await this.connection.sendNotification(ExitNotification.type);
      await Promise.race([this.exit, delay(1000, undefined, { ref: false })]);
    } finally {
      this.process.kill('SIGKILL');
      await this.exit;
      this.connection.dispose();
    }
  }

  get #document() {
    return { textDocument: { uri: this.uri } };
  }

  async #type() {
    const { edit } = this.manifest;
    const end = { ...edit, character: edit.character + (this.#inserted ? 1 : 0) };
    await this.#replace({ start: edit, end }, this.#inserted ? '' : '1');
    this.#inserted = !this.#inserted;
  }

  /** @param {{ start: Position, end: Position }} range @param {string} text */
  #replace(range, text) {
    return this.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri: this.uri, version: ++this.#version },
      contentChanges: [{ range, text }],
    });
  }

  /** Waits for the diagnostics of the version that the document has now. */
  async #diagnostics() {
    const version = this.#version;
    if (this.server.pull) {
      const report = await this.connection.sendRequest(DocumentDiagnosticRequest.type, {
        ...this.#document,
        ...(this.#previousResultId !== undefined && { previousResultId: this.#previousResultId }),
      });
      this.#previousResultId = report.resultId;
      this.#received(version, report.kind === 'full' ? report.items.length : this.problems);
      return;
    }
    await Promise.race([
      new Promise((resolve) => this.#waiting.push({ version, resolve: () => resolve(undefined) })),
      delay(patience, undefined, { ref: false }).then(() => {
        throw new Error(`${this.server.name} sent no diagnostics within ${patience / 1000} s.`);
      }),
    ]);
  }

  /** @param {number | undefined} version @param {number} problems */
  #received(version, problems) {
    this.problems = problems;
    this.published.push(version ?? 0);
    const met = this.#waiting.filter((it) => version === undefined || it.version <= version);
    this.#waiting = this.#waiting.filter((it) => !met.includes(it));
    for (const { resolve } of met) resolve();
  }
}

/** @param {() => Promise<unknown>} run @returns {Promise<number>} milliseconds */
async function timed(run) {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

/** @param {unknown} error */
function cancelled(error) {
  const expected = error instanceof ResponseError && cancellations.includes(error.code);
  if (!expected) throw error;
}

/** @type {readonly number[]} */
const cancellations = [
  LSPErrorCodes.RequestCancelled,
  LSPErrorCodes.ServerCancelled,
  LSPErrorCodes.ContentModified,
];

/** What VS Code can do, as far as it matters here. @param {boolean} pull */
function capabilities(pull) {
  return {
    workspace: {
      configuration: true,
      workspaceFolders: true,
      didChangeConfiguration: { dynamicRegistration: true },
    },
    textDocument: {
      synchronization: { dynamicRegistration: false },
      publishDiagnostics: {
        versionSupport: true,
        relatedInformation: true,
        codeDescriptionSupport: true,
        dataSupport: true,
      },
      ...(pull && { diagnostic: { dynamicRegistration: false } }),
      completion: {
        contextSupport: true,
        completionItem: { snippetSupport: true, documentationFormat: markup, insertReplaceSupport: true },
        completionList: {
          itemDefaults: ['editRange', 'insertTextFormat', 'insertTextMode', 'data', 'commitCharacters'],
        },
      },
      hover: { contentFormat: markup },
      documentSymbol: { hierarchicalDocumentSymbolSupport: true },
      foldingRange: { lineFoldingOnly: true },
    },
  };
}

/** @type {import('vscode-languageserver/node').MarkupKind[]} */
const markup = ['markdown', 'plaintext'];
