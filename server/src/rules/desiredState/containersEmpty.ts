import { t } from '@vscode/l10n';
import { asArray, field } from '../../text/tree.ts';
import type { ManifestRule } from '../rule.ts';
import { containerSkeleton, firstItem } from '../skeletons.ts';
import { missingSpot, visible } from '../support.ts';
import { containersOf } from './effective.ts';

export const containersEmpty: ManifestRule = {
  id: 'containers-empty',
  scope: 'manifest',
  severity: 'information',
  summary:
    'A desired state is total: without a component every container that is not protected is destroyed.',
  *check({ desiredState }) {
    const domain = containersOf(desiredState);
    if (!domain || domain.components.length > 0) return;
    const list = field(domain.node, 'components');
    if (list?.value && list.value.type !== 'null' && (asArray(list.value)?.items.length ?? 1) > 0) return;
    yield {
      at: list?.key ?? visible(domain.idNode) ?? missingSpot(domain.node, undefined),
      message: t(
        'There is no component: the device destroys every container that it runs, but for its system containers.',
      ),
      fixes: () =>
        firstItem(t('Add a component to fill in'), containerSkeleton, list?.value, domain.node, 'components'),
    };
  },
  examples: [
    {
      text: 'domains:\n  - id: containers\n    «components»: []',
      fixed:
        'domains:\n  - id: containers\n    components: [{id: my-app, version: <version>, config: [{key: image, value: <registry>/my-app:<version>}]}]',
      says: 'destroys every container',
    },
  ],
};
