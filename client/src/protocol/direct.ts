/**
 * Direct mode: an update manager that runs without things (`thingsEnabled=false`) on topics of its own, as Eclipse
 * Leda's does (update-manager: mqtt/update_agent_client.go, mqtt/owner_consent_client.go, api/types/envelope.go).
 * One prefix is one device. Nothing is answered: what became of a command is told by feedback and state alone.
 */
import { t } from '@vscode/l10n';
import type { JsonObject, JsonValue, RequestName } from '../../../server/src/messages.ts';
import {
  type Composed,
  type ComposeInput,
  type Contradiction,
  commandOf,
  isUnsetId,
  type NotComposable,
  notSendable,
} from './compose.ts';
import type { Dialect, Heard, Said } from './dialect.ts';
import type { LocalEnvelope } from './envelope.ts';
import { field, isObject, numberField, stringField } from './json.ts';
import type { News } from './news.ts';
import { parseConsentRequest, parseDeviceState, parseFeedback, updateManager } from './updateManager.ts';

/** Of an update manager that keeps its own default domain, `device`; Leda's is `vehicleupdate`. */
export const defaultPrefix = 'deviceupdate';

/** What the device says. Only the state is retained. */
const topicsOfDevice = ['desiredstatefeedback', 'currentstate', 'ownerconsent'] as const;

/**
 * What it hears, by operation. There is `desiredstate/command` besides: with it update-manager drives its agents, and
 * itself it ignores it, so nothing is sent there.
 */
const topicsToDevice: Readonly<Partial<Record<RequestName, string>>> = {
  apply: 'desiredstate',
  refresh: 'currentstate/get',
  consent: 'ownerconsentfeedback',
};

/** `now`: ms since the epoch. */
export function directDialect(prefix: string, now: () => number = Date.now): Dialect {
  const filters = topicsOfDevice.map((topic) => `${prefix}/${topic}`);
  return {
    // None of the topics that the device hears: as a listener there this tool would hide that nobody else is.
    listening: {
      filters,
      needed: `${prefix}/desiredstatefeedback`,
      brings: t('where the device tells how an update goes'),
    },
    compose: (input) => composeDirect(prefix, input, now),
    consent: ({ activityId, status }) => ({ activityId, timestamp: now(), payload: { status } }),
    hears: (address) => filters.includes(address),
    read: (heard) => readDirect(prefix, heard),
  };
}

/** The topic of a command; undefined for what direct mode has not. */
export function directTopic(prefix: string, operation: string): string | undefined {
  const [, topic] = Object.entries(topicsToDevice).find(([name]) => name === operation) ?? [];
  return topic === undefined ? undefined : `${prefix}/${topic}`;
}

function composeDirect(
  prefix: string,
  { manifest, device, uuid, activityId: given }: ComposeInput,
  now: () => number,
): Composed<LocalEnvelope> | NotComposable {
  if (device !== prefix) {
    const message = t(
      'This connection has one device, {0}, since it is in direct mode: "{1}" cannot be reached by it.',
      prefix,
      device,
    );
    return { reason: 'other-device', message };
  }
  const command = commandOf(manifest);
  if ('reason' in command) return command;
  const { operation, form, content } = command;
  const address = directTopic(prefix, operation);
  if (address === undefined) {
    const message = t(
      '{0} runs without things (direct mode), so it has no SoftwareUpdatable: it takes apply and refresh, but no {1}.',
      prefix,
      operation,
    );
    return { reason: 'not-in-direct-mode', message };
  }
  const envelope = form === 'envelope' ? content : undefined;
  if (envelope !== undefined && !isObject(envelope)) return notSendable(t('The envelope is no JSON object.'));
  const written = readWritten(form, envelope ? field(envelope, 'value') : content);
  const activityId = given ?? (isUnsetId(written.activityId) ? uuid() : inWords(written.activityId));
  return {
    thing: device,
    root: true,
    operation,
    envelope: {
      activityId,
      timestamp: written.timestamp ?? now(),
      payload: operation === 'refresh' ? null : (written.payload ?? null),
    },
    responseRequired: false,
    modules: [],
    contradictions: contradictionsOf(envelope, address),
    // Nothing that could be answered has one.
    correlationId: '',
    activityId,
  };
}

interface Written {
  readonly activityId: JsonValue | undefined;
  readonly timestamp: number | undefined;
  readonly payload: JsonValue | undefined;
}

/** The parts that the author wrote, in whichever form. */
function readWritten(form: string, value: JsonValue | undefined): Written {
  if (form === 'bare' || !isObject(value))
    return { activityId: undefined, timestamp: undefined, payload: value };
  return {
    activityId: field(value, 'activityId'),
    timestamp: numberField(value, 'timestamp'),
    payload: field(value, form === 'local' ? 'payload' : 'desiredState'),
  };
}

/** A Ditto message names a thing, which is not here: the author has meant another device. */
function contradictionsOf(envelope: JsonObject | undefined, wanted: string): readonly Contradiction[] {
  const topic = envelope && field(envelope, 'topic');
  return topic === undefined ? [] : [{ field: 'topic', written: inWords(topic), wanted }];
}

function readDirect(prefix: string, { address, json, retained, time }: Heard): Said | undefined {
  const topic = topicsOfDevice.find((it) => address === `${prefix}/${it}`);
  // What is kept of an update was said long ago; only the state is meant to be.
  if (topic === undefined || (retained && topic !== 'currentstate')) return undefined;
  const told = isObject(json) ? numberField(json, 'timestamp') : undefined;
  // The device's clock can be ahead.
  const kept = retained ? Math.min(told ?? time, time) : undefined;
  const news = isObject(json) ? newsOf(prefix, topic, json) : undefined;
  if (news === undefined && retained) return undefined;
  const value = topic === 'currentstate' && isObject(json) ? field(json, 'payload') : undefined;
  return {
    thing: prefix,
    ...(news && { news }),
    ...(value !== undefined && { state: { path: `/${topic}`, value } }),
    ...(kept !== undefined && { kept }),
  };
}

/** The messages hold the same as those of the feature; only what is around differs. */
function newsOf(
  thing: string,
  topic: (typeof topicsOfDevice)[number],
  message: JsonObject,
): News | undefined {
  const payload = field(message, 'payload') ?? null;
  const base = {
    activityId: stringField(message, 'activityId') ?? '',
    timestamp: numberField(message, 'timestamp') ?? null,
  };
  const about = { thing, feature: updateManager };
  switch (topic) {
    case 'desiredstatefeedback': {
      const feedback = parseFeedback({ ...base, desiredStateFeedback: payload });
      return feedback && { ...about, kind: 'feedback', feedback };
    }
    case 'currentstate': {
      const state = parseDeviceState({ ...base, inventory: payload });
      return state && { ...about, kind: 'state', state };
    }
    case 'ownerconsent': {
      // There is no correlation id: the time tells a question from the same one asked anew.
      const asked = `${base.activityId} ${base.timestamp ?? ''}`;
      const consent = parseConsentRequest({ ...base, ownerConsent: payload }, asked);
      return consent && { ...about, kind: 'consent', consent };
    }
  }
}

function inWords(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}
