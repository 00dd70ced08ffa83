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
import { storedModules } from './module.ts';
import { downloadModule, installModule, type OperationStatus, type SoftwareTiming } from './operations.ts';
import type { Dependency, RunScript } from './script.ts';
import { type ModuleId, type UpdateAction, updateAction } from './types.ts';

export interface SoftwareUpdateOptions {
  readonly thing: Topic;
  readonly timing: SoftwareTiming;
  readonly fetchArtifact: FetchArtifact;
  readonly runScript: RunScript;
}

const feature = 'SoftwareUpdatable';
const definition = 'org.eclipse.hawkbit.swupdatable:SoftwareUpdatable:2.0.0';

export function softwareUpdateProgram(options: SoftwareUpdateOptions): Program {
  return async (process) => {
    const daemon = new SoftwareUpdate(process, options);
    await process.subscribe('command///req/#', ({ topic, payload }) => {
      const read = readMessage(topic, payload, 'null');
      if (!read.ok) return process.log(`no Ditto message, ignored: ${read.error}`);
      // Without a request id nothing is looked at.
      return read.message.requestId === '' ? undefined : daemon.handle(read.message);
    });
    await daemon.register();
  };
}

class SoftwareUpdate {
  /** Operations run one after the other. */
  readonly #queue = new Mutex();
  readonly #dependencies = new Map<string, Dependency>();
  #stored = 0;

  constructor(
    private readonly process: Process,
    private readonly options: SoftwareUpdateOptions,
  ) {}

  register(): Promise<void> {
    const status = { softwareModuleType: 'software', lastOperation: null, lastFailedOperation: null };
    const value = { definition: [definition], properties: { status } };
    return this.process.publish('e', modify(this.options.thing, `/features/${feature}`, value));
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

  async #prepare(operation: 'install' | 'download', action: UpdateAction): Promise<void> {
    const actions = action.softwareModules ?? [];
    const modules = storedModules(actions);
    if (modules === undefined) {
      for (const module of actions) {
        await this.#tell(action.correlationId, {
          status: 'FINISHED_ERROR',
          module: module?.softwareModule ?? undefined,
          message: 'Fail to save operation data.',
        });
      }
      return;
    }
    const context = {
      ...this.options,
      process: this.process,
      tell: (status: OperationStatus) => this.#tell(action.correlationId, status),
      installed: (dependencies: readonly Dependency[]) => this.#install(dependencies),
    };
    this.process.go(() =>
      this.#queue.run(async () => {
        let well = true;
        for (const module of modules) {
          if (operation === 'install') await installModule(module, context);
          else well = await downloadModule(module, context);
        }
        if (operation === 'install' || !well) return;
        for (const { name, version } of modules) {
          const path = `modules/${this.#stored++}`;
          await context.tell({ status: 'DOWNLOADED_FILE_STORED', module: { name, version, path } });
        }
      }),
    );
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

  async #install(dependencies: readonly Dependency[]): Promise<void> {
    for (const dependency of dependencies) {
      this.#dependencies.set(`${dependency.group}/${dependency.name}`, dependency);
    }
    const values = [...this.#dependencies.values()].map(
      (dependency, index) => [String(index), dependency] as const,
    );
    await this.#set('installedDependencies', Object.fromEntries(values));
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
