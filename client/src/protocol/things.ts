/** Devices that are things: Ditto messages in Hono's topics. */
import { t } from '@vscode/l10n';
import { compose } from './compose.ts';
import type { ConsentReply, Dialect, Heard, Said } from './dialect.ts';
import { type Envelope, inboxPath, messageTopic, parseEnvelope } from './envelope.ts';
import { parseIdentity } from './identity.ts';
import { newsOf } from './news.ts';
import { deviceOf, parseThingId } from './thing.ts';
import {
  type EventAddress,
  identityRequestTopic,
  identityTopic,
  parseEventTopic,
  parseTelemetryTopic,
  subscriptions,
} from './topics.ts';
import { updateManager } from './updateManager.ts';

/**
 * `tenant`: the one that the devices belong to, undefined for any. What names another is not read: an id means one device
 * in each tenant. Commands never name it, since Kanto's daemons listen where its level is empty (hono: section 2.3).
 */
export function thingsDialect(tenant?: string): Dialect {
  return {
    listening: {
      filters: subscriptions,
      needed: subscriptions[0],
      brings: t('where devices answer'),
      greeting: identityRequestTopic,
    },
    compose,
    consent: consentMessage,
    hears: (address) => {
      if (address === identityTopic) return true;
      const event = downstream(address);
      return event !== undefined && (tenant === undefined || (event.tenant ?? tenant) === tenant);
    },
    read: (heard) => {
      const said = readThings(heard);
      if (tenant === undefined || said === undefined) return said;
      // Where its level is empty, the tenant is that of who speaks (hono: section 2.1).
      return (said.tenant ?? tenant) === tenant ? { ...said, tenant } : undefined;
    },
  };
}

export function readThings({
  address,
  json,
  presence,
  speaker,
}: Pick<Heard, 'address' | 'json' | 'presence' | 'speaker'>): Said | undefined {
  if (address === identityTopic) {
    const identity = parseIdentity(json);
    return identity && { thing: identity.deviceId, ...tenantOf(identity.tenantId) };
  }
  const event = downstream(address);
  if (!event) return undefined;
  const envelope = parseEnvelope(json);
  const news = envelope && newsOf(envelope);
  const thing = news?.thing ?? event.device;
  if (thing === undefined || !parseThingId(thing)) return undefined;
  if (speaker !== undefined && deviceOf(thing) !== deviceOf(speaker)) return undefined;
  return {
    thing,
    ...tenantOf(event.tenant),
    ...(news && { news }),
    ...(envelope && { envelope }),
    ...(presence && { presence }),
  };
}

function downstream(address: string): EventAddress | undefined {
  return parseEventTopic(address) ?? parseTelemetryTopic(address);
}

/** With the correlation id of the question, which alone makes the device take it. */
function consentMessage({ device, activityId, correlationId, status }: ConsentReply): Envelope {
  return {
    topic: messageTopic(device, 'consent'),
    headers: {
      'response-required': true,
      'content-type': 'application/json',
      'correlation-id': correlationId,
    },
    path: inboxPath(updateManager, 'consent'),
    value: { activityId, timestamp: Date.now(), ownerConsentFeedback: { status } },
  };
}

function tenantOf(tenant: string | undefined): { readonly tenant?: string } {
  return tenant === undefined ? {} : { tenant };
}
