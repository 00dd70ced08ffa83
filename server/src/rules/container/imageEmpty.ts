import { t } from '@vscode/l10n';
import { inContainer } from '../exampleTexts.ts';
import { removeEntries } from '../fixes.ts';
import type { ContainerRule } from '../rule.ts';
import { rejectionFindings, rejects } from '../support.ts';

export const imageEmpty: ContainerRule = {
  id: 'image-empty',
  scope: 'container',
  severity: 'error',
  summary: 'An `image` that is there must not be empty.',
  check: (view) =>
    rejectionFindings(
      view,
      'image-empty',
      ({ message }) =>
        t('The image is empty: name one, or leave the entry out for `<id>:<version>`. {0}', rejects(message)),
      ({ key }) => [removeEntries(view.component.config, key)],
    ),
  examples: [
    {
      text: inContainer('image: «""»'),
      fixed: inContainer(),
    },
  ],
};
