import { t } from '@vscode/l10n';
import type { Domain } from '../../manifest/model.ts';
import { closest, didYouMean } from '../../schema/suggest.ts';
import { field } from '../../text/tree.ts';
import { inComponents } from '../exampleTexts.ts';
import { obvious, renameId, setProperty } from '../fixes.ts';
import { readsText } from '../readable.ts';
import type { Fix, ManifestRule } from '../rule.ts';
import { missingSpot, quote, visible } from '../support.ts';
import { effectiveDomains } from './effective.ts';

function fixes({ id, idNode, node }: Domain, domains: readonly string[]): Fix[] {
  if (id === '') return domains.map((domain) => setProperty(node, field(node, 'id'), 'id', domain, true));
  const near = closest(id, domains);
  return near === undefined || !idNode ? [] : [obvious(renameId(idNode, near))];
}

export const domainUnknown: ManifestRule = {
  id: 'domain-unknown',
  scope: 'manifest',
  severity: 'warning',
  summary:
    'A domain that the device has no agent for is skipped without a word while the others are applied.',
  *check({ desiredState }, { domains }) {
    if (!desiredState) return;
    const effective = effectiveDomains(desiredState);
    if (![...effective.keys()].some((id) => domains.includes(id))) return;
    for (const domain of effective.values()) {
      if (domains.includes(domain.id) || !readsText(field(domain.node, 'id')?.value)) continue;
      yield {
        at: visible(domain.idNode) ?? missingSpot(domain.node, undefined),
        message: t(
          '{0}: unless the device has one, it skips the domain without a word and applies the others.{1}',
          domain.id === ''
            ? t('This domain has no `id`')
            : t('No update agent is known for the domain {0}', quote(domain.id)),
          didYouMean(domain.id, domains),
        ),
        fixes: () => fixes(domain, domains),
      };
    }
  },
  examples: [
    {
      text: inComponents(['- id: a', '  version: "1"'], '  - id: «firmware»', '    components: []'),
      says: 'skips the domain',
    },
  ],
};
