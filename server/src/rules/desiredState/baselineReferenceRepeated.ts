import { t } from '@vscode/l10n';
import type { Reference } from '../../manifest/model.ts';
import { obvious, removeItem } from '../fixes.ts';
import type { ManifestRule } from '../rule.ts';
import { quote, rejects } from '../support.ts';
import { belongsTo, containersOf } from './effective.ts';

export const baselineReferenceRepeated: ManifestRule = {
  id: 'baseline-reference-repeated',
  scope: 'manifest',
  severity: 'error',
  summary: 'A container can be in one baseline only, and once: the device does not find it a second time.',
  *check({ desiredState }) {
    const domain = containersOf(desiredState);
    if (!desiredState || !domain) return;
    const taken = new Map<string, Reference>();
    for (const baseline of desiredState.baselines) {
      for (const reference of baseline.components) {
        if (
          !belongsTo(reference, domain.id) ||
          !domain.ids.known.has(reference.text.slice(domain.id.length + 1))
        )
          continue;
        const first = taken.get(reference.text);
        if (first)
          yield {
            at: reference.node,
            message: t(
              '{0} is in a baseline already, and can be in one only. {1}',
              quote(reference.text),
              rejects(
                `problem with baseline ${baseline.title}: cannot find container component ${reference.text}`,
              ),
            ),
            related: [{ at: first.node, message: t('It is here already.') }],
            fixes: () => {
              const removal = removeItem(reference.node, t('Remove it from the baseline'));
              // Of two baselines only the author knows which one is meant.
              return [baseline.components.includes(first) ? obvious(removal) : removal];
            },
          };
        else taken.set(reference.text, reference);
      }
    }
  },
  examples: [
    {
      text: 'baselines: [{title: b, components: [containers:a]}, {title: c, components: [«containers:a»]}]\ndomains: [{id: containers, components: [{id: a, version: "1"}]}]',
      fixed:
        'baselines: [{title: b, components: [containers:a]}, {title: c, components: []}]\ndomains: [{id: containers, components: [{id: a, version: "1"}]}]',
    },
  ],
};
