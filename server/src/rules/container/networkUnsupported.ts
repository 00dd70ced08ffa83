import { t } from '@vscode/l10n';
import { networkModes } from '../../agents/containers.ts';
import { didYouMean } from '../../schema/suggest.ts';
import { inContainer } from '../exampleTexts.ts';
import { oneOf } from '../fixes.ts';
import type { ContainerRule } from '../rule.ts';
import { quote, rejectionFindings, rejects } from '../support.ts';

export const networkUnsupported: ContainerRule = {
  id: 'network-unsupported',
  scope: 'container',
  severity: 'error',
  summary: 'The network is `bridge` or `host`.',
  check: (view) =>
    rejectionFindings(
      view,
      'network',
      ({ message }, entry) =>
        t(
          '{0} is no network: `bridge` or `host`.{1} {2}',
          quote(entry?.value ?? ''),
          didYouMean(entry?.value ?? '', networkModes),
          rejects(message),
        ),
      (entry) => oneOf(entry, networkModes),
    ),
  examples: [{ text: inContainer('network: «none»'), fixed: inContainer('network: bridge') }],
};
