/** Messages as real devices sent them (recorded), with the parts to vary as parameters. */

import type { Incoming } from '../../../client/src/transports/transport.ts';
import type { JsonObject, JsonValue } from '../../../server/src/messages.ts';

export const device = 'edge:device';
export const containers = 'edge:device:edge:containers';

export function incoming(address: string, json: JsonValue, time = 1000): Incoming {
  return { address, raw: JSON.stringify(json), json, retained: false, time };
}

export function feedback(activityId: string, desiredStateFeedback: JsonObject, from = device): JsonObject {
  return {
    topic: `${from.replace(':', '/')}/things/live/messages/feedback`,
    headers: { 'content-type': 'application/json', 'response-required': false },
    path: '/features/UpdateManager/outbox/messages/feedback',
    value: { activityId, timestamp: 1795294641582, desiredStateFeedback },
  };
}

export function consent(activityId: string, command: string): JsonObject {
  return {
    topic: 'edge/device/things/live/messages/consent',
    headers: { 'content-type': 'application/json', 'correlation-id': 'fresh', 'response-required': true },
    path: '/features/UpdateManager/outbox/messages/consent',
    value: { activityId, timestamp: 1795295211643, ownerConsent: { command } },
  };
}

export function modify(thing: string, path: string, value: JsonValue): JsonObject {
  return {
    topic: `${thing.replace(':', '/')}/things/twin/commands/modify`,
    headers: { 'response-required': false },
    path,
    value,
  };
}

export function remove(thing: string, path: string): JsonObject {
  return {
    topic: `${thing.replace(':', '/')}/things/twin/commands/delete`,
    headers: { 'response-required': false },
    path,
  };
}

export function lastOperation(thing: string, value: JsonObject): JsonObject {
  return modify(thing, '/features/SoftwareUpdatable/properties/status/lastOperation', value);
}

export function dependencies(thing: string, value: JsonValue): JsonObject {
  return modify(thing, '/features/SoftwareUpdatable/properties/status/installedDependencies', value);
}

export function state(
  activityId: string,
  containerNodes: readonly JsonObject[] = [influxdbNode()],
): JsonObject {
  const agent = 'containers-update-agent';
  return modify(device, '/features/UpdateManager/properties', {
    activityId,
    timestamp: 1795294641626,
    domain: 'device',
    inventory: {
      softwareNodes: [
        { id: 'device-update-manager', version: 'development', name: 'Update Manager', type: 'APPLICATION' },
        {
          id: agent,
          version: '1.0.0',
          name: 'Eclipse Kanto Containers Update Agent',
          parameters: [{ key: 'domain', value: 'containers' }],
          type: 'APPLICATION',
        },
        ...containerNodes,
      ],
      associations: [{ sourceId: 'device-update-manager', targetId: agent }],
    },
  });
}

export function influxdbNode(parameters: readonly JsonObject[] = []): JsonObject {
  return {
    id: 'containers:influxdb',
    version: '2.7.1',
    parameters: [
      { key: 'image', value: 'docker.io/library/influxdb:2.7.1' },
      { key: 'status', value: 'Running' },
      ...parameters,
    ],
    type: 'CONTAINER',
  };
}
