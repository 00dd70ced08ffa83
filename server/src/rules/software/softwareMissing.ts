import { t } from '@vscode/l10n';
import { asArray } from '../../text/tree.ts';
import { inMessage } from '../exampleTexts.ts';
import type { ManifestRule } from '../rule.ts';
import { fillProperty, firstItem, softwareSkeleton } from '../skeletons.ts';
import { missingSpot, visible } from '../support.ts';

export const softwareMissing: ManifestRule = {
  id: 'software-missing',
  scope: 'manifest',
  severity: 'error',
  summary: 'A remove without software is answered with 400.',
  *check({ software: list, value, envelope, root }) {
    if (!list || (envelope?.value?.value && !value && envelope.value.value.type !== 'null')) return;
    if (list.node && list.node.type !== 'null' && asArray(list.node)?.items.length !== 0) return;
    yield {
      at: visible(list.property?.value) ?? missingSpot(value ?? root, list.property ?? envelope?.value),
      message: t(
        'There is no software to remove: name at least one. The device answers 400: "there are no DependencyDescriptions to be removed".',
      ),
      fixes: ({ newId }) =>
        value || list.node
          ? firstItem(t('Add a software to fill in'), softwareSkeleton, list.node, value, 'software')
          : fillProperty(t('Add a software to fill in'), envelope?.node, envelope?.value, 'value', {
              correlationId: newId(),
              software: [softwareSkeleton],
            }),
    };
  },
  examples: [
    {
      text: inMessage('remove', { value: '{correlationId: c, software: «[]»}' }),
      fixed: inMessage('remove', { value: '{correlationId: c, software: [{name: <container id>}]}' }),
    },
  ],
};
