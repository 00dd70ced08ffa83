/**
 * The generic software-update daemon: SoftwareUpdatable of the root thing, install and download, no remove
 * (software-update: hawkbit/software_updatable*.go, internal/feature*.go).
 */
import type { FetchArtifact } from '../artifacts.ts';
import type { Process, Program } from '../daemon.ts';
import {
  correlationId,
  invalidParameter,
  isFor,
  type Message,
  modify,
  readMessage,
  reply,
  responseRequired,
  type Topic,
} from '../ditto.ts';
import { remarshal } from '../go/decode.ts';
import { Mutex } from '../go/sync.ts';
import { type Dependency, dependenciesOf } from './dependencies.ts';
import { storedModules } from './module.ts';
import { type ArtifactType, type OperationStatus, perform, type SoftwareTiming } from './operations.ts';
import type { RunScript } from './script.ts';
import { type Operation, type SoftwareStorage, WorkingFolder } from './storage.ts';
import { type ModuleId, type UpdateAction, updateAction } from './types.ts';

export interface SoftwareUpdateOptions {
  readonly thing: Topic;
  readonly timing: SoftwareTiming;
  readonly artifactType: ArtifactType;
  /** Outlives the daemon. */
  readonly storage: SoftwareStorage;
  readonly fetchArtifact: FetchArtifact;
  readonly runScript: RunScript;
  /** The order in which Go happens to walk a map. */
  readonly mapOrder: <T>(items: readonly T[]) => readonly T[];
}

const feature = 'SoftwareUpdatable';
const definition = 'org.eclipse.hawkbit.swupdatable:SoftwareUpdatable:2.0.0';

export function softwareUpdateProgram(options: SoftwareUpdateOptions): Program {
  return async (process) => {
    const dependencies = dependenciesOf(options.storage.dependencies);
    if (dependencies === undefined) {
      process.log('failed to load installed dependencies: it runs, but does nothing.');
      return;
    }
    const daemon = new SoftwareUpdate(process, options);
    await process.subscribe('command///req/#', ({ topic, payload }) => {
      const read = readMessage(topic, payload, 'older');
      if (!read.ok) return process.log(`no Ditto message, ignored: ${read.error}`);
      // Without a request id nothing is looked at.
      return read.message.requestId === '' ? undefined : daemon.handle(read.message);
    });
    await daemon.register(dependencies);
    daemon.goOn();
  };
}

class SoftwareUpdate {
  /** Operations run one after the other. */
  readonly #queue = new Mutex();

  constructor(
    private readonly process: Process,
    private readonly options: SoftwareUpdateOptions,
  ) {}

  register(installed: readonly Dependency[]): Promise<void> {
    const status = {
      softwareModuleType: 'software',
      ...(installed.length > 0 && { installedDependencies: numbered(installed) }),
      lastOperation: null,
      lastFailedOperation: null,
    };
    const value = { definition: [definition], properties: { status } };
    return this.process.publish('e', modify(this.options.thing, `/features/${feature}`, value));
  }

  /**
   * Does what was not done when the daemon ended. Of several the real one does a single one, as often as there are
   * (software-update: internal/feature_internal.go, load: its loop hands out its variables, not their values).
   */
  goOn(): void {
    const waiting = this.options.mapOrder([...this.options.storage.operations]);
    const last = waiting.at(-1);
    if (last !== undefined) for (const _ of waiting) this.#enqueue(last);
  }

  async handle(message: Message): Promise<void> {
    if (!isFor(message, this.options.thing)) return;
    const [, operation] =
      /^\/features\/SoftwareUpdatable\/inbox\/messages\/(.*)$/s.exec(message.envelope.path) ?? [];
    if (operation !== 'install' && operation !== 'download') return;
    const { headers } = message.envelope;
    const answer = responseRequired(headers);
    const action = remarshal(message.envelope.value, updateAction);
    if (!action.ok) {
      this.process.log(`${operation} refused: ${action.error}`);
      if (answer) await this.#reply(message, operation, invalidParameter(action.error));
      return;
    }
    if (answer) await this.#reply(message, operation);
    // The device writes the correlation id into its log here, whether it is to answer or not.
    correlationId(headers);
    await this.#prepare(operation, action.value);
  }

  async #prepare(kind: Operation['kind'], { correlationId, softwareModules }: UpdateAction): Promise<void> {
    const actions = softwareModules ?? [];
    if (actions.length === 0) return;
    const modules = storedModules(actions);
    if (modules === undefined) {
      for (const module of actions) {
        await this.#tell(correlationId, {
          status: 'FINISHED_ERROR',
          module: module?.softwareModule ?? undefined,
          message: 'Fail to save operation data.',
        });
      }
      return;
    }
    const operation = { kind, correlationId, folders: modules.map((module) => new WorkingFolder(module)) };
    this.options.storage.operations.add(operation);
    this.#enqueue(operation);
  }

  #enqueue(operation: Operation): void {
    const context = {
      ...this.options,
      process: this.process,
      tell: (status: OperationStatus) => this.#tell(operation.correlationId, status),
      tellDependencies: (installed: readonly Dependency[]) =>
        this.#set('installedDependencies', numbered(installed)),
    };
    this.process.go(() => this.#queue.run(() => perform(operation, context)));
  }

  async #tell(
    correlation: string,
    {
      status,
      module,
      progress,
      message,
      statusCode,
    }: Omit<OperationStatus, 'module'> & {
      readonly module?: OperationStatus['module'] | ModuleId | undefined;
    },
  ): Promise<void> {
    const softwareModule = module && {
      name: module.name,
      version: module.version,
      path: module.path || undefined,
    };
    const value = {
      correlationID: correlation,
      message: message || undefined,
      progress,
      softwareModule,
      status,
      statusCode: statusCode || undefined,
    };
    if (status === 'FINISHED_ERROR') await this.#set('lastFailedOperation', value);
    await this.#set('lastOperation', value);
  }

  #set(property: string, value: unknown): Promise<void> {
    const path = `/features/${feature}/properties/status/${property}`;
    return this.process.publish('e', modify(this.options.thing, path, value));
  }

  #reply(message: Message, operation: string, error?: ReturnType<typeof invalidParameter>): Promise<void> {
    const topic = `command///res/${message.requestId}/${error === undefined ? 204 : 400}`;
    const correlation = correlationId(message.envelope.headers);
    return this.process.publish(topic, reply(this.options.thing, feature, operation, correlation, error));
  }
}

/** As the device tells a list of them: a map whose keys are their places. */
function numbered(dependencies: readonly Dependency[]): Record<string, Dependency> {
  return Object.fromEntries(dependencies.map((dependency, index) => [String(index), dependency]));
}
