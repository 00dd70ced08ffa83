import { t } from '@vscode/l10n';
import type { PortMapping } from '../../agents/containerValues.ts';
import type { Component } from '../../manifest/model.ts';
import { inComponents } from '../exampleTexts.ts';
import { setEntry } from '../fixes.ts';
import type { ContainerView, HostPort, ManifestRule } from '../rule.ts';
import { quote, valueSpot } from '../support.ts';

export const hostPortTaken: ManifestRule = {
  id: 'host-port-taken',
  scope: 'manifest',
  severity: 'warning',
  summary: 'Two containers cannot have the same port of the device: the second one does not start.',
  *check(_, { containers }) {
    if (!containers.sharePorts) return;
    const users = new Map<number, Use[]>();
    for (const { component, shared } of containers.views) {
      for (const { port, entry } of shared.hostPorts) {
        const use = { port, component, entry };
        const others = users.get(port.hostPort);
        const first = others?.find((it) => collide(it.port, port));
        if (others) others.push(use);
        else users.set(port.hostPort, [use]);
        if (!first) continue;
        const same = first.component === component;
        yield {
          at: valueSpot(entry),
          message: t(
            'Port {0} of the device is taken already{1}: one of the two mappings fails when the container starts.',
            port.hostPort,
            same ? '' : t(' by {0}', quote(first.component.id)),
          ),
          related: [{ at: valueSpot(first.entry), message: t('The other user of the port.') }],
          fixes: () => {
            const near = freePort(port.hostPort, containers.views);
            return near === undefined
              ? []
              : [setEntry(entry, withHostPort(entry.value, port.hostPort, near))];
          },
        };
      }
    }
  },
  examples: [
    {
      text: inComponents([
        '- {id: a, version: "1", config: [{key: port, value: 80:80}]}',
        '- {id: b, version: "1", config: [{key: port, value: «127.0.0.1:80:8080»}]}',
      ]),
      fixed: inComponents([
        '- {id: a, version: "1", config: [{key: port, value: 80:80}]}',
        '- {id: b, version: "1", config: [{key: port, value: 127.0.0.1:81:8080}]}',
      ]),
      says: 'by `a`',
    },
  ],
};

/** The next port that no mapping uses. */
function freePort(from: number, containers: readonly ContainerView[]): number | undefined {
  const ranges = containers.flatMap(({ reading }) =>
    reading.container.ports.map(
      ({ hostPort, hostPortEnd }) => [hostPort, Math.max(hostPort, hostPortEnd)] as const,
    ),
  );
  for (let port = from + 1; port < 65536; port++)
    if (!ranges.some(([first, last]) => first <= port && port <= last)) return port;
  return undefined;
}

function withHostPort(mapping: string, from: number, to: number): string {
  return mapping.replace(new RegExp(`(^|:)\\s*0*${from}(?:-\\d+)?(?=\\s*:)`), `$1${to}`);
}

interface Use extends HostPort {
  readonly component: Component;
}

function collide(a: PortMapping, b: PortMapping): boolean {
  const everywhere = (it: PortMapping) => it.hostIp === '' || it.hostIp === '0.0.0.0';
  const protocol = (it: PortMapping) => (it.protocol === '' ? 'tcp' : it.protocol);
  return protocol(a) === protocol(b) && (everywhere(a) || everywhere(b) || a.hostIp === b.hostIp);
}
