/**
 * Hono's MQTT topics as Kanto's devices use them on a broker (Hono, "MQTT Adapter"; suite-connector, update-manager,
 * container-management: their subscriptions). A level left empty means the gateway itself.
 */

/** The ways to address a command; which one a device hears depends on its software. */
export const addressForms = ['gateway', 'device', 'documented'] as const;
export type AddressForm = (typeof addressForms)[number];

export interface CommandAddress {
  readonly thing: string;
  /** The root device; its daemons listen where the device level is empty. */
  readonly root: boolean;
  readonly requestId: string;
  readonly operation: string;
}

/**
 * - `gateway`: `command///req/<id>/<op>` for the root device, `command//<thing>/req/<id>/<op>` for a thing below it
 * - `device`: `command//<thing>/req/<id>/<op>`
 * - `documented`: `command//<thing>/req//<op>`, as Kanto's API documents say; Hono calls this a one-way command
 */
export function commandTopic(form: AddressForm, address: CommandAddress): string {
  const { thing, root, requestId, operation } = address;
  const device = form === 'gateway' && root ? '' : thing;
  return `command//${device}/req/${form === 'documented' ? '' : requestId}/${operation}`;
}

/** A response topic taken apart. */
export interface ResponseAddress {
  /** Empty where the gateway answers for itself. */
  readonly device: string;
  /** Empty where the command had none. */
  readonly requestId: string;
  /** `command///res/<id>/<status>` */
  readonly status?: number;
  /** `command//<device>/res//<operation>`, as documented */
  readonly operation?: string;
}

/** `command/<tenant>/<device>/res/<id>/<status>`, its short form `c/…/s/…`, and the documented `res//<operation>`. */
export function parseResponseTopic(topic: string): ResponseAddress | undefined {
  const levels = topic.split('/');
  const [endpoint, , device, kind, requestId, last] = levels;
  const isResponse = (endpoint === 'command' && kind === 'res') || (endpoint === 'c' && kind === 's');
  if (!isResponse || levels.length !== 6) return undefined;
  if (device === undefined || requestId === undefined || !last) return undefined;
  return /^[1-5]\d\d$/.test(last)
    ? { device, requestId, status: Number(last) }
    : { device, requestId, operation: last };
}

/** An event topic taken apart: `e`, `e/<tenant>/<device>`, `event/…`; undefined parts are implied. */
export interface EventAddress {
  readonly tenant?: string;
  readonly device?: string;
}

export function parseEventTopic(topic: string): EventAddress | undefined {
  return parseDownstream(topic, ['e', 'event']);
}

/** The same with `telemetry`: heard from Hono only, where that is wanted. */
export function parseTelemetryTopic(topic: string): EventAddress | undefined {
  return parseDownstream(topic, ['telemetry']);
}

function parseDownstream(topic: string, endpoints: readonly string[]): EventAddress | undefined {
  const [endpoint = '', tenant, device] = topic.split('/');
  if (!endpoints.includes(endpoint)) return undefined;
  return { ...(tenant && { tenant }), ...(device && { device }) };
}

/** Anything published here makes the gateway tell who it is (suite-connector: service.go). */
export const identityRequestTopic = 'edge/thing/request';
export const identityTopic = 'edge/thing/response';
/** Retained: whether the gateway reaches its cloud. */
export const gatewayLinkTopic = 'edge/connection/remote/status';

/**
 * What has to be heard. Never a `req` topic and never `#`: as a listener on them this tool would itself be the
 * subscriber that hides the broker's "nobody listens there" (PUBACK reason 16).
 */
export const subscriptions = [
  'command//+/res/#',
  'c//+/s/#',
  // Holds for `e` alone as well; a second subscription to it would bring every event twice.
  'e/#',
  'event/#',
  identityTopic,
  gatewayLinkTopic,
] as const;
