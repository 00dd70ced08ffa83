/** Which thing of a device gets a command. */
import type { JsonValue, Operation, SoftwareUpdatableTarget } from '../../../server/src/messages.ts';
import { parseDittoTopic } from './envelope.ts';
import { softwareUpdatable } from './softwareUpdatable.ts';
import { containersThing, formatThingId, isContainersThing } from './thing.ts';

export interface Target {
  readonly thing: string;
  /** The device itself, not the containers below it. */
  readonly root: boolean;
}

export interface FeatureOfThing {
  readonly thing: string;
  readonly feature: string;
}

/**
 * UpdateManager and `download` are on the root device. Software modules go where the author's topic says (the root
 * device has the generic daemon, `<device>:edge:containers` the containers); else to the one that was chosen; else where
 * the feature was seen; else to the containers.
 */
export function targetOf(
  operation: Operation,
  topic: JsonValue | undefined,
  device: string,
  features: readonly FeatureOfThing[],
  chosen?: SoftwareUpdatableTarget,
): Target {
  const root = { thing: device, root: true };
  if (operation === 'apply' || operation === 'refresh' || operation === 'download') return root;
  const containers = { thing: containersThing(device), root: false };
  const named = typeof topic === 'string' ? parseDittoTopic(topic) : undefined;
  if (named) return isContainersThing(formatThingId(named)) ? containers : root;
  if (chosen) return chosen === 'root' ? root : containers;
  const has = (thing: string) =>
    features.some((it) => it.thing === thing && it.feature === softwareUpdatable);
  return has(root.thing) && !has(containers.thing) ? root : containers;
}
