import { t } from '@vscode/l10n';
import { removeEntry, removeItem, setEntry } from '../fixes.ts';
import type { ManifestRule } from '../rule.ts';
import { missingSpot, quote, valueSpot, visible, within } from '../support.ts';
import { containersOf, systemContainersOf } from './effective.ts';

export const systemContainerListed: ManifestRule = {
  id: 'system-container-listed',
  scope: 'manifest',
  severity: 'warning',
  summary:
    'A system container is protected from updates too: a component of its name is skipped without a word.',
  *check({ desiredState }) {
    const domain = containersOf(desiredState);
    const listed = domain && systemContainersOf(domain);
    if (!listed) return;
    const { entry, names } = listed;
    for (const component of domain.components) {
      if (component.id === '' || !names.includes(component.id)) continue;
      yield {
        at: visible(component.idNode) ?? missingSpot(component.node, undefined),
        message: t(
          '{0} is a system container here, so the device protects it from this update as well: it skips the component without a word.',
          quote(component.id),
        ),
        related: [
          {
            at: within(valueSpot(entry), component.id),
            message: t('It is declared a system container here.'),
          },
        ],
        fixes: () => {
          const others = names.filter((name) => name !== component.id);
          return [
            removeItem(component.node, t('Remove this component')),
            ...(others.length > 0
              ? [setEntry(entry, others.join(','))]
              : // An empty list would protect nothing.
                [removeEntry(entry)]),
          ];
        },
      };
    }
  },
  examples: [
    {
      text: 'domains:\n  - id: containers\n    config: [{key: systemContainers, value: "a, b"}]\n    components: [{id: «b», version: "1"}]',
      fixed:
        'domains:\n  - id: containers\n    config: [{key: systemContainers, value: "a, b"}]\n    components: []',
    },
  ],
};
