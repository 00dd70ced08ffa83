/**
 * The stand-in for the device's container engine: keeps containers in memory and pulls nothing. An image with
 * `nosuch` in its name cannot be found. It outlives a crash of the daemon in front of it, as containerd does.
 */
import type { Clock } from '../clock.ts';
import {
  type Container,
  ContainerError,
  type Resources,
  type RestartPolicy,
  type State,
} from './container.ts';
import { fillDefaults, fillMemorySwap } from './defaults.ts';
import { validateContainer, validateResources, validateRestartPolicy } from './validation.ts';

/** Stopping and updating tell nothing: so it was recorded. */
export type EngineEvent = 'created' | 'running' | 'removed';

export class ContainerEngine {
  readonly #containers = new Map<string, Container>();
  #observer: (event: EngineEvent, container: Container) => void = () => undefined;

  constructor(
    private readonly clock: Clock,
    private readonly newId: () => string,
  ) {}

  /** Hands events to the daemon that runs now; the one before it hears no more. */
  observe(observer: (event: EngineEvent, container: Container) => void): void {
    this.#observer = observer;
  }

  list(): readonly Container[] {
    return [...this.#containers.values()];
  }

  get(id: string): Container | undefined {
    return this.#containers.get(id);
  }

  /** @throws ContainerError where there is no such image */
  pull(image: string): void {
    if (image.includes('nosuch'))
      throw new ContainerError(`failed to resolve reference "${image}": not found`);
  }

  /** @throws ContainerError where the id is taken or the configuration is refused */
  create(wanted: Container): Container {
    if (this.#containers.has(wanted.id)) {
      throw new ContainerError(`container with id = ${wanted.id} already exists`);
    }
    const container = fillDefaults(structuredClone(wanted), this.newId);
    fillMemorySwap(container);
    validateContainer(container);
    container.state = { status: 'Created', pid: -1, startedAt: '', finishedAt: '' };
    container.created = this.#time();
    this.#containers.set(container.id, container);
    this.#observer('created', container);
    return container;
  }

  /** @throws ContainerError where there is no such container or it runs already */
  start(id: string): void {
    const { container, state } = this.#known(id);
    if (state.status === 'Running') {
      throw new ContainerError(`the container with id = ${id} is already running`);
    }
    Object.assign(state, { status: 'Running', pid: 42, startedAt: this.#time() });
    container.startedSuccessfullyBefore = true;
    this.#observer('running', container);
  }

  /** @throws ContainerError where there is no such container */
  stop(id: string): void {
    const { state } = this.#known(id);
    if (state.status === 'Running') {
      Object.assign(state, { status: 'Stopped', pid: -1, finishedAt: this.#time() });
    }
  }

  /**
   * Changes what can change in place. Without resources in the wish the present ones stay.
   * @throws ContainerError where there is no such container or the wish is refused
   */
  update(id: string, policy: RestartPolicy | null, resources: Resources | null): void {
    const { container } = this.#known(id);
    validateRestartPolicy(policy);
    validateResources(resources);
    const host = container.hostConfig;
    if (host === null) return;
    if (policy !== null) host.restartPolicy = { ...policy };
    if (resources !== null) {
      host.resources = Object.values(resources).some((limit) => limit !== '') ? { ...resources } : null;
    }
  }

  /** Stops it where it runs. @throws ContainerError where there is no such container */
  remove(id: string): void {
    this.stop(id);
    const { container } = this.#known(id);
    this.#containers.delete(id);
    this.#observer('removed', container);
  }

  #known(id: string): { readonly container: Container; readonly state: State } {
    const container = this.#containers.get(id);
    if (!container?.state) throw new ContainerError(`no such container with id = ${id} exists`);
    return { container, state: container.state };
  }

  #time(): string {
    return new Date(this.clock.now()).toISOString();
  }
}
