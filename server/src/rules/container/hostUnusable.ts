import { t } from '@vscode/l10n';
import { parseExtraHost } from '../../agents/containerValues.ts';
import { inContainer } from '../exampleTexts.ts';
import { removeEntry } from '../fixes.ts';
import type { ContainerRule } from '../rule.ts';
import { shown, valueSpot } from '../support.ts';

/** Nothing looks at it before the container starts (container-management: network/libnet_mgr_internal_common_ctrs.go). */
export const hostUnusable: ContainerRule = {
  id: 'host-unusable',
  scope: 'container',
  severity: 'warning',
  summary:
    'A `host` that is not `<name>:<address>` keeps the container from starting; an address that is none leads nowhere.',
  *check({ component }) {
    for (const entry of component.config) {
      if (entry.key !== 'host') continue;
      const host = parseExtraHost(entry.value);
      if (!('wrong' in host)) continue;
      const outcome = host.fatal
        ? t('The container is made, but cannot start, and the update ends as INCOMPLETE')
        : t('The container starts, but does not find that host');
      yield {
        at: valueSpot(entry),
        message: t(
          '{0} cannot be used: {1}. {2}. Write `<name>:<IP address>`, `<name>:host_ip` or `<name>:container_<host name>`.',
          shown(entry.value),
          host.wrong,
          outcome,
        ),
        fixes: () => [removeEntry(entry)],
      };
    }
  },
  examples: [
    {
      text: inContainer('host: «db»'),
      fixed: inContainer(),
      says: 'cannot start',
    },
    { text: inContainer('host: «"db:fe80::1"»'), says: 'IPv6' },
    { text: inContainer('host: «"db:10.0.0.256"»'), says: 'no IP address' },
    { text: inContainer('host: «"ctrhost:host_ip_"»'), says: 'name of an interface' },
  ],
};
