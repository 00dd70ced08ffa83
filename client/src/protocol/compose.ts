/**
 * A manifest and a device become the message that is sent. What the author left out is filled in, what the author
 * wrote is kept; where it contradicts the device, the difference is listed for the user to decide.
 */
import { t } from '@vscode/l10n';
import {
  type Form,
  foldedName,
  type JsonObject,
  type JsonValue,
  type ManifestDescription,
  type Operation,
  type SoftwareUpdatableTarget,
} from '../../../server/src/messages.ts';
import {
  type Envelope,
  inboxPath,
  type LocalEnvelope,
  messageTopic,
  parseDittoTopic,
  parseMessagePath,
} from './envelope.ts';
import { field, isObject, keyOf } from './json.ts';
import { type Module, modulesOf, softwareUpdatable } from './softwareUpdatable.ts';
import { type FeatureOfThing, type Target, targetOf } from './target.ts';
import { formatThingId, parseThingId } from './thing.ts';
import { updateManager } from './updateManager.ts';

/** Where an author's words contradict the chosen device. The user decides; nothing is changed silently. */
export interface Contradiction {
  readonly field: 'topic' | 'path';
  readonly written: string;
  readonly wanted: string;
}

export interface ComposeInput {
  readonly manifest: Pick<ManifestDescription, 'kind' | 'content'>;
  /** `namespace:name` of the root device; in direct mode the prefix. */
  readonly device: string;
  /** Features that the device was seen to have: decides where software modules go. */
  readonly features: readonly FeatureOfThing[];
  /** Makes a new UUID. */
  readonly uuid: () => string;
  /** In place of whatever the author wrote: each device of a rollout gets an activity of its own. */
  readonly activityId?: string;
}

export interface Composed<Message extends Envelope | LocalEnvelope = Envelope | LocalEnvelope>
  extends Target {
  readonly operation: Operation;
  /** Ready to send to the device; every contradiction is corrected in it. */
  readonly envelope: Message;
  /** False where no direct answer comes: the author wants none, or the device gives none. */
  readonly responseRequired: boolean;
  /** What the command says of software; all of it has to end. */
  readonly modules: readonly Module[];
  readonly contradictions: readonly Contradiction[];
  readonly correlationId: string;
  /** `activityId` of apply and refresh, `correlationId` of the value otherwise. Empty where the value can hold none. */
  readonly activityId: string;
}

/** Why a manifest cannot be made into a command. */
export interface NotComposable {
  readonly reason: 'not-sendable' | 'device-id-malformed' | 'other-device' | 'not-in-direct-mode';
  readonly message: string;
}

export function isComposed<T extends Composed>(result: T | NotComposable): result is T {
  return 'envelope' in result;
}

/** The message for a device with things: a Ditto message. */
export function compose({
  manifest,
  device,
  features,
  uuid,
  activityId: given,
}: ComposeInput): Composed<Envelope> | NotComposable {
  if (!parseThingId(device))
    return { reason: 'device-id-malformed', message: t('"{0}" is no device id.', device) };
  const command = commandOf(manifest);
  if ('reason' in command) return command;
  const { operation, content, form } = command;
  if (form === 'envelope' && !isObject(content)) return notSendable(t('The envelope is no JSON object.'));
  const author = readAuthor(form === 'envelope' && isObject(content) ? content : {});
  const headers = author.headers ?? {};
  if (!isObject(headers)) return notSendable(t('The headers of the envelope are no JSON object.'));

  const written = {
    envelope: author.value,
    value: content,
    bare: wrap(operation, content),
    local: fromLocal(content),
  }[form];
  const filledHeaders = fillHeaders(headers, uuid);
  const { value, activityId } = fillValue(operation, written, uuid, given);
  const target = targetOf(operation, author.topic, device, features, command.target);
  const other = calledOff(author);
  if (other !== undefined) return notSendable(neverDone(other));
  const topic = checkTopic(author.topic, target, operation);
  const path = checkPath(author.path, target, operation);
  return {
    ...target,
    operation,
    envelope: { topic: topic.word, headers: filledHeaders, path: path.word, value, ...author.rest },
    responseRequired: filledHeaders['response-required'] !== false,
    modules: modulesOf(value),
    contradictions: [...topic.contradictions, ...path.contradictions],
    correlationId: inWords(filledHeaders[correlationHeader]),
    activityId,
  };
}

/** A manifest as a command to a device. */
interface ManifestCommand {
  readonly operation: Operation;
  readonly form: Form;
  readonly content: JsonValue;
  /** Whom it is for, where that was said. */
  readonly target?: SoftwareUpdatableTarget;
}

/** Or why it is none. */
export function commandOf(manifest: ComposeInput['manifest']): ManifestCommand | NotComposable {
  const { kind, content } = manifest;
  if (kind?.role !== 'request' || kind.operation === undefined || content === undefined) {
    return notSendable(kindInWords(manifest));
  }
  const { operation, form, target } = kind;
  if (operation === 'consent')
    return notSendable(
      t('The document is the answer to a device that asks for consent, not a command to one.'),
    );
  return { operation, form, content, ...(target && { target }) };
}

export function notSendable(message: string): NotComposable {
  return { reason: 'not-sendable', message };
}

function kindInWords({ kind }: ComposeInput['manifest']): string {
  if (kind?.role === 'response') return t('The document is the answer of a device, not a command to one.');
  if (kind?.role === 'event') return t('The document is an event of a device, not a command to one.');
  return t('The document is no Kanto manifest.');
}

/** What the author wrote of an envelope; null counts as not written. */
interface Author {
  readonly topic: JsonValue | undefined;
  readonly headers: JsonValue | undefined;
  readonly path: JsonValue | undefined;
  readonly value: JsonValue | undefined;
  /** Everything that is no part of a command. */
  readonly rest: JsonObject;
}

/** Keys in any letters count, as they do for the device. */
function readAuthor(envelope: JsonObject): Author {
  const parts = ['topic', 'headers', 'path', 'value'];
  const rest = Object.entries(envelope).filter(([key]) => !parts.includes(foldedName(key)));
  return {
    topic: field(envelope, 'topic'),
    headers: field(envelope, 'headers'),
    path: field(envelope, 'path'),
    value: field(envelope, 'value'),
    rest: Object.fromEntries(rest),
  };
}

const correlationHeader = 'correlation-id';

/** Devices want `response-required` as a boolean, a correlation id, and exactly this content type (kanto: section 1.3). */
function fillHeaders(written: JsonObject, uuid: () => string): JsonObject {
  const kept = Object.fromEntries(Object.entries(written).filter(([, value]) => value !== null));
  const id = kept[correlationHeader];
  return {
    'response-required': true,
    'content-type': 'application/json',
    ...kept,
    [correlationHeader]: id === undefined || isUnsetId(id) ? uuid() : id,
  };
}

/** Absent, empty, or the placeholder of the documentation. */
export function isUnsetId(id: JsonValue | undefined): boolean {
  return id === undefined || id === null || id === '' || (typeof id === 'string' && /^<uuid>$/i.test(id));
}

/** What the device's own messages hold as `payload`, the message of a feature holds as `desiredState`. */
function fromLocal(content: JsonValue): JsonValue {
  if (!isObject(content)) return content;
  const key = keyOf(content, 'payload');
  if (key === undefined) return content;
  const { [key]: desiredState, ...rest } = content;
  return { ...rest, desiredState: desiredState ?? null };
}

function wrap(operation: Operation, content: JsonValue): JsonValue {
  switch (operation) {
    case 'apply':
      return { desiredState: content };
    case 'refresh':
      return {};
    case 'remove':
      return { software: content };
    case 'install':
    case 'download':
      return { softwareModules: content };
  }
}

function isUpdateManagers(operation: Operation): boolean {
  return operation === 'apply' || operation === 'refresh';
}

/** The value with an id by which what follows can be told apart. A value that is no object is kept: the device will say so. */
function fillValue(
  operation: Operation,
  written: JsonValue | undefined,
  uuid: () => string,
  given: string | undefined,
): { readonly value: JsonValue; readonly activityId: string } {
  const value = written ?? {};
  if (!isObject(value)) return { value, activityId: '' };
  const name = isUpdateManagers(operation) ? 'activityId' : 'correlationId';
  const key = keyOf(value, name) ?? name;
  const id = value[key];
  if (given === undefined && !isUnsetId(id)) return { value, activityId: inWords(id) };
  const activityId = given ?? uuid();
  return { value: { [key]: activityId, ...value, ...(key in value && { [key]: activityId }) }, activityId };
}

/** An operation of SoftwareUpdatable that no daemon does; taken for the operation it calls off, it would do just that. */
function calledOff({ topic, path }: Author): string | undefined {
  const named = typeof path === 'string' ? parseMessagePath(path)?.subject : undefined;
  const routed = typeof topic === 'string' ? parseDittoTopic(topic)?.action : undefined;
  return [named, routed].find((it) => it !== undefined && /^cancel(?:remove)?$/i.test(it));
}

function neverDone(operation: string): string {
  return t(
    'The envelope asks for {0}, which no daemon of Kanto does: what goes on cannot be called off.',
    operation,
  );
}

interface CheckedWord {
  readonly word: string;
  readonly contradictions: readonly Contradiction[];
}

/** The author's topic where it names the target (other channels than `live/messages` work, so they are kept). */
function checkTopic(written: JsonValue | undefined, { thing }: Target, operation: Operation): CheckedWord {
  if (typeof written === 'string') {
    const named = parseDittoTopic(written);
    const fits =
      named &&
      formatThingId(named) === thing &&
      (named.criterion !== 'messages' || named.action === operation);
    if (fits) return { word: written, contradictions: [] };
  }
  return checked('topic', written, messageTopic(thing, operation));
}

/** The generic daemon's feature can have an id of its own, so on the root device the author's feature is kept. */
function checkPath(written: JsonValue | undefined, { root }: Target, operation: Operation): CheckedWord {
  const usual = isUpdateManagers(operation) ? updateManager : softwareUpdatable;
  const named = typeof written === 'string' ? parseMessagePath(written) : undefined;
  const own = root && !isUpdateManagers(operation) && named && named.feature !== updateManager;
  return checked('path', written, inboxPath(own ? named.feature : usual, operation));
}

function checked(part: Contradiction['field'], written: JsonValue | undefined, wanted: string): CheckedWord {
  if (written === undefined || written === wanted) return { word: wanted, contradictions: [] };
  return { word: wanted, contradictions: [{ field: part, written: inWords(written), wanted }] };
}

function inWords(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}
