import { t } from '@vscode/l10n';
import type { Component } from '../../manifest/model.ts';
import { inComponents } from '../exampleTexts.ts';
import { removeItem, write } from '../fixes.ts';
import type { ManifestRule } from '../rule.ts';
import { free, missingSpot, quote, visible } from '../support.ts';
import { effectiveDomains, systemContainersOf } from './effective.ts';

export const componentRepeated: ManifestRule = {
  id: 'component-repeated',
  scope: 'manifest',
  severity: 'warning',
  summary: 'Two components with one id become two containers with one name; feedback shows one of them.',
  *check({ desiredState }) {
    if (!desiredState) return;
    for (const domain of effectiveDomains(desiredState).values()) {
      if (!domain.ids.repeated) continue;
      const skipped = systemContainersOf(domain)?.names ?? [];
      const first = new Map<string, Component>();
      for (const component of domain.components) {
        if (component.id === '' || skipped.includes(component.id)) continue;
        const other = first.get(component.id);
        if (!other) {
          first.set(component.id, component);
          continue;
        }
        yield {
          at: visible(component.idNode) ?? missingSpot(component.node, undefined),
          message: t(
            'The component {0} stands twice: the device makes two containers of one name, and reports only one of them.',
            quote(component.id),
          ),
          related: [
            { at: visible(other.idNode) ?? missingSpot(other.node, undefined), message: t('The first one.') },
          ],
          fixes: () => [
            ...(component.idNode
              ? [
                  write(
                    component.idNode,
                    free(component.id, (id) => domain.ids.known.has(id)),
                  ),
                ]
              : []),
            removeItem(component.node, t('Remove this component')),
          ],
        };
      }
    }
  },
  examples: [
    {
      text: inComponents(['- {id: a, version: "1"}', '- {id: «a», version: "2"}']),
      fixed: inComponents(['- {id: a, version: "1"}', '- {id: a-2, version: "2"}']),
    },
  ],
};
