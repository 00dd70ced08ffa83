/** What a device says by itself, made out of an envelope: the one place that knows all paths. */
import type { JsonValue } from '../../../server/src/messages.ts';
import { type Envelope, parseDittoTopic, parseMessagePath } from './envelope.ts';
import { isObject } from './json.ts';
import {
  type Dependency,
  type OperationStatus,
  parseDependencies,
  parseOperationStatus,
} from './softwareUpdatable.ts';
import { formatThingId } from './thing.ts';
import {
  type ConsentRequest,
  type DeviceState,
  type Feedback,
  parseConsentRequest,
  parseDeviceState,
  parseFeedback,
  updateManager,
} from './updateManager.ts';

export type News = { readonly thing: string } & (
  | ({ readonly feature: string } & FeatureNews)
  /** A message of the thing that says nothing of a feature. */
  | { readonly kind: 'other' }
);

type FeatureNews =
  | { readonly kind: 'feedback'; readonly feedback: Feedback }
  | { readonly kind: 'consent'; readonly consent: ConsentRequest }
  | { readonly kind: 'state'; readonly state: DeviceState }
  | { readonly kind: 'operation'; readonly operation: OperationStatus }
  | { readonly kind: 'dependencies'; readonly dependencies: readonly Dependency[] }
  | { readonly kind: 'featureGone' }
  /** Something of the feature changed that has no kind of its own. */
  | { readonly kind: 'feature' };

/** Undefined where the topic names no thing. */
export function newsOf(envelope: Envelope): News | undefined {
  const topic = parseDittoTopic(envelope.topic);
  if (!topic) return undefined;
  const thing = formatThingId(topic);
  if (topic.criterion === 'messages') return messageNews(thing, envelope);
  const [, root, feature, ...rest] = envelope.path.split('/');
  if (root !== 'features' || !feature) return { thing, kind: 'other' };
  const deleted = topic.criterion === 'commands' ? topic.action === 'delete' : topic.action === 'deleted';
  if (deleted && rest.length === 0) return { thing, kind: 'featureGone', feature };
  return propertyNews(thing, feature, rest.join('/'), envelope);
}

function messageNews(thing: string, envelope: Envelope): News {
  const path = parseMessagePath(envelope.path);
  if (!path) return { thing, kind: 'other' };
  const { feature } = path;
  if (path.box === 'outbox' && feature === updateManager) {
    const feedback = path.subject === 'feedback' ? parseFeedback(envelope.value) : undefined;
    if (feedback) return { thing, feature, kind: 'feedback', feedback };
    const consent = path.subject === 'consent' ? parseConsentRequest(envelope.value) : undefined;
    if (consent) return { thing, feature, kind: 'consent', consent };
  }
  return { thing, feature, kind: 'feature' };
}

function propertyNews(thing: string, feature: string, property: string, envelope: Envelope): News {
  if (feature === updateManager && property === 'properties') {
    const state = parseDeviceState(envelope.value);
    if (state) return { thing, feature, kind: 'state', state };
  }
  // The generic daemon's feature can have another id, so these properties count whatever the feature is called.
  if (property === 'properties/status/lastOperation') {
    const operation = parseOperationStatus(envelope.value);
    if (operation) return { thing, feature, kind: 'operation', operation };
  }
  const installed = valueAt(envelope.value, property, 'properties/status/installedDependencies');
  if (installed !== undefined || property === 'properties/status/installedDependencies') {
    return { thing, feature, kind: 'dependencies', dependencies: parseDependencies(installed) };
  }
  return { thing, kind: 'feature', feature };
}

/** The property `wanted` inside of a value that was set at `property`, which may be a level above. */
function valueAt(value: JsonValue | undefined, property: string, wanted: string): JsonValue | undefined {
  if (property === wanted) return value;
  if (property !== '' && !wanted.startsWith(`${property}/`)) return undefined;
  const levels = wanted.slice(property === '' ? 0 : property.length + 1).split('/');
  return levels.reduce<JsonValue | undefined>((it, level) => (isObject(it) ? it[level] : undefined), value);
}
