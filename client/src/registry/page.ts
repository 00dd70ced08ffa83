/** One page of the devices of a tenant, as the registry answers it (Device Registry Management API: SearchDevicesResult). */
import type { JsonObject, JsonValue } from '../../../server/src/messages.ts';
import type { Registration } from '../devices/device.ts';
import { isObject } from '../protocol/json.ts';

export interface RegisteredDevice extends Omit<Registration, 'devicesBehind'> {
  readonly id: string;
}

export interface Page {
  /** Devices on all pages. */
  readonly total: number;
  readonly devices: readonly RegisteredDevice[];
}

/** Whoever fills the registry could name gateways without end. */
const mostNames = 100;
const longestName = 256;

/** Undefined for what is no such page. */
export function parsePage(json: JsonValue | undefined): Page | undefined {
  if (!isObject(json)) return undefined;
  const { total, result } = json;
  if (typeof total !== 'number' || !Number.isInteger(total) || total < 0 || !Array.isArray(result))
    return undefined;
  const devices = result.flatMap((entry) => (isObject(entry) ? (device(entry) ?? []) : []));
  return devices.length === result.length ? { total, devices } : undefined;
}

function device(entry: JsonObject): RegisteredDevice | undefined {
  const { id, enabled, via, viaGroups, memberOf, status } = entry;
  if (typeof id !== 'string') return undefined;
  const told = isObject(status) ? status['created'] : undefined;
  const created = typeof told === 'string' ? Date.parse(told) : Number.NaN;
  return {
    id,
    // Left out by the registry where nobody has set it.
    enabled: enabled !== false,
    via: names(via),
    viaGroups: names(viaGroups),
    memberOf: names(memberOf),
    ...(Number.isFinite(created) && { created }),
  };
}

function names(value: JsonValue | undefined): readonly string[] {
  const isName = (it: JsonValue): it is string => typeof it === 'string' && it.length <= longestName;
  return Array.isArray(value) ? value.filter(isName).slice(0, mostNames) : [];
}
