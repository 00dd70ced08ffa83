import { t } from '@vscode/l10n';
import { inContainer } from '../exampleTexts.ts';
import { fix, setEntry } from '../fixes.ts';
import type { ContainerRule, ContainerView, Fix } from '../rule.ts';
import { rejectionFindings, rejects } from '../support.ts';

function fixes({ component, reading }: ContainerView): Fix[] {
  const privileged = component.config[reading.single.get('privileged') ?? -1];
  const devices = component.config.filter(({ key }) => key === 'device');
  return [
    ...(privileged ? [setEntry(privileged, 'false')] : []),
    fix(t('Remove the devices'), ...devices.map(({ node }) => ({ op: 'removeItem', item: node }) as const)),
  ];
}

/** The documentation's own full example does this (Container component configuration). */
export const privilegedWithDevices: ContainerRule = {
  id: 'privileged-with-devices',
  scope: 'container',
  severity: 'error',
  summary: 'A privileged container sees all devices, so none may be listed.',
  check: (view) =>
    rejectionFindings(
      view,
      'privileged-devices',
      ({ message }) =>
        t(
          'A privileged container sees all devices: remove either `privileged` or each `device`. {0}',
          rejects(message),
        ),
      () => fixes(view),
    ),
  examples: [
    {
      text: inContainer('privileged: «"true"»', 'device: /dev/a:/dev/a'),
      fixed: inContainer('privileged: "false"', 'device: /dev/a:/dev/a'),
    },
  ],
};
