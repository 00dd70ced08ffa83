import { t } from '@vscode/l10n';
import { closest, didYouMean } from '../../schema/suggest.ts';
import { obvious, removeItem, write } from '../fixes.ts';
import { readsComponents } from '../readable.ts';
import type { ManifestRule } from '../rule.ts';
import { quote, rejects } from '../support.ts';
import { belongsTo, containersOf } from './effective.ts';

export const baselineReferenceMissing: ManifestRule = {
  id: 'baseline-reference-missing',
  scope: 'manifest',
  severity: 'error',
  summary:
    'A baseline that names a container which its domain does not list makes the device reject everything.',
  *check({ desiredState }) {
    const domain = containersOf(desiredState);
    if (!desiredState || !domain) return;
    const { known } = domain.ids;
    let isSure: boolean | undefined;
    let all: readonly string[] | undefined;
    for (const baseline of desiredState.baselines) {
      for (const reference of baseline.components) {
        if (!belongsTo(reference, domain.id)) continue;
        const name = reference.text.slice(domain.id.length + 1);
        if (known.has(name)) continue;
        isSure ??= readsComponents(domain);
        if (!isSure) return;
        all ??= [...known];
        const ids = all;
        yield {
          at: reference.node,
          message: t(
            'The domain {0} has no component {1}.{2} {3}',
            quote(domain.id),
            quote(name),
            didYouMean(name, ids),
            rejects(
              `problem with baseline ${baseline.title}: cannot find container component ${reference.text}`,
            ),
          ),
          fixes: () => {
            const near = closest(name, ids);
            return [
              ...(near === undefined ? [] : [obvious(write(reference.node, `${domain.id}:${near}`))]),
              removeItem(reference.node, t('Remove it from the baseline')),
            ];
          },
        };
      }
    }
  },
  examples: [
    {
      text: 'baselines: [{title: b, components: [«containers:influxd»]}]\ndomains: [{id: containers, components: [{id: influxdb, version: "1"}]}]',
      fixed:
        'baselines: [{title: b, components: [containers:influxdb]}]\ndomains: [{id: containers, components: [{id: influxdb, version: "1"}]}]',
      says: 'Did you mean `influxdb`?',
    },
  ],
};
