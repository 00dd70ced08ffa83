import { t } from '@vscode/l10n';
import { inContainer } from '../exampleTexts.ts';
import { removeEntry } from '../fixes.ts';
import type { ContainerRule } from '../rule.ts';
import { rejectionFindings, rejects } from '../support.ts';

export const deviceInvalid: ContainerRule = {
  id: 'device-invalid',
  scope: 'container',
  severity: 'error',
  summary: 'A device needs its path on the host.',
  check: (view) =>
    rejectionFindings(
      view,
      'device',
      ({ message }) => t('The path of the device on the host is missing. {0}', rejects(message)),
      (entry) => [removeEntry(entry)],
    ),
  examples: [
    {
      text: inContainer('device: «":/dev/b"»'),
      fixed: inContainer(),
    },
  ],
};
