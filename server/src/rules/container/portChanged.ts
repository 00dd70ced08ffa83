import { t } from '@vscode/l10n';
import { parsePort } from '../../agents/containerValues.ts';
import { closest } from '../../schema/suggest.ts';
import { inContainer } from '../exampleTexts.ts';
import { obvious, setEntry } from '../fixes.ts';
import type { ContainerRule } from '../rule.ts';
import { quote, valueSpot } from '../support.ts';

const protocols = ['', 'tcp', 'udp', 'sctp'];

export const portChanged: ContainerRule = {
  id: 'port-changed',
  scope: 'container',
  severity: 'warning',
  summary:
    'Ports above 65535 are cut to another port, and protocols are not checked: the mapping is not what is written.',
  *check({ component }) {
    for (const entry of component.config) {
      if (entry.key !== 'port') continue;
      const port = parsePort(entry.value);
      if ('wrong' in port) continue;
      const at = valueSpot(entry);
      const { written } = port;
      for (const [was, is] of [
        [written.hostPort, port.hostPort],
        [written.hostPortEnd, port.hostPortEnd],
        [written.containerPort, port.containerPort],
      ] as const)
        if (was !== is)
          yield {
            at,
            message: t('There is no port {0}: the device cuts it to {1}. Ports go from 1 to 65535.', was, is),
          };
      if (written.hostPort === 0 || written.containerPort === 0)
        yield {
          at,
          message: t('There is no port 0: nothing can be reached by this mapping. Ports go from 1 to 65535.'),
        };
      if (port.protocolDropped)
        yield {
          at,
          message: t('There is more than one `/`: the device drops the protocol and takes `tcp`.'),
          fixes: () => [setEntry(entry, entry.value.split('/').slice(0, 2).join('/'))],
        };
      else if (!protocols.includes(port.protocol.toLowerCase()))
        yield {
          at,
          message: t(
            '{0} is no protocol of a port: `tcp`, `udp` or `sctp`. The device does not check it.',
            quote(port.protocol),
          ),
          fixes: () => {
            const [mapping = ''] = entry.value.split('/');
            const meant = closest(port.protocol, ['tcp', 'udp', 'sctp']);
            if (meant !== undefined) return [obvious(setEntry(entry, `${mapping}/${meant}`))];
            return [mapping, `${mapping}/udp`].map((value) => setEntry(entry, value));
          },
        };
      if (written.hostPortEnd !== 0 && written.hostPortEnd < written.hostPort)
        yield {
          at,
          message: t('The range ends ({0}) before it begins ({1}).', written.hostPortEnd, written.hostPort),
          fixes: () => [setEntry(entry, entry.value.replace(/(\d+)\s*-\s*(\d+)/, '$2-$1'))],
        };
    }
  },
  examples: [
    { text: inContainer('port: «80:70000»'), says: 'cuts it to 4464' },
    { text: inContainer('port: «80:80/http»'), fixed: inContainer('port: 80:80/tcp'), says: 'no protocol' },
    { text: inContainer('port: «0:80»'), says: 'no port 0' },
  ],
};
