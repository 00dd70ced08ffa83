import { t } from '@vscode/l10n';
import { restartPolicies } from '../../agents/containers.ts';
import { didYouMean } from '../../schema/suggest.ts';
import { inContainer } from '../exampleTexts.ts';
import { oneOf, setEntry } from '../fixes.ts';
import type { ContainerRule } from '../rule.ts';
import { quote, rejectionFindings, rejects } from '../support.ts';

export const restartInvalid: ContainerRule = {
  id: 'restart-invalid',
  scope: 'container',
  severity: 'error',
  summary: 'The restart policy is one of four, and its numbers are not negative.',
  check: (view) =>
    rejectionFindings(
      view,
      'restart',
      ({ message }, entry) => {
        const value = entry?.value ?? '';
        if (entry?.key !== 'restartPolicy')
          return t('{0} is negative: 0 or more is wanted. {1}', quote(value), rejects(message));
        const list = restartPolicies.map(quote).join(', ');
        return t(
          '{0}; these are: {1}.{2} {3}',
          value === '' ? t('The restart policy is empty') : t('{0} is no restart policy', quote(value)),
          list,
          didYouMean(value, restartPolicies),
          rejects(message),
        );
      },
      (entry) => (entry.key === 'restartPolicy' ? oneOf(entry, restartPolicies) : [setEntry(entry, '0')]),
    ),
  examples: [
    {
      text: inContainer('restartPolicy: «on_failure»'),
      fixed: inContainer('restartPolicy: on-failure'),
      says: 'Did you mean `on-failure`?',
    },
    { text: inContainer('restartPolicy: on-failure', 'restartMaxRetries: «"-1"»'), says: 'negative' },
  ],
};
