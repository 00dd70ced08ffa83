import { t } from '@vscode/l10n';
import { parsePort } from '../../agents/containerValues.ts';
import { inContainer } from '../exampleTexts.ts';
import { removeEntry, setEntry } from '../fixes.ts';
import type { ContainerRule } from '../rule.ts';
import { shown, valueSpot } from '../support.ts';

/** A port alone is meant for both sides; a name before the ports stands for all addresses. */
function meantPorts(text: string): string[] {
  const bare = text.trim();
  if (/^\d+(?:\/\w+)?$/.test(bare)) return [`${/^\d+/.exec(bare)?.[0] ?? ''}:${bare}`];
  const [, rest] = /^[^:\s]+:(\d+(?:-\d+)?:\d+(?:\/\w+)?)$/.exec(bare) ?? [];
  const [, host, container] = /^(\d+)-\d+:(\d+)-\d+/.exec(bare) ?? [];
  if (host !== undefined && container !== undefined) return [`${host}:${container}`];
  return rest === undefined ? [] : [rest];
}

export const portIgnored: ContainerRule = {
  id: 'port-ignored',
  scope: 'container',
  severity: 'warning',
  summary: 'A port mapping that the device cannot read is ignored: the container runs without it.',
  *check({ component }) {
    for (const entry of component.config) {
      if (entry.key !== 'port') continue;
      const port = parsePort(entry.value);
      if (!('wrong' in port)) continue;
      yield {
        at: valueSpot(entry),
        message: t(
          'The device ignores {0}: {1}. A port mapping is `[<host ip>:]<host port>[-<last>]:<container port>[/<protocol>]`.',
          shown(entry.value),
          port.wrong,
        ),
        fixes: () => [...meantPorts(entry.value).map((value) => setEntry(entry, value)), removeEntry(entry)],
      };
    }
  },
  examples: [
    {
      text: inContainer('port: «localhost:55555:30555-30555/tcp»'),
      fixed: inContainer(),
      says: 'is no IP address',
    },
    { text: inContainer('port: «80:80-90»'), says: 'only the host side' },
    { text: inContainer('port: «"[::1]:80:80"»'), says: 'IPv6' },
  ],
};
