/**
 * What is to be done with each container under a desired state (container-management:
 * containerm/updateagent/update_operation.go, Identify). Of containers with one name only the last counts.
 */
import { type ContainerAction, updateAction } from './compare.ts';
import type { Container } from './container.ts';

export interface PlannedContainer {
  /** `protected`: a system container, left alone without a word to the owner. */
  readonly kind: ContainerAction | 'protected';
  readonly name: string;
  readonly desired: Container | undefined;
  readonly current: Container | undefined;
}

/** First what is desired, in its order, then what is not, in the order in which it is found. */
export function planContainers(
  desired: readonly Container[],
  current: readonly Container[],
  systemContainers: readonly string[],
): readonly PlannedContainer[] {
  const present = new Map(current.map((container) => [container.name, container]));
  const wanted = desired.map((container): PlannedContainer => {
    const { name } = container;
    if (systemContainers.includes(name)) {
      return { kind: 'protected', name, desired: container, current: present.get(name) };
    }
    const existing = present.get(name);
    present.delete(name);
    return { kind: updateAction(existing, container), name, desired: container, current: existing };
  });
  const kept = new Set(wanted.filter(({ kind }) => kind === 'protected').map(({ name }) => name));
  const unwanted = [...present.values()]
    .filter(({ name }) => !kept.has(name))
    .map((container): PlannedContainer => {
      const kind = systemContainers.includes(container.name) ? 'protected' : 'destroy';
      return { kind, name: container.name, desired: undefined, current: container };
    });
  return [...wanted, ...unwanted];
}
