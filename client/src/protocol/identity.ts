/** What the gateway says of itself on the local broker (suite-connector: service.go). */
import { field, isObject, stringField } from './json.ts';
import { parseThingId } from './thing.ts';

export interface Identity {
  readonly deviceId: string;
  readonly tenantId?: string;
}

/** `edge/thing/response`; undefined where it names no valid device. */
export function parseIdentity(json: unknown): Identity | undefined {
  if (!isObject(json)) return undefined;
  const deviceId = stringField(json, 'deviceId');
  if (deviceId === undefined || !parseThingId(deviceId)) return undefined;
  const tenantId = stringField(json, 'tenantId');
  return { deviceId, ...(tenantId && { tenantId }) };
}

/** Whether the gateway reaches its cloud. Commands over the local broker need no cloud. */
export interface GatewayLink {
  readonly connected: boolean;
  /** CONNECTION_ERROR, PROVISIONING_MISSING, …, as the gateway says it. */
  readonly cause?: string;
}

/** `edge/connection/remote/status` */
export function parseGatewayLink(json: unknown): GatewayLink | undefined {
  const connected = isObject(json) ? field(json, 'connected') : undefined;
  if (!isObject(json) || typeof connected !== 'boolean') return undefined;
  const cause = stringField(json, 'cause');
  return { connected, ...(cause && { cause }) };
}
