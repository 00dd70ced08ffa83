import { t } from '@vscode/l10n';
import { usesHostIp } from '../../agents/containerValues.ts';
import { inContainer } from '../exampleTexts.ts';
import { fix, setEntry } from '../fixes.ts';
import type { ContainerRule, ContainerView, Fix } from '../rule.ts';
import { rejectionFindings, rejects } from '../support.ts';

function fixes({ component, reading }: ContainerView): Fix[] {
  const network = component.config[reading.single.get('network') ?? -1];
  const unfit = component.config.filter(
    ({ key, value }) => key === 'port' || (key === 'host' && usesHostIp(value)),
  );
  return [
    fix(
      t('Remove what needs a network of its own'),
      ...unfit.map(({ node }) => ({ op: 'removeItem', item: node }) as const),
    ),
    ...(network ? [setEntry(network, 'bridge')] : []),
  ];
}

export const hostNetworkConflict: ContainerRule = {
  id: 'host-network-conflict',
  scope: 'container',
  severity: 'error',
  summary: 'In the network of the host there are no port mappings and no `host_ip`.',
  check: (view) =>
    rejectionFindings(
      view,
      'host-network',
      ({ message }, entry) =>
        entry?.key === 'port'
          ? t(
              'With `network` = `host` the container has the ports of the device: remove the port mappings, or take `bridge`. {0}',
              rejects(message),
            )
          : t(
              "With `network` = `host` there is no `host_ip`: the container is on the device's own network. {0}",
              rejects(message),
            ),
      () => fixes(view),
    ),
  examples: [
    {
      text: inContainer('network: host', 'port: «80:80»'),
      fixed: inContainer('network: host'),
    },
    { text: inContainer('network: host', 'host: «ctrhost:host_ip»') },
  ],
};
