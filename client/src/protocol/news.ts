/** What a device says by itself, made out of an envelope: the one place that knows all paths. */
import type { JsonValue } from '../../../server/src/messages.ts';
import { correlationIdOf, type Envelope, parseDittoTopic, parseMessagePath } from './envelope.ts';
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
  | {
      readonly kind: 'dependencies';
      /** What was installed by SoftwareUpdatable; absent where this says nothing of it. */
      readonly installed?: readonly Dependency[];
      /** What is there without it; absent where this says nothing of it. */
      readonly context?: readonly Dependency[];
    }
  /** A container tells of itself; what is absent was not said now. */
  | { readonly kind: 'container'; readonly id: string; readonly name?: string; readonly status?: string }
  | { readonly kind: 'featureGone' }
  /** Something of the feature changed that has no kind of its own. */
  | { readonly kind: 'feature' };

/** What it is about, without what it says of that, which costs more to find out. Undefined where the topic names no thing. */
export function subjectOf({
  topic,
  path,
}: Envelope): { readonly thing: string; readonly feature?: string } | undefined {
  const parsed = parseDittoTopic(topic);
  if (!parsed) return undefined;
  const thing = formatThingId(parsed);
  const feature = parsed.criterion === 'messages' ? parseMessagePath(path)?.feature : featureIn(path);
  return { thing, ...(feature && { feature }) };
}

function featureIn(path: string): string | undefined {
  const [, root, feature] = path.split('/', 3);
  return root === 'features' && feature ? feature : undefined;
}

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
    const consent =
      path.subject === 'consent' ? parseConsentRequest(envelope.value, correlationIdOf(envelope)) : undefined;
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
  if (operations.includes(property)) {
    const operation = parseOperationStatus(envelope.value);
    if (operation) return { thing, feature, kind: 'operation', operation };
  }
  const installed = dependenciesAt('properties/status/installedDependencies', property, envelope.value);
  const context = dependenciesAt('properties/status/contextDependencies', property, envelope.value);
  if (installed || context) {
    return {
      thing,
      feature,
      kind: 'dependencies',
      ...(installed && { installed }),
      ...(context && { context }),
    };
  }
  if (feature.startsWith(containerPrefix)) return containerNews(thing, feature, property, envelope.value);
  return { thing, kind: 'feature', feature };
}

/** A failure is told by both, the one of failures first; where one word is lost, the other tells it. */
const operations = ['properties/status/lastOperation', 'properties/status/lastFailedOperation'];

/** Undefined where the value says nothing of them; empty where it says that there are none. */
function dependenciesAt(
  wanted: string,
  property: string,
  value: JsonValue | undefined,
): readonly Dependency[] | undefined {
  const found = valueAt(value, property, wanted);
  return found === undefined && property !== wanted ? undefined : parseDependencies(found);
}

/** container-management registers a feature for each container (containerm/things/things_container_*.go). */
const containerPrefix = 'Container:';

function containerNews(thing: string, feature: string, property: string, value: JsonValue | undefined): News {
  const name = valueAt(value, property, 'properties/status/name');
  const status = valueAt(value, property, 'properties/status/state/status');
  return {
    thing,
    feature,
    kind: 'container',
    id: feature.slice(containerPrefix.length),
    ...(typeof name === 'string' && name !== '' && { name }),
    ...(typeof status === 'string' && status !== '' && { status }),
  };
}

/** The property `wanted` inside of a value that was set at `property`, which may be a level above. */
function valueAt(value: JsonValue | undefined, property: string, wanted: string): JsonValue | undefined {
  if (property === wanted) return value;
  if (property !== '' && !wanted.startsWith(`${property}/`)) return undefined;
  const levels = wanted.slice(property === '' ? 0 : property.length + 1).split('/');
  return levels.reduce<JsonValue | undefined>((it, level) => (isObject(it) ? it[level] : undefined), value);
}
