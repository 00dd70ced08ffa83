import { t } from '@vscode/l10n';
import { closest, didYouMean } from '../../schema/suggest.ts';
import { obvious, removeItem, write } from '../fixes.ts';
import { readsDomains } from '../readable.ts';
import type { ManifestRule } from '../rule.ts';
import { quote } from '../support.ts';
import { belongsTo, effectiveDomains } from './effective.ts';

/** The documentation's own example has `domain:component1` (Update Manager API, apply request). */
export const baselineReferenceDropped: ManifestRule = {
  id: 'baseline-reference-dropped',
  scope: 'manifest',
  severity: 'warning',
  summary: 'A component of a baseline whose domain is not in the desired state is dropped.',
  *check({ desiredState }) {
    if (!desiredState) return;
    const ids = [...effectiveDomains(desiredState).keys()].filter((id) => id !== '');
    const isSure = readsDomains(desiredState);
    for (const baseline of desiredState.baselines) {
      for (const reference of baseline.components) {
        if (ids.some((id) => belongsTo(reference, id))) continue;
        if (reference.domain !== undefined && !isSure) continue;
        const owner = desiredState.domains.find((domain) => domain.ids.known.has(reference.text));
        yield {
          at: reference.node,
          message:
            reference.domain === undefined
              ? t(
                  '{0}: the device drops it. {1}',
                  reference.text === ''
                    ? t('This is empty')
                    : t('{0} has no domain in front', quote(reference.text)),
                  owner && owner.id !== ''
                    ? t('Write {0}.', quote(`${owner.id}:${reference.text}`))
                    : t('`<domain>:<component>` is wanted.'),
                )
              : t(
                  'There is no domain {0} in this desired state: the device drops {1} from the baseline.{2}',
                  quote(reference.domain),
                  quote(reference.text),
                  didYouMean(reference.domain, ids),
                ),
          fixes: () => {
            const removal = removeItem(reference.node, t('Remove it from the baseline'));
            if (reference.domain === undefined)
              return owner && owner.id !== ''
                ? [obvious(write(reference.node, `${owner.id}:${reference.text}`)), removal]
                : [removal];
            const domain = closest(reference.domain, ids);
            return domain === undefined
              ? [removal]
              : [obvious(write(reference.node, `${domain}:${reference.component}`)), removal];
          },
        };
      }
    }
  },
  examples: [
    {
      text: 'baselines: [{title: b, components: [«domain:x»]}]\ndomains: [{id: containers, components: []}]',
      fixed: 'baselines: [{title: b, components: []}]\ndomains: [{id: containers, components: []}]',
      says: 'There is no domain `domain`',
    },
    {
      text: 'baselines: [{title: b, components: [«a»]}]\ndomains: [{id: containers, components: [{id: a, version: "1"}]}]',
      says: 'Write `containers:a`',
    },
  ],
};
