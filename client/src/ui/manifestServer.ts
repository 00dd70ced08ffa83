/** The language server: started with the first manifest, asked what a document is. */
import { Disposable, EventEmitter, type Position, type TextDocument, type Uri, workspace } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
  type ArtifactDigest,
  type ArtifactEdits,
  type ArtifactEditsParams,
  type ArtifactParams,
  type ArtifactPlace,
  artifactEditsRequest,
  artifactRequest,
  type ConfigurationAnswer,
  type ConfigurationParams,
  type Converted,
  type ConvertParams,
  configurationRequest,
  convertRequest,
  type DescribeParams,
  type DetectParams,
  describeRequest,
  detectRequest,
  type Imported,
  type ImportParams,
  importRequest,
  type ManifestDescription,
  type ManifestKind,
  type PlanAnswer,
  type PlanParams,
  planRequest,
  type Refusal,
  type Reshaped,
  type ReshapeParams,
  reshapeRequest,
  type SoftwareUpdatableTarget,
} from '../../../server/src/messages.ts';
import { handOverFiles } from './configurationFiles.ts';
import { isEdited } from './editedDocuments.ts';
import { createLanguageClient, onRunning, renewLenses } from './languageClient.ts';
import { formatOf, isManifestLanguage } from './model/manifestFiles.ts';
import { tellManifests } from './workspaceManifests.ts';

/** `failed`: it could not be started, or ended too often. */
export type ServerState = 'stopped' | 'starting' | 'running' | 'failed';

export class ManifestServer implements Disposable {
  readonly #extensionUri: Uri;
  #client: Promise<LanguageClient> | undefined;
  #manifests: Disposable | undefined;
  readonly #started = new EventEmitter<LanguageClient>();
  /** A server has been started, the first one or a new one. */
  readonly onStarted = this.#started.event;

  #state: ServerState = 'stopped';
  readonly #states = new EventEmitter<ServerState>();
  readonly onState = this.#states.event;

  constructor(extensionUri: Uri) {
    this.#extensionUri = extensionUri;
  }

  /** The running client; starts it where needed. Rejects where the server cannot be started; the next call tries again. */
  start(): Promise<LanguageClient> {
    this.#client ??= this.#launch();
    return this.#client;
  }

  get state(): ServerState {
    return this.#state;
  }

  #become(state: ServerState): void {
    this.#state = state;
    this.#states.fire(state);
  }

  async #launch(): Promise<LanguageClient> {
    this.#become('starting');
    try {
      const client = await createLanguageClient(this.#extensionUri);
      this.#manifests?.dispose();
      this.#manifests = Disposable.from(
        tellManifests(client, (uri) => this.configuration(uri)),
        handOverFiles(client),
        workspace.onDidGrantWorkspaceTrust(() => renewLenses(client)),
      );
      await onRunning(client, (runs) => this.#become(runs ? 'running' : 'failed'));
      await client.start();
      this.#started.fire(client);
      return client;
    } catch (error) {
      this.#client = undefined;
      this.#become('failed');
      throw error;
    }
  }

  /** Ends the server, if it runs, and starts a new one. */
  async restart(): Promise<void> {
    const running = this.#client;
    this.#client = undefined;
    try {
      // One that has crashed too often may not even end well: a new one starts all the same.
      await (await running)?.dispose();
    } finally {
      await this.start();
    }
  }

  /**
   * What the document is, as the editor shows it now, saved or not; of several manifests the one of this number, from 1.
   * `target`: the daemon that gets it, where that is chosen.
   */
  describe(
    document: TextDocument,
    number?: number,
    target?: SoftwareUpdatableTarget,
  ): Promise<ManifestDescription> {
    return this.#request({
      ...named(document),
      ...(number !== undefined && { number }),
      ...(target && { target }),
    });
  }

  /** The document in the other text format, or why not. */
  async convert(
    document: TextDocument,
    to: ConvertParams['to'],
    position: ConvertParams['position'] | undefined,
  ): Promise<Converted | Refusal> {
    const client = await this.start();
    const params: ConvertParams = { manifest: named(document), to, ...(position && { position }) };
    return client.sendRequest<Converted | Refusal>(convertRequest, params);
  }

  /** The edits that give the document another form, or why not. */
  async reshape(
    document: TextDocument,
    { to, position, device }: ReshapeQuestion,
  ): Promise<Reshaped | Refusal> {
    const client = await this.start();
    const params: ReshapeParams = {
      manifest: named(document),
      to,
      ...(position && { position }),
      ...(device !== undefined && { device }),
    };
    return client.sendRequest<Reshaped | Refusal>(reshapeRequest, params);
  }

  /** The artifact at a place of the document, or why there is none whose file could be asked for. */
  async artifact(document: TextDocument, position: Position): Promise<ArtifactPlace | Refusal> {
    const client = await this.start();
    const params: ArtifactParams = { manifest: named(document), position };
    return client.sendRequest<ArtifactPlace | Refusal>(artifactRequest, params);
  }

  /** The edits that write down what was found out of an artifact's file, or why not. */
  async artifactEdits(
    document: TextDocument,
    position: Position,
    digest: ArtifactDigest,
  ): Promise<ArtifactEdits | Refusal> {
    const client = await this.start();
    const params: ArtifactEditsParams = { manifest: named(document), position, digest };
    return client.sendRequest<ArtifactEdits | Refusal>(artifactEditsRequest, params);
  }

  /** What a message is that is about to be sent to the target. */
  describeJson(text: string, target: SoftwareUpdatableTarget): Promise<ManifestDescription> {
    return this.#request({ text, format: 'json', target });
  }

  /** What an apply would do to the device that reports the inventory in `params`. */
  async plan(params: PlanParams): Promise<PlanAnswer> {
    const client = await this.start();
    return client.sendRequest<PlanAnswer>(planRequest, params);
  }

  /** What a text is. */
  describeText(params: Extract<DescribeParams, { readonly text: string }>): Promise<ManifestDescription> {
    return this.#request(params);
  }

  /** A manifest of what a device reports that it runs, or why there is none. */
  async importManifest(params: ImportParams): Promise<Imported | Refusal> {
    const client = await this.start();
    return client.sendRequest<Imported | Refusal>(importRequest, params);
  }

  async #request(params: DescribeParams): Promise<ManifestDescription> {
    const client = await this.start();
    return client.sendRequest<ManifestDescription>(describeRequest, params);
  }

  /** The configuration file that holds for a file. */
  async configuration(uri: Uri): Promise<ConfigurationAnswer> {
    const client = await this.start();
    const params: ConfigurationParams = { uri: uri.toString() };
    return client.sendRequest<ConfigurationAnswer>(configurationRequest, params);
  }

  async detect(params: DetectParams): Promise<ManifestKind | null> {
    const client = await this.start();
    return client.sendRequest<ManifestKind | null>(detectRequest, params);
  }

  async dispose(): Promise<void> {
    const running = this.#client;
    this.#client = undefined;
    this.#started.dispose();
    this.#states.dispose();
    this.#manifests?.dispose();
    await (await running)?.dispose();
  }
}

interface ReshapeQuestion {
  readonly to: ReshapeParams['to'];
  readonly position: ReshapeParams['position'] | undefined;
  readonly device?: string;
}

/** A document that the server knows by its address; any other by its text. */
function named(document: TextDocument): DescribeParams {
  if (isManifestLanguage(document.languageId) && isEdited(document)) return { uri: document.uri.toString() };
  return { text: document.getText(), format: formatOf(document.languageId) ?? 'json' };
}
