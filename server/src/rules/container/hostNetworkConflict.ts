import { inContainer } from '../exampleTexts.ts';
import type { ContainerRule } from '../rule.ts';
import { rejectionFindings, rejects } from '../support.ts';

export const hostNetworkConflict: ContainerRule = {
  id: 'host-network-conflict',
  scope: 'container',
  severity: 'error',
  summary: 'In the network of the host there are no port mappings and no `host_ip`.',
  check: (view) =>
    rejectionFindings(view, 'host-network', ({ message }, entry) =>
      entry?.key === 'port'
        ? `With \`network\` = \`host\` the container has the ports of the device: remove the port mappings, or take \`bridge\`. ${rejects(message)}`
        : `With \`network\` = \`host\` there is no \`host_ip\`: the container is on the device's own network. ${rejects(message)}`,
    ),
  examples: [
    { text: inContainer('network: host', 'port: «80:80»') },
    { text: inContainer('network: host', 'host: «ctrhost:host_ip»') },
  ],
};
