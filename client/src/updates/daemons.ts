/** Which daemon of a device gets software modules: container management, or the generic software-update daemon. Pure. */
import type { ManifestDescription, SoftwareUpdatableTarget } from '../../../server/src/messages.ts';
import { parseDittoTopic } from '../protocol/envelope.ts';
import { field, isObject } from '../protocol/json.ts';
import { softwareUpdatable } from '../protocol/softwareUpdatable.ts';
import type { FeatureOfThing } from '../protocol/target.ts';
import { containersThing, formatThingId, isContainersThing } from '../protocol/thing.ts';

export interface DaemonChoice {
  /** Those that can be meant; more than one where somebody has to say. */
  readonly daemons: readonly SoftwareUpdatableTarget[];
  /** The device has told that it has them; otherwise they are what a device can have. */
  readonly reported: boolean;
}

const told = (daemon: SoftwareUpdatableTarget): DaemonChoice => ({ daemons: [daemon], reported: true });

/** Whether it is a command to SoftwareUpdatable, which two daemons have. */
export function isForSoftware({ kind }: Pick<ManifestDescription, 'kind'>): boolean {
  return kind?.role === 'request' && ['install', 'remove', 'download'].includes(kind.operation ?? '');
}

/** For a command to SoftwareUpdatable; where its envelope says for whom it is, that counts. */
export function daemonsFor(
  { kind, content }: Pick<ManifestDescription, 'kind' | 'content'>,
  device: string,
  features: readonly FeatureOfThing[],
): DaemonChoice {
  const topic = kind?.form === 'envelope' && isObject(content) ? field(content, 'topic') : undefined;
  const named = typeof topic === 'string' ? parseDittoTopic(topic) : undefined;
  if (named) return told(isContainersThing(formatThingId(named)) ? 'containers' : 'root');
  if (kind?.operation === 'download') return told('root');
  if (kind?.operation === 'remove') return told('containers');
  const has = (thing: string) =>
    features.some((it) => it.thing === thing && it.feature === softwareUpdatable);
  const reported = [
    ...(has(containersThing(device)) ? (['containers'] as const) : []),
    ...(has(device) ? (['root'] as const) : []),
  ];
  return reported.length > 0
    ? { daemons: reported, reported: true }
    : { daemons: ['containers', 'root'], reported: false };
}
