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
          return `${quote(value)} is negative: 0 or more is wanted. ${rejects(message)}`;
        const list = restartPolicies.map(quote).join(', ');
        return `${value === '' ? 'The restart policy is empty' : `${quote(value)} is no restart policy`}; these are: ${list}.${didYouMean(value, restartPolicies)} ${rejects(message)}`;
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
