import { t } from '@vscode/l10n';
import type { Domain } from '../../manifest/model.ts';
import { closest, didYouMean } from '../../schema/suggest.ts';
import { field } from '../../text/tree.ts';
import { obvious, renameId, setProperty } from '../fixes.ts';
import { readsDomains } from '../readable.ts';
import type { Fix, ManifestRule } from '../rule.ts';
import { domainSkeleton, firstItem } from '../skeletons.ts';
import { allOf, missingSpot, quote, visible } from '../support.ts';
import { effectiveDomains } from './effective.ts';

function fixes({ id, idNode, node }: Domain, domains: readonly string[]): Fix[] {
  if (id === '') return domains.map((domain) => setProperty(node, field(node, 'id'), 'id', domain, true));
  const near = closest(id, domains);
  return near === undefined || !idNode ? [] : [obvious(renameId(idNode, near))];
}

export const domainsMissing: ManifestRule = {
  id: 'domains-missing',
  scope: 'manifest',
  severity: 'error',
  summary:
    'A desired state without a domain that the device has an agent for ends as INCOMPLETE, and nothing happens.',
  *check({ desiredState, desiredStateProperty }, { domains }) {
    if (!desiredState) return;
    const list = desiredState.domainsProperty;
    if (!readsDomains(desiredState)) return;
    if (desiredState.domains.length === 0) {
      if (list?.value?.type === 'array' && list.value.items.length > 0) return;
      yield {
        at: visible(list?.value) ?? missingSpot(desiredState.node, list ?? desiredStateProperty),
        message: t('There is no domain: name at least one, say `containers`. {0}', outcome()),
        fixes: () =>
          firstItem(t('Add a domain to fill in'), domainSkeleton, list?.value, desiredState.node, 'domains'),
      };
      return;
    }
    const effective = effectiveDomains(desiredState);
    if ([...effective.keys()].some((id) => domains.includes(id))) return;
    for (const domain of effective.values())
      yield {
        at: visible(domain.idNode) ?? missingSpot(domain.node, undefined),
        message: t(
          '{0}, and there is no other: the device knows {1}.{2} {3}',
          domain.id === ''
            ? t('This domain has no `id`')
            : t('No update agent is known for the domain {0}', quote(domain.id)),
          allOf(domains.map(quote)),
          didYouMean(domain.id, domains),
          outcome(),
        ),
        fixes: () => fixes(domain, domains),
      };
  },
  examples: [
    { text: 'domains: «[]»', says: 'does not contain any supported domain' },
    { text: 'activityId: a\n«desiredState»: {}' },
    {
      text: 'domains:\n  - id: «container»\n    components: []',
      fixed: 'domains:\n  - id: containers\n    components: []',
      says: 'Did you mean `containers`?',
    },
  ],
};

const outcome = () =>
  t('The device ends with INCOMPLETE: "the desired state manifest does not contain any supported domain".');
