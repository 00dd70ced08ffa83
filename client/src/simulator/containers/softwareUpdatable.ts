/**
 * SoftwareUpdatable of the containers' thing: installs containers from descriptions, removes them by id
 * (container-management: containerm/things/features_rollouts_software_updatable_internal.go, features_rollouts_util.go).
 */
import type { JsonValue } from '../../../../server/src/messages.ts';
import { digest, type FetchArtifact, type HashName, hashes } from '../artifacts.ts';
import { Panic, type Process } from '../daemon.ts';
import {
  type Decoded,
  flag,
  type GoType,
  int,
  map,
  pointer,
  remarshal,
  slice,
  struct,
  text,
  uint64,
} from '../go/decode.ts';
import { Mutex } from '../go/sync.ts';
import { type Container, ContainerError } from './container.ts';
import { emptyHostConfig, fillDefaults } from './defaults.ts';
import { readDescriptor } from './descriptor.ts';
import type { ContainerEngine, EngineEvent } from './engine.ts';
import type { ContainerTiming } from './operation.ts';
import { type ContainersThing, invalidParameter, notFound, type ThingError } from './things.ts';
import { validateContainer } from './validation.ts';

const softwareModuleId = struct('datatypes.SoftwareModuleID', { name: text(), version: text() });

const artifactAction = struct('datatypes.SoftwareArtifactAction', {
  filename: text(),
  download: map(pointer(struct('datatypes.Links', { url: text(), md5url: text() })), 'datatypes.Protocol'),
  checksums: map(text(), 'datatypes.Hash'),
  size: uint64,
});

const moduleAction = struct('datatypes.SoftwareModuleAction', {
  softwareModule: pointer(softwareModuleId),
  artifacts: slice(pointer(artifactAction)),
  metadata: map(text()),
});

const common = { correlationId: text(), weight: int, metadata: map(text()), forced: flag };

/** `value` of `install`. */
export const updateActionType = struct('datatypes.UpdateAction', {
  ...common,
  softwareModules: slice(pointer(moduleAction)),
});

const dependency = struct('datatypes.DependencyDescription', {
  group: text(),
  name: text(),
  version: text(),
  type: text(),
});

/** `value` of `remove`. */
export const removeActionType = struct('datatypes.RemoveAction', {
  ...common,
  software: slice(pointer(dependency)),
});

type UpdateAction = Decoded<typeof updateActionType>;
type RemoveAction = Decoded<typeof removeActionType>;
type ArtifactAction = Decoded<typeof artifactAction>;
type Dependency = Decoded<typeof dependency>;

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

/** What the device gives up an operation with. */
class OperationFault extends Error {
  constructor(
    message: string,
    readonly rejected = false,
  ) {
    super(message);
  }
}

/** What a module or a removal did to the daemon inside a guarded part: reported, not died of. */
const runtimeError = 'internal runtime error';

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
    softwareModule: Decoded<typeof softwareModuleId>,
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
      for (const artifact of artifacts) {
        containers.push(await this.#download(artifact, `${softwareModule.name}:${softwareModule.version}`));
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

  async #download(artifact: ArtifactAction | null, moduleText: string): Promise<Container> {
    const { process, newId } = this.options;
    const links = artifact?.download?.get('HTTP') ?? artifact?.download?.get('HTTPS');
    if (artifact === null || links == null) throw new OperationFault(runtimeError);
    const fetched = await this.options.fetchArtifact(links.url);
    if (fetched.kind === 'failed') throw new OperationFault(fetched.reason);
    if (fetched.kind === 'elsewhere') {
      process.log(
        `${links.url} is not on this machine: taken as downloaded, a container of ${moduleText} instead.`,
      );
    }
    checkHash(fetched.kind === 'content' ? fetched.body : undefined, artifact.checksums ?? new Map());
    const container =
      fetched.kind === 'content'
        ? readDescriptor(Buffer.from(fetched.body).toString('utf8'))
        : unknownContainer(moduleText);
    try {
      const filled = fillDefaults(container, newId);
      validateContainer(filled);
      return filled;
    } catch (error) {
      throw new OperationFault(operationFault(error).message, true);
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

/** Why `install` is refused at once. @throws Panic where a module or its name is missing */
export function installFault(action: UpdateAction): string | undefined {
  const modules = action.softwareModules ?? [];
  if (modules.length === 0) return 'there are no SoftwareModules to be installed';
  for (const module of modules) {
    if (module === null) throw new Panic('a null in "softwareModules" (nil dereference).');
    if ((module.artifacts ?? []).length > 0) continue;
    const id = module.softwareModule;
    if (id === null) throw new Panic('a module without "softwareModule" (nil dereference).');
    return `there are no SoftwareArtifacts referenced for SoftwareModule [Name.version] = [${id.name}.${id.version}]`;
  }
  return undefined;
}

/** Why `remove` is refused at once. */
export function removeFault({ software }: RemoveAction): string | undefined {
  return (software ?? []).length === 0 ? 'there are no DependencyDescriptions to be removed' : undefined;
}

function arguments_<T extends object>(value: JsonValue | null, type: GoType<T>): T | ThingError {
  const read = remarshal(value, type);
  return read.ok ? read.value : invalidParameter(read.error);
}

/** The first of MD5, SHA1, SHA256 that is given is the only one looked at. */
function checkHash(body: Uint8Array | undefined, checksums: ReadonlyMap<string, string>): void {
  const names: readonly HashName[] = ['MD5', 'SHA1', 'SHA256'];
  const name = names.find((candidate) => (checksums.get(candidate) ?? '') !== '');
  if (name === undefined) return;
  const hash = (checksums.get(name) ?? '').trim();
  const bytes = hashes[name];
  // hex.Decode runs over the end of its buffer before it sees anything wrong further on.
  const readable = /^(?:[0-9a-fA-F]{2})*/.exec(hash)?.[0].length ?? 0;
  if (readable / 2 > bytes) throw new OperationFault(runtimeError);
  if (readable !== hash.length) {
    const reason = `the provided input hash is either invalid, not a hex string or the length exceeds ${bytes} bytes`;
    throw new OperationFault(reason, true);
  }
  // A short hash is filled up with zeros.
  const wanted = hash.toLowerCase().padEnd(bytes * 2, '0');
  if (body !== undefined && digest(name, body) !== wanted) {
    throw new OperationFault(`${name.toLowerCase()} checksum does not match`, true);
  }
}

/** What stands for an artifact that cannot be seen. */
function unknownContainer(image: string): Container {
  return {
    id: '',
    name: '',
    image: { name: image },
    domainName: '',
    hostName: '',
    mounts: null,
    config: null,
    hostConfig: emptyHostConfig(),
    ioConfig: null,
    state: null,
    created: '',
    startedSuccessfullyBefore: false,
  };
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

function operationFault(error: unknown): OperationFault {
  if (error instanceof OperationFault) return error;
  if (error instanceof ContainerError) return new OperationFault(error.message);
  throw error;
}
