/**
 * Ditto messages as the Go client of update-manager and software-update reads and writes them
 * (ditto-clients-golang: protocol, client_handlers.go). A header of an unexpected type kills the program.
 */
import type { JsonValue } from '../../../server/src/messages.ts';
import { Panic } from './daemon.ts';
import {
  anything,
  type Decoded,
  type GoType,
  int,
  int64,
  map,
  pointer,
  struct,
  text,
  unmarshal,
} from './go/decode.ts';
import { GoJsonError } from './go/syntax.ts';

export interface Topic {
  readonly namespace: string;
  readonly name: string;
}

/** Headers of a received message: null where they were null (or absent, for the old client). */
export type Headers = ReadonlyMap<string, JsonValue | null> | null;

const topicForm = /^([^/]+)\/([^/]+)\/(?:things|policies)\/([^/]+)\/([^/]+)(?:\/([^/].*))?$/s;
const namespaceForm = /^(?:[a-zA-Z]\w*(?:[.-][a-zA-Z]\w*)*)?$/;

const topic: GoType<Topic> = {
  name: 'protocol.Topic',
  zero: () => ({ namespace: '', name: '' }),
  decode: (node) => {
    const written = node.kind === 'string' ? node.value : '';
    const [, namespace, name] = topicForm.exec(written) ?? [];
    if (namespace === undefined || name === undefined) throw new GoJsonError(`invalid topic: ${written}`);
    if (namespace !== '_' && !namespaceForm.test(namespace)) {
      throw new GoJsonError(`invalid topic namespaced ID, namespace: ${namespace}, entity name: ${name}`);
    }
    return { namespace, name };
  },
};

/** As software-update's older client reads it: five or six levels, of which only the first two are looked at. */
const olderTopic: GoType<Topic> = {
  ...topic,
  decode: (node) => {
    const written = node.kind === 'string' ? node.value : '';
    const levels = written.split('/');
    const [namespace = '', name = ''] = levels;
    if (levels.length < 5 || levels.length > 6 || levels.includes(''))
      throw new GoJsonError(`invalid topic: ${written}`);
    return { namespace, name };
  },
};

const headerValues = map(anything);
const headers: GoType<ReadonlyMap<string, JsonValue | null>> = {
  name: 'protocol.Headers',
  zero: () => new Map(),
  decode: (node, present, context) => headerValues.decode(node, present, context) ?? new Map(),
};

/** The clients of update-manager and, older, of software-update; this one holds nil where a message has no headers. */
function envelopeType(client: Client) {
  return struct('protocol.Envelope', {
    topic: pointer(client === 'older' ? olderTopic : topic),
    headers: {
      ...pointer(headers),
      zero: (): Headers => (client === 'older' ? null : new Map()),
    },
    path: text(),
    value: anything,
    fields: text(),
    extra: anything,
    status: int,
    revision: int64,
    timestamp: text(),
  });
}

type Client = 'newer' | 'older';
const envelopes: Readonly<Record<Client, ReturnType<typeof envelopeType>>> = {
  newer: envelopeType('newer'),
  older: envelopeType('older'),
};

export interface Message {
  /** From the MQTT topic; empty where it has another form than `command///req/<id>/<name>`. */
  readonly requestId: string;
  readonly envelope: Decoded<ReturnType<typeof envelopeType>>;
}

/**
 * A command off the bus.
 * @param client the one of update-manager (newer), or of software-update
 * @returns the error that the device logs where it is no Ditto message
 */
export function readMessage(
  mqttTopic: string,
  payload: string,
  client: Client,
): { readonly ok: true; readonly message: Message } | { readonly ok: false; readonly error: string } {
  const read = unmarshal(payload, envelopes[client]);
  if (!read.ok) return read;
  const [, requestId = ''] = /^command\/\/\/req\/([^/]+)\/([^/]+)$/.exec(mqttTopic) ?? [];
  return { ok: true, message: { requestId, envelope: read.value } };
}

/** @throws Panic where the headers are null or the id is no string */
export function correlationId(received: Headers): string {
  const value = header(received, 'correlation-id');
  if (value === null) return '';
  if (typeof value === 'string') return value;
  throw new Panic('the header "correlation-id" is no string (failed type assertion).');
}

/** @throws Panic where the headers are null or the value is no boolean */
export function responseRequired(received: Headers): boolean {
  const value = header(received, 'response-required');
  if (value === null) return false;
  if (typeof value === 'boolean') return value;
  throw new Panic('the header "response-required" is no boolean (failed type assertion).');
}

function header(received: Headers, name: string): JsonValue | null {
  if (received === null) throw new Panic('the message has no headers (nil dereference).');
  return received.get(name) ?? null;
}

/** True where the message is for this thing. @throws Panic where the message has no topic */
export function isFor(message: Message, thing: Topic): boolean {
  const { topic: target } = message.envelope;
  if (target === null) throw new Panic('the message has no "topic" (nil dereference).');
  return target.namespace === thing.namespace && target.name === thing.name;
}

/** `namespace:name`, split at the first colon. */
export function thingOf(id: string): Topic {
  const colon = id.indexOf(':');
  return { namespace: id.slice(0, colon), name: id.slice(colon + 1) };
}

/** A twin command of the root thing: goes to topic `e`. */
export function modify(thing: Topic, path: string, value: unknown, contentType = false) {
  return {
    topic: `${thing.namespace}/${thing.name}/things/twin/commands/modify`,
    headers: contentType ? jsonHeaders : { 'response-required': false },
    path,
    value,
  };
}

/** A message out of a feature: goes to topic `e`. */
export function outbox(
  thing: Topic,
  feature: string,
  subject: string,
  value: unknown,
  extraHeaders: Record<string, unknown> = {},
) {
  return {
    topic: `${thing.namespace}/${thing.name}/things/live/messages/${subject}`,
    headers: { ...jsonHeaders, ...extraHeaders },
    path: `/features/${feature}/outbox/messages/${subject}`,
    value,
  };
}

const jsonHeaders = { 'content-type': 'application/json', 'response-required': false };

/** The error body of a 400. */
export function invalidParameter(message: string) {
  return { error: 'messages:parameter.invalid', status: 400, message };
}

/** The answer to a command: success has neither value nor content type. */
export function reply(
  thing: Topic,
  feature: string,
  operation: string,
  correlation: string,
  error?: unknown,
) {
  const base = {
    topic: `${thing.namespace}/${thing.name}/things/live/messages/${operation}`,
    path: `/features/${feature}/outbox/messages/${operation}`,
  };
  if (error === undefined) {
    const headers = { 'correlation-id': correlation, 'response-required': false };
    return { ...base, headers, status: 204 };
  }
  const headers = {
    'content-type': 'application/json',
    'correlation-id': correlation,
    'response-required': false,
  };
  return { ...base, headers, value: error, status: 400 };
}
