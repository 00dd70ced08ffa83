/** Addresses and messages of Eclipse Hono's northbound APIs over AMQP 1.0 and Kafka (hono: sections 1.1, 1.2 and 3.2). */
import { isObject, parseJson } from './json.ts';
import type { Presence } from './presence.ts';

export const downstreamEndpoints = { events: 'event', telemetry: 'telemetry' } as const;
export type DownstreamEndpoint = (typeof downstreamEndpoints)[keyof typeof downstreamEndpoints];

export function commandLinkAddress(tenant: string): string {
  return `command/${tenant}`;
}

/** Where one command goes, in the property `to`. */
export function commandAddress(tenant: string, thing: string): string {
  return `command/${tenant}/${thing}`;
}

/** `replyId` becomes part of a level of the device's MQTT topic: no `/`, `+`, `#`. */
export function replyAddress(tenant: string, replyId: string): string {
  return `command_response/${tenant}/${replyId}`;
}

export function downstreamAddress(endpoint: DownstreamEndpoint, tenant: string): string {
  return `${endpoint}/${tenant}`;
}

/** A topic of Kafka: one a kind of message and tenant. */
export function honoTopic(kind: 'command' | 'command_response' | DownstreamEndpoint, tenant: string): string {
  return `hono.${kind}.${tenant}`;
}

/** What is read of a message of Hono, whatever section its body was in. */
export interface HonoMessage {
  readonly text: string;
  readonly to?: string;
  /** Only where it is a string: Hono takes no other. */
  readonly correlationId?: string;
  readonly contentType?: string;
  /** Ms since the epoch. */
  readonly created?: number;
  /** Application properties. */
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The HTTP status of an answer; Hono writes an int. Undefined where there is none. */
export function statusIn({ properties }: HonoMessage): number | undefined {
  const status = properties['status'];
  const number = typeof status === 'string' && /^\d{3}$/.test(status) ? Number(status) : status;
  return typeof number === 'number' && Number.isInteger(number) ? number : undefined;
}

/** The device that says it: a property, else the last level of `to` (`event/<tenant>/<device>`). */
export function deviceIn({ properties, to }: HonoMessage): string | undefined {
  const id = properties['device_id'];
  if (typeof id === 'string' && id !== '') return id;
  const levels = to?.split('/') ?? [];
  return levels.length === 3 && levels[2] !== '' ? levels[2] : undefined;
}

/** True where the message itself says that it is of a device of another tenant. */
export function isOfOther({ properties }: HonoMessage, tenant: string): boolean {
  const said = properties['tenant_id'];
  return typeof said === 'string' && said !== tenant;
}

/** Seconds: a day. Hono's adapters keep a device's request open for seconds, or minutes. */
const longestStay = 86_400;

const connectionEvent = 'application/vnd.eclipse-hono-dc-notification+json';

/**
 * What the message says of the device's connection. `ttd` is how many seconds it can be reached: -1 until further notice,
 * 0 no more. Undefined where nothing is said.
 */
export function presenceIn(message: HonoMessage, now: number): Presence | undefined {
  // What is said to come from tomorrow would silence all that is said until then.
  const since = Math.min(message.created ?? now, now);
  const ttd = message.properties['ttd'];
  if (typeof ttd === 'number' && Number.isInteger(ttd)) {
    if (ttd <= 0) return { connected: ttd < 0, since };
    return { connected: true, since, until: since + Math.min(ttd, longestStay) * 1000 };
  }
  if (message.contentType !== connectionEvent) return undefined;
  const said = parseJson(message.text);
  const cause = isObject(said) ? said['cause'] : undefined;
  if (cause !== 'connected' && cause !== 'disconnected') return undefined;
  return { connected: cause === 'connected', since };
}

const deliveryFailure = 'application/vnd.eclipse-hono-delivery-failure-notification+json';

/** Over Kafka Hono tells among the answers that a command did not come to its device; over AMQP the outcome does. */
export interface DeliveryFailure {
  /** HTTP status; 500 where there is none. */
  readonly status: number;
  /** Hono's own words; empty where it says nothing. */
  readonly error: string;
}

export function deliveryFailureIn(message: HonoMessage): DeliveryFailure | undefined {
  if (message.contentType !== deliveryFailure) return undefined;
  const said = parseJson(message.text);
  const error = isObject(said) ? said['error'] : undefined;
  return { status: statusIn(message) ?? 500, error: typeof error === 'string' ? error : '' };
}
