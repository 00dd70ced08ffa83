/** What of a device can be removed by the feature SoftwareUpdatable. Pure. */
import type { JsonObject, JsonValue } from '../../../server/src/messages.ts';
import type { Device, InstalledComponent } from '../devices/device.ts';
import { shortened } from '../devices/inventory.ts';
import type { Twin } from '../devices/reports.ts';
import { isObject, objectField, stringField } from '../protocol/json.ts';
import type { Dependency } from '../protocol/softwareUpdatable.ts';
import { containersThing } from '../protocol/thing.ts';

export interface Removable {
  /** As a remove has to name it: `name` is the container's id (kanto: section 5.1). */
  readonly software: Dependency;
  /** For people: the container's name, else the last part of its image. */
  readonly name: string;
  /** `Running`, `Exited`, …, as the device says it. */
  readonly status?: string;
}

/**
 * The containers that the device reports with their ids: what SoftwareUpdatable lists as installed, and any other container
 * that has a feature of its own. The generic daemon takes no remove, so what it installed is not among them.
 */
export function removables(device: Device, twin: Twin | undefined): readonly Removable[] {
  const thing = containersThing(device.id);
  const containers = containersOf(twin, thing);
  const listed = device.software.find((it) => it.thing === thing)?.installed ?? [];
  const known = new Set(listed.map(({ name }) => name));
  const others = [...containers.keys()].filter((id) => !known.has(id));
  return [...listed, ...others.map((name): Dependency => ({ name }))].map((software) => {
    const container = containers.get(software.name);
    const name = container?.name ?? software.group?.split('/').at(-1);
    const status = container?.status;
    return { software, name: name || software.name, ...(status !== undefined && { status }) };
  });
}

/** What the generic software-update daemon installed: it takes no remove, and does not even answer one (kanto: section 5). */
export function irremovables({ id, software }: Device): readonly Dependency[] {
  return software.find(({ thing }) => thing === id)?.installed ?? [];
}

/**
 * The containers that a component of the device stands for: by its id, else by its name, which several containers can
 * have. Empty where the device has not reported the container's id.
 */
export function removablesOf(component: InstalledComponent, all: readonly Removable[]): readonly Removable[] {
  const byId = all.filter(({ software }) => component.domain === '' && software.name === component.id);
  if (byId.length > 0) return byId;
  return component.domain === 'containers' ? all.filter(({ name }) => name === component.id) : [];
}

/** The value of the message that removes them. */
export function removeValue(removed: readonly Removable[]): JsonObject {
  return {
    software: removed.map(({ software: { group, name, version, type } }) => ({
      ...(group !== undefined && { group }),
      name,
      ...(version !== undefined && { version }),
      ...(type !== undefined && { type }),
    })),
  };
}

interface Container {
  readonly name?: string;
  readonly status?: string;
}

const prefix = 'Container:';

/** By id, as the containers' features tell (container-management: containerm/things/things_container_*.go). */
function containersOf(twin: Twin | undefined, thing: string): ReadonlyMap<string, Container> {
  const features = objectIn(objectIn(twin?.things, thing), 'features');
  const found = new Map<string, Container>();
  for (const [feature, value] of Object.entries(features ?? {})) {
    if (!feature.startsWith(prefix) || feature === prefix) continue;
    found.set(feature.slice(prefix.length), containerOf(value));
  }
  return found;
}

function containerOf(feature: JsonValue): Container {
  const told = objectIn(objectIn(isObject(feature) ? feature : undefined, 'properties'), 'status');
  const name = told && stringField(told, 'name');
  const state = objectIn(told, 'state');
  const status = state && stringField(state, 'status');
  return { ...(name && { name: shortened(name) }), ...(status && { status: shortened(status) }) };
}

function objectIn(object: JsonObject | undefined, name: string): JsonObject | undefined {
  return object && objectField(object, name);
}
