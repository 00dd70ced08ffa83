/**
 * The containers domain's part of a desired state, understood (container-management:
 * containerm/updateagent/internal_desired_state.go, update_manager_util.go).
 */
import { Panic } from '../daemon.ts';
import { trimSpace } from '../go/strconv.ts';
import type { DesiredState } from '../updateManager/types.ts';
import { type Conversion, toContainers } from './config.ts';
import { type Container, ContainerError } from './container.ts';

export interface InternalDesiredState {
  readonly containers: readonly Container[];
  readonly baselines: ReadonlyMap<string, readonly Container[]>;
  /** Undefined where the desired state does not name them; then the device's own list holds. */
  readonly systemContainers: readonly string[] | undefined;
  /** Version of the first component of that name; empty where there is none. */
  versionOf(name: string): string;
}

const domainId = 'containers';

/** @throws ContainerError where the agent refuses it; Panic where something is null that must not be */
export function toInternalDesiredState(
  desiredState: DesiredState,
  conversion: Conversion,
): InternalDesiredState {
  const domains = desiredState.domains ?? [];
  const [domain] = domains;
  if (domains.length !== 1) {
    throw new ContainerError(`one domain expected in desired state specification, but got ${domains.length}`);
  }
  if (domain == null) throw new Panic('a null in "domains" (nil dereference).');
  if (domain.id !== domainId) {
    throw new ContainerError(`domain id mismatch - expecting ${domainId}, received ${domain.id}`);
  }
  const components = domain.components ?? [];
  const containers = wrapped('cannot convert desired state components to container configurations', () =>
    toContainers(components, conversion),
  );
  const baselines = wrapped('cannot process desired state baselines with containers', () =>
    baselinesOf(desiredState, containers),
  );
  let systemContainers: readonly string[] | undefined;
  for (const entry of domain.config ?? []) {
    if (entry === null) throw new Panic('a null in the domain\'s "config" (nil dereference).');
    if (entry.key === 'systemContainers') systemContainers = entry.value.split(',').map(trimSpace);
  }
  return {
    containers,
    baselines,
    systemContainers,
    versionOf: (name) => components.find((component) => component?.id === name)?.version ?? '',
  };
}

/** Containers by baseline; what is in no baseline is one by itself. */
function baselinesOf(
  desiredState: DesiredState,
  containers: readonly Container[],
): Map<string, readonly Container[]> {
  const prefix = `${domainId}:`;
  const free = new Map(containers.map((container) => [container.name, container]));
  const baselines = new Map<string, readonly Container[]>();
  for (const baseline of desiredState.baselines ?? []) {
    if (baseline === null) throw new Panic('a null in "baselines" (nil dereference).');
    const own = (baseline.components ?? [])
      .filter((component) => component.startsWith(prefix))
      .map((component) => {
        const name = component.slice(prefix.length);
        const container = free.get(name);
        if (container === undefined) {
          throw new ContainerError(
            `problem with baseline ${baseline.title}: cannot find container component ${component}`,
          );
        }
        free.delete(name);
        return container;
      });
    baselines.set(baseline.title, own);
  }
  for (const [name, container] of free) baselines.set(prefix + name, [container]);
  return baselines;
}

function wrapped<T>(what: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ContainerError)) throw error;
    throw new ContainerError(`${what}: ${error.message}`);
  }
}
