import { t } from '@vscode/l10n';
import type { Domain } from '../../manifest/model.ts';
import { asArray, field } from '../../text/tree.ts';
import { fix, removeItem } from '../fixes.ts';
import type { Fix, ManifestRule } from '../rule.ts';
import { missingSpot, quote, visible } from '../support.ts';
import { effectiveDomains } from './effective.ts';

function merging(domain: Domain, winner: Domain): Fix[] {
  const list = asArray(field(winner.node, 'components')?.value);
  const moved = domain.components.filter(({ id }) => !winner.components.some((it) => it.id === id));
  if (!list || moved.length === 0) return [];
  return [
    fix(
      t('Move its components to the one that counts'),
      { op: 'removeItem', item: domain.node },
      { op: 'copy', list, items: moved.map(({ node }) => node) },
    ),
  ];
}

export const domainRepeated: ManifestRule = {
  id: 'domain-repeated',
  scope: 'manifest',
  severity: 'warning',
  summary: 'Of two domains with one id the last counts; what only the first names is destroyed.',
  *check({ desiredState }) {
    if (!desiredState) return;
    const effective = effectiveDomains(desiredState);
    for (const domain of desiredState.domains) {
      const winner = effective.get(domain.id);
      if (!winner || winner === domain || domain.node === winner.node) continue;
      const at = visible(domain.idNode) ?? missingSpot(domain.node, undefined);
      yield {
        at,
        message: t(
          'The domain {0} stands more than once: the device drops this one, and destroys what only this one names.',
          quote(domain.id),
        ),
        related: [
          {
            at: visible(winner.idNode) ?? missingSpot(winner.node, undefined),
            message: t('The one that counts.'),
          },
        ],
        fixes: () => [...merging(domain, winner), removeItem(domain.node, t('Remove this domain'))],
      };
    }
  },
  examples: [
    {
      text: 'domains:\n  - id: «containers»\n    components: [{id: a, version: "1"}]\n  - id: containers\n    components: [{id: b, version: "1"}]',
      fixed: 'domains:\n  - id: containers\n    components: [{id: b, version: "1"}, {id: a, version: "1"}]',
      says: 'destroys',
    },
  ],
};
