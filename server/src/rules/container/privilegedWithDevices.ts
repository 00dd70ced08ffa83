import { inContainer } from '../exampleTexts.ts';
import type { ContainerRule } from '../rule.ts';
import { rejectionFindings, rejects } from '../support.ts';

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
        `A privileged container sees all devices: remove either \`privileged\` or each \`device\`. ${rejects(message)}`,
    ),
  examples: [{ text: inContainer('privileged: «"true"»', 'device: /dev/a:/dev/a') }],
};
