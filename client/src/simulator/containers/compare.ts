/**
 * What becomes of a container under a desired state (container-management: containerm/util/containers_compare.go):
 * only the restart policy and the resources can change in place.
 */
import type { Container, HostConfig, LogConfig } from './container.ts';

export type ContainerAction = 'check' | 'create' | 'recreate' | 'update' | 'destroy';

export const actionMessages: Readonly<Record<ContainerAction, string>> = {
  check: 'No changes detected, existing container will be check only if it is running.',
  create: 'New container will be created and started.',
  recreate: 'Existing container will be destroyed and replaced by a new one.',
  update: 'Existing container will be updated with new configuration.',
  destroy: 'Existing container will be destroyed, no longer needed.',
};

export function updateAction(current: Container | undefined, desired: Container): ContainerAction {
  if (current === undefined) return 'create';
  if (current.image.name !== desired.image.name) return 'recreate';
  if (!sameSet(current.mounts, desired.mounts)) return 'recreate';
  if (!sameProcess(current.config, desired.config)) return 'recreate';
  if (!same(current.ioConfig, desired.ioConfig)) return 'recreate';
  if (!sameFixed(current.hostConfig, desired.hostConfig)) return 'recreate';
  if (!same(current.hostConfig?.resources, desired.hostConfig?.resources)) return 'update';
  return same(current.hostConfig?.restartPolicy, desired.hostConfig?.restartPolicy) ? 'check' : 'update';
}

/** The order of arguments counts, the order of variables does not. */
function sameProcess(current: Container['config'], desired: Container['config']): boolean {
  if (current === null || desired === null) return current === desired;
  return same(current.cmd ?? [], desired.cmd ?? []) && sameSet(current.env, desired.env);
}

/** What cannot change without a new container. */
function sameFixed(current: HostConfig | null, desired: HostConfig | null): boolean {
  if (current === null || desired === null) return current === desired;
  return (
    current.privileged === desired.privileged &&
    current.networkMode === desired.networkMode &&
    sameSet(current.devices, desired.devices) &&
    sameSet(current.extraHosts, desired.extraHosts) &&
    sameSet(current.extraCapabilities, desired.extraCapabilities) &&
    sameSet(current.portMappings, desired.portMappings) &&
    sameLog(current.logConfig, desired.logConfig)
  );
}

function sameLog(current: LogConfig | null, desired: LogConfig | null): boolean {
  return same(current, desired);
}

/** As many items, and each of one in the other: `[a, a, b]` and `[a, b, b]` are the same to the device. */
function sameSet(current: readonly unknown[] | null, desired: readonly unknown[] | null): boolean {
  const one = (current ?? []).map(key);
  const other = (desired ?? []).map(key);
  return (
    one.length === other.length &&
    one.every((item) => other.includes(item)) &&
    other.every((item) => one.includes(item))
  );
}

function same(one: unknown, other: unknown): boolean {
  return key(one) === key(other);
}

/** A value as text that does not depend on the order of its fields. */
function key(value: unknown): string {
  return JSON.stringify(value ?? null, (_, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([one], [other]) => (one < other ? -1 : 1)))
      : item,
  );
}
