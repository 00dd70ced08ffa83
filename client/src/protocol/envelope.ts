/** The Ditto protocol message that every command, answer and event is wrapped in. */
import type { JsonObject, JsonValue } from '../../../server/src/messages.ts';
import { field, isObject, numberField, objectField, stringField } from './json.ts';
import { parseThingId, type ThingId } from './thing.ts';

/** Source: Eclipse Ditto protocol specification; headers as Kanto's devices read them. */
export interface Envelope {
  /** `<namespace>/<name>/things/live/messages/<subject>` or `…/things/twin/commands/modify`. */
  readonly topic: string;
  readonly headers: JsonObject;
  readonly path: string;
  readonly value?: JsonValue;
  /** HTTP status, in responses only. */
  readonly status?: number;
}

/**
 * What update-manager and its agents wrap their messages in on the device's local broker (update-manager:
 * api/types/envelope.go). It names neither device nor operation: the topic does.
 */
export interface LocalEnvelope {
  readonly activityId: string;
  /** ms since the epoch, by the sender's clock. */
  readonly timestamp: number;
  readonly payload: JsonValue;
}

/** The envelope in a message, or undefined where it has no `topic` and `path` and so is none. Missing headers are empty. */
export function parseEnvelope(json: unknown): Envelope | undefined {
  if (!isObject(json)) return undefined;
  const topic = stringField(json, 'topic');
  const path = stringField(json, 'path');
  if (topic === undefined || path === undefined) return undefined;
  const value = field(json, 'value');
  const status = numberField(json, 'status');
  return {
    topic,
    headers: objectField(json, 'headers') ?? {},
    path,
    ...(value !== undefined && { value }),
    ...(status !== undefined && { status }),
  };
}

/** Undefined where the header is missing or no string. Devices read header names case-sensitively. */
export function correlationIdOf(envelope: Envelope | LocalEnvelope): string | undefined {
  const id = 'headers' in envelope ? envelope.headers['correlation-id'] : undefined;
  return typeof id === 'string' ? id : undefined;
}

/** What a Ditto topic names: a thing, and what is done with it. */
export interface DittoTopic extends ThingId {
  readonly channel: 'live' | 'twin';
  readonly criterion: string;
  /** `modify`, `delete`, …, or the subject of a message; empty where there is none. */
  readonly action: string;
}

const group = '/things/';

/** Undefined where the topic is not `<namespace>/<name>/things/(live|twin)/<criterion>[/<action>]`. */
export function parseDittoTopic(topic: string): DittoTopic | undefined {
  // Every message of a fleet is asked for its topic: only what is looked at is cut out of it.
  const endOfName = topic.indexOf('/', topic.indexOf('/') + 1);
  if (endOfName < 0 || !topic.startsWith(group, endOfName)) return undefined;
  const startOfCriterion = topic.indexOf('/', endOfName + group.length) + 1;
  const channel = topic.slice(endOfName + group.length, startOfCriterion - 1);
  if (startOfCriterion === 0 || (channel !== 'live' && channel !== 'twin')) return undefined;
  const slash = topic.indexOf('/', startOfCriterion);
  const criterion = topic.slice(startOfCriterion, slash < 0 ? undefined : slash);
  if (criterion === '') return undefined;
  const thing = parseThingId(topic.slice(0, endOfName).replace('/', ':'));
  return thing && { ...thing, channel, criterion, action: slash < 0 ? '' : topic.slice(slash + 1) };
}

/** Topic of a message to or from a thing; the first `:` of its id parts namespace and name. */
export function messageTopic(thing: string, subject: string): string {
  return `${thing.replace(':', '/')}/things/live/messages/${subject}`;
}

export interface MessagePath {
  readonly feature: string;
  readonly box: 'inbox' | 'outbox';
  readonly subject: string;
}

/** Undefined where the path is not exactly `/features/<feature>/(inbox|outbox)/messages/<subject>`. */
export function parseMessagePath(path: string): MessagePath | undefined {
  const match = /^\/features\/([^/]+)\/(inbox|outbox)\/messages\/([^/]+)$/.exec(path);
  const [, feature, box, subject] = match ?? [];
  if (feature === undefined || subject === undefined) return undefined;
  return { feature, box: box === 'inbox' ? 'inbox' : 'outbox', subject };
}

export function inboxPath(feature: string, subject: string): string {
  return `/features/${feature}/inbox/messages/${subject}`;
}
