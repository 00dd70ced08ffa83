import { type PortMapping, parsePort } from '../../agents/containerValues.ts';
import type { Component, ConfigEntry } from '../../manifest/model.ts';
import type { ManifestRule } from '../rule.ts';
import { quote, valueSpot } from '../support.ts';
import { containersOf } from './effective.ts';

export const hostPortTaken: ManifestRule = {
  id: 'host-port-taken',
  scope: 'manifest',
  severity: 'warning',
  summary: 'Two containers cannot have the same port of the device: the second one does not start.',
  *check({ desiredState }) {
    const users = new Map<number, Use[]>();
    for (const component of containersOf(desiredState)?.components ?? []) {
      for (const entry of component.config) {
        const port = entry.key === 'port' ? parsePort(entry.value) : undefined;
        // Of a range the device takes a port that is free.
        if (!port || 'wrong' in port || (port.hostPortEnd !== 0 && port.hostPortEnd !== port.hostPort))
          continue;
        const others = users.get(port.hostPort) ?? [];
        const first = others.find((it) => collide(it.port, port));
        if (first) {
          const same = first.component === component;
          yield {
            at: valueSpot(entry),
            message: `Port ${port.hostPort} of the device is taken already${same ? '' : ` by ${quote(first.component.id)}`}: one of the two mappings fails when the container starts.`,
            related: [{ at: valueSpot(first.entry), message: 'The other user of the port.' }],
          };
        }
        others.push({ port, component, entry });
        users.set(port.hostPort, others);
      }
    }
  },
};

interface Use {
  readonly port: PortMapping;
  readonly component: Component;
  readonly entry: ConfigEntry;
}

function collide(a: PortMapping, b: PortMapping): boolean {
  const everywhere = (it: PortMapping) => it.hostIp === '' || it.hostIp === '0.0.0.0';
  const protocol = (it: PortMapping) => (it.protocol === '' ? 'tcp' : it.protocol);
  return protocol(a) === protocol(b) && (everywhere(a) || everywhere(b) || a.hostIp === b.hostIp);
}
