/**
 * SoftwareUpdatable of the containers' thing: installs containers from descriptions, removes them by id
 * (container-management: containerm/things/features_rollouts_software_updatable_internal.go, features_rollouts_util.go).
 */
import type { JsonValue } from '../../../../server/src/messages.ts';
import type { FetchArtifact } from '../artifacts.ts';
import { Panic, type Process } from '../daemon.ts';
import { type GoType, remarshal } from '../go/decode.ts';
import { Mutex } from '../go/sync.ts';
import type { Container } from './container.ts';
import { containerOf, operationFault } from './containerArtifact.ts';
import type { ContainerEngine, EngineEvent } from './engine.ts';
import type { ContainerTiming } from './phases.ts';
import {
  type ArtifactAction,
  type Dependency,
  installFault,
  type RemoveAction,
  removeActionType,
  removeFault,
  type SoftwareModuleId,
  updateActionType,
} from './softwareActions.ts';
import { type ContainersThing, invalidParameter, notFound, type ThingError } from './things.ts';

export interface ContainersSoftwareOptions {
  readonly process: Process;
  readonly thing: ContainersThing;
  readonly engine: ContainerEngine;
  readonly timing: ContainerTiming;
  readonly fetchArtifact: FetchArtifact;
  readonly newId: () => string;
}

const feature = 'SoftwareUpdatable';
const definition = 'org.eclipse.hawkbit.swupdatable:SoftwareUpdatable:2.0.0';

export class ContainersSoftware {
  readonly #operationsLock = new Mutex();
  readonly #installed = new Map<string, unknown>();

  constructor(private readonly options: ContainersSoftwareOptions) {}

  async register(): Promise<void> {
    for (const container of this.options.engine.list()) this.#add(container);
    const status = {
      softwareModuleType: 'oci:container',
      ...(this.#installed.size === 0 ? {} : { installedDependencies: this.#dependencies() }),
    };
    await this.options.thing.setFeature(
      feature,
      { definition: [definition], properties: { status } },
      (name, value) => this.#handle(name, value),
    );
  }

  async onEngineEvent(event: EngineEvent, container: Container): Promise<void> {
    if (event === 'created') this.#add(container);
    else if (event === 'removed' && this.#installed.size > 0)
      this.#installed.delete(dependencyKey(container));
    else return;
    await this.#set('installedDependencies', this.#dependencies());
  }

  #handle(operation: string, value: JsonValue | null): ThingError | undefined {
    if (operation === 'install') return this.#install(value);
    if (operation === 'remove') return this.#remove(value);
    return notFound(`unsupported operation called [operationId = ${operation}]`);
  }

  #install(value: JsonValue | null): ThingError | undefined {
    const action = arguments_(value, updateActionType);
    if ('error' in action) return action;
    const fault = installFault(action);
    if (fault !== undefined) return invalidParameter(fault);
    this.options.process.go(() =>
      this.#operationsLock.run(async () => {
        for (const module of action.softwareModules ?? []) {
          if (module?.softwareModule == null) {
            throw new Panic('a module without "softwareModule" (nil dereference in installModule).');
          }
          await this.#installModule(action.correlationId, module.softwareModule, module.artifacts ?? []);
        }
      }),
    );
    return undefined;
  }

  #remove(value: JsonValue | null): ThingError | undefined {
    const action = arguments_(value, removeActionType);
    if ('error' in action) return action;
    const fault = removeFault(action);
    if (fault !== undefined) return invalidParameter(fault);
    this.options.process.go(() => this.#operationsLock.run(() => this.#removeAll(action)));
    return undefined;
  }

  async #installModule(
    correlationId: string,
    softwareModule: SoftwareModuleId,
    artifacts: readonly (ArtifactAction | null)[],
  ): Promise<void> {
    const { process, engine, timing } = this.options;
    const tell = (status: string, message?: string) =>
      this.#set('lastOperation', { correlationId, status, softwareModule, message });
    try {
      await tell('STARTED');
      await tell('DOWNLOADING');
      await process.sleep(timing.download);
      const containers: Container[] = [];
      const instead = `${softwareModule.name}:${softwareModule.version}`;
      for (const artifact of artifacts) {
        containers.push(await containerOf(artifact, instead, this.options));
      }
      await tell('DOWNLOADED');
      await tell('INSTALLING');
      await process.sleep(timing.update);
      for (const container of containers) {
        engine.pull(container.image.name);
        engine.create(container);
      }
      await tell('INSTALLED');
      await process.sleep(timing.activate);
      for (const container of containers) engine.start(container.id);
      await tell('FINISHED_SUCCESS');
    } catch (error) {
      const fault = operationFault(error);
      const status = fault.rejected ? 'FINISHED_REJECTED' : 'FINISHED_ERROR';
      const { message } = fault;
      await this.#set('lastFailedOperation', { correlationId, status, softwareModule, message });
      await tell(status, message);
    }
  }

  async #removeAll({ correlationId, forced, software }: RemoveAction): Promise<void> {
    const failed: Dependency[] = [];
    const rejected: Dependency[] = [];
    const removed: Dependency[] = [];
    const reasons: string[] = [];
    for (const item of software ?? []) {
      if (item === null) {
        await this.#set('lastOperation', { correlationId, status: 'REMOVING', software: [null] });
        throw new Panic('a null in "software" (nil dereference in removeDependency).');
      }
      if (!forced && failed.length > 0) {
        rejected.push(item);
        continue;
      }
      const error = await this.#removeOne(correlationId, item);
      if (error === undefined) removed.push(item);
      else {
        reasons.push(error);
        failed.push(item);
      }
    }
    const end = (status: string, items: readonly Dependency[], message?: string) => ({
      correlationId,
      status,
      software: items.map(dependencyText),
      message,
    });
    if (rejected.length > 0) {
      await this.#set('lastFailedOperation', end('FINISHED_REJECTED', rejected));
      await this.#set('lastOperation', end('FINISHED_REJECTED', rejected));
    }
    if (failed.length > 0) {
      await this.#set('lastFailedOperation', end('FINISHED_ERROR', failed, compound(reasons)));
      await this.#set('lastOperation', end('FINISHED_ERROR', failed, compound(reasons)));
    }
    if (removed.length > 0) await this.#set('lastOperation', end('FINISHED_SUCCESS', removed));
  }

  /** Undefined where it went well, else why not. Only the name counts, and it is the container's id. */
  async #removeOne(correlationId: string, item: Dependency): Promise<string | undefined> {
    const { engine, process, timing } = this.options;
    const software = [dependencyText(item)];
    await this.#set('lastOperation', { correlationId, status: 'REMOVING', software });
    if (engine.get(item.name) === undefined) return `container with ID = ${item.name} does not exist`;
    await process.sleep(timing.cleanup);
    engine.remove(item.name);
    await this.#set('lastOperation', { correlationId, status: 'REMOVED', software });
    return undefined;
  }

  #add(container: Container): void {
    const { group, name, version } = dependencyOf(container);
    this.#installed.set(dependencyKey(container), { ...(group === '' ? {} : { group }), name, version });
  }

  /** Null where there is none: so the device says it. */
  #dependencies(): unknown {
    return this.#installed.size === 0 ? null : Object.fromEntries(this.#installed);
  }

  #set(property: string, value: unknown): Promise<void> {
    return this.options.thing.setProperty(feature, `status/${property}`, value);
  }
}

function arguments_<T extends object>(value: JsonValue | null, type: GoType<T>): T | ThingError {
  const read = remarshal(value, type);
  return read.ok ? read.value : invalidParameter(read.error);
}

function dependencyOf({ id, image }: Container): { group: string; name: string; version: string } {
  const [group = '', ...version] = image.name.split(':');
  return { group, name: id, version: version.join(':') };
}

function dependencyKey(container: Container): string {
  const { group, name, version } = dependencyOf(container);
  return `${group}.${name}:${version}`.replaceAll('/', '%2F');
}

/** As Go marshals it: group and type are left out where empty. */
function dependencyText({ group, name, version, type }: Dependency): unknown {
  return { ...(group === '' ? {} : { group }), name, version, ...(type === '' ? {} : { type }) };
}

function compound(reasons: readonly string[]): string {
  const [only] = reasons;
  if (reasons.length === 1 && only !== undefined) return only;
  return `${reasons.length} errors:\n\n${reasons.map((reason) => `* ${reason}`).join('\n')}`;
}
