/** What news change of a device. Pure: the next snapshot from the last one, bounded. */
import type { News } from '../protocol/news.ts';
import { laterPresence, type Presence } from '../protocol/presence.ts';
import {
  type Dependency,
  type Module,
  type OperationStatus,
  operationOutcome,
} from '../protocol/softwareUpdatable.ts';
import type { OwnerAsked } from '../updates/consent.ts';
import type { Device, FailedModule, LastUpdate, SoftwareOfThing } from './device.ts';
import { shortened } from './inventory.ts';
import type { Silence } from './updateSilence.ts';

/** Whoever may publish could invent features and software without end. */
const mostFeatures = 1000;
const longestFeature = 256;
const mostDependencies = 5000;
const mostThings = 10;

export function lastUpdate(
  activityId: string,
  {
    status,
    message,
    timestamp,
  }: { readonly status: string; readonly message?: string; readonly timestamp?: number },
  time: number,
  outcome: 'success' | 'failure' | undefined,
): LastUpdate {
  return {
    activityId: shortened(activityId),
    status: shortened(status),
    ...(message && { message: shortened(message) }),
    time,
    terminal: outcome !== undefined,
    ok: outcome === 'success',
    ...(timestamp !== undefined && { said: timestamp }),
  };
}

/** An operation on several modules goes on when one of them fails; it ends as badly as the worst of them. */
export function operationUpdate(
  before: LastUpdate | undefined,
  operation: OperationStatus,
  time: number,
): LastUpdate {
  const { correlationId, status, message } = operation;
  const outcome = operationOutcome(status);
  const next = lastUpdate(correlationId, operation, time, outcome);
  const module = operation.modules.at(0);
  if (module === undefined) return next;
  if (outcome === 'failure') {
    const { name, version } = shortDependency(module);
    const failed = { name, ...(version !== undefined && { version }), status: next.status };
    return { ...next, failed: { ...failed, ...(message && { message: shortened(message) }) } };
  }
  const failed = before?.activityId === next.activityId && correlationId !== '' ? before.failed : undefined;
  // The module itself is begun anew: this is another operation of the same name.
  if (failed === undefined || (outcome === undefined && isOf(failed, module))) return next;
  if (outcome === undefined) return { ...next, failed };
  const { message: _, ...end } = next;
  return {
    ...end,
    ...(failed.message && { message: failed.message }),
    status: failed.status,
    ok: false,
    failed,
  };
}

function isOf({ name, version }: FailedModule, module: Module): boolean {
  const short = shortDependency(module);
  return short.name === name && short.version === version;
}

/**
 * True of a word from before the end of the update that was overtaken on its way, and of one that comes after the end:
 * it begins nothing anew.
 */
export function isOvertaken({ lastUpdate }: Device, news: News | undefined): boolean {
  if (!lastUpdate?.terminal) return false;
  if (news?.kind === 'operation') return news.operation.status === 'DOWNLOADED_FILE_STORED';
  if (news?.kind !== 'feedback') return false;
  const { activityId, timestamp } = news.feedback;
  if (lastUpdate.said === undefined || timestamp === undefined) return false;
  return lastUpdate.activityId === shortened(activityId) && timestamp < lastUpdate.said;
}

/** The device with what the update that goes on has asked its owner; the same where that is no update of it. */
export function withOwnerAsked(device: Device, activityId: string, asked: OwnerAsked | undefined): Device {
  const { lastUpdate } = device;
  if (lastUpdate?.activityId !== shortened(activityId) || lastUpdate.terminal) return device;
  const { ownerAsked: before, ...update } = lastUpdate;
  if (before === undefined && !asked?.waits) return device;
  return { ...device, lastUpdate: asked?.waits ? { ...update, ownerAsked: asked } : update };
}

/** The device with its last update known as one that was not started here; the same where that is nothing new. */
export function withElsewhere(device: Device, activityId: string): Device {
  const { lastUpdate } = device;
  if (lastUpdate?.activityId !== shortened(activityId) || lastUpdate.terminal || lastUpdate.elsewhere) {
    return device;
  }
  return { ...device, lastUpdate: { ...lastUpdate, elsewhere: true } };
}

/** The device with its last update silent so, where that goes on. */
export function withSilence(device: Device, silence: Silence): Device {
  const { lastUpdate } = device;
  if (!lastUpdate || lastUpdate.terminal) return device;
  return { ...device, lastUpdate: { ...lastUpdate, silence } };
}

export function hasFeature({ features }: Device, thing: string, feature: string): boolean {
  return features.some((it) => it.thing === thing && it.feature === feature);
}

/** The things below a device have connections of their own at Hono, which say nothing of the device. */
export function withPresence(device: Device, thing: string, said: Presence | undefined): Device {
  if (said === undefined || thing !== device.id) return device;
  return { ...device, presence: laterPresence(device.presence, said) };
}

export function withFeature(device: Device, thing: string, feature: string): Device {
  if (device.features.length >= mostFeatures || feature.length > longestFeature) return device;
  if (hasFeature(device, thing, feature)) return device;
  return { ...device, features: [...device.features, { thing, feature }] };
}

export function withoutFeature(device: Device, thing: string, feature: string): Device {
  const features = device.features.filter((it) => it.thing !== thing || it.feature !== feature);
  return { ...device, features };
}

export function withSoftware(
  device: Device,
  { thing, installed, context }: Extract<News, { kind: 'dependencies' }>,
): Device {
  const known: SoftwareOfThing = device.software.find((it) => it.thing === thing) ?? { thing };
  const others = device.software.filter((it) => it.thing !== thing);
  if (others.length >= mostThings) return device;
  const now: SoftwareOfThing = {
    ...known,
    ...(installed && { installed: installed.slice(0, mostDependencies).map(shortDependency) }),
    ...(context && { context: context.slice(0, mostDependencies).map(shortDependency) }),
  };
  return { ...device, software: [...others, now] };
}

function shortDependency({ name, version, group, type }: Dependency): Dependency {
  return {
    name: shortened(name),
    ...(version !== undefined && { version: shortened(version) }),
    ...(group !== undefined && { group: shortened(group) }),
    ...(type !== undefined && { type: shortened(type) }),
  };
}
