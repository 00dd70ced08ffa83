import { t } from '@vscode/l10n';
import { asText, field } from '../../text/tree.ts';
import { removeProperty } from '../fixes.ts';
import type { BaselineRule } from '../rule.ts';

export const preconditionsUnused: BaselineRule = {
  id: 'preconditions-unused',
  scope: 'baseline',
  severity: 'information',
  summary: 'No device looks at `preconditions`: the baseline is updated whether they hold or not.',
  *check({ node }) {
    const property = field(node, 'preconditions');
    if (!property || asText(property.value) === '') return;
    yield {
      at: property.key,
      message: t(
        'The device hands `preconditions` on, but nobody checks them: the baseline is updated whether they hold or not.',
      ),
      fixes: () => [removeProperty(property)],
    };
  },
  examples: [
    {
      text: 'baselines:\n  - title: b\n    components: [containers:a]\n    «preconditions»: device.battery > 50\ndomains: [{id: containers, components: [{id: a, version: "1"}]}]',
      fixed:
        'baselines:\n  - title: b\n    components: [containers:a]\ndomains: [{id: containers, components: [{id: a, version: "1"}]}]',
      says: 'nobody checks them',
    },
  ],
};
