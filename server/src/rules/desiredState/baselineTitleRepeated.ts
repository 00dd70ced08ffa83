import { t } from '@vscode/l10n';
import type { Baseline } from '../../manifest/model.ts';
import { removeItem, write } from '../fixes.ts';
import type { ManifestRule } from '../rule.ts';
import { free, missingSpot, quote, visible } from '../support.ts';

export const baselineTitleRepeated: ManifestRule = {
  id: 'baseline-title-repeated',
  scope: 'manifest',
  severity: 'warning',
  summary: 'Of two baselines with one title, or without one, only the last counts.',
  *check({ desiredState }) {
    const last = new Map<string, Baseline>();
    for (const baseline of desiredState?.baselines ?? []) last.set(baseline.title, baseline);
    for (const baseline of desiredState?.baselines ?? []) {
      const winner = last.get(baseline.title);
      if (!winner || winner === baseline || winner.node === baseline.node) continue;
      yield {
        at: visible(baseline.titleNode) ?? missingSpot(baseline.node, undefined),
        message:
          baseline.title === ''
            ? t('More than one baseline has no title: the device keeps only the last of them.')
            : t(
                'The title {0} stands more than once: the device keeps only the last baseline of that name.',
                quote(baseline.title),
              ),
        related: [
          {
            at: visible(winner.titleNode) ?? missingSpot(winner.node, undefined),
            message: t('The one that counts.'),
          },
        ],
        fixes: () => [
          ...(baseline.titleNode && baseline.title !== ''
            ? [
                write(
                  baseline.titleNode,
                  free(baseline.title, (it) => last.has(it)),
                ),
              ]
            : []),
          removeItem(baseline.node, t('Remove this baseline')),
        ],
      };
    }
  },
  examples: [
    {
      text: 'baselines: [{title: «b»}, {title: b}]\ndomains: [{id: containers, components: []}]',
      fixed: 'baselines: [{title: b-2}, {title: b}]\ndomains: [{id: containers, components: []}]',
    },
  ],
};
