import { t } from '@vscode/l10n';
import { field } from '../../text/tree.ts';
import { inComponents } from '../exampleTexts.ts';
import { readsConfig } from '../readable.ts';
import type { ContainerRule } from '../rule.ts';
import { fillProperty } from '../skeletons.ts';
import { idSpot, isAbsent, quote, visible } from '../support.ts';

export const versionMissing: ContainerRule = {
  id: 'version-missing',
  scope: 'container',
  severity: 'warning',
  summary: 'Without `image`, the image is `<id>:<version>`; without a version too, it cannot be pulled.',
  *check(view) {
    const { component, reading } = view;
    if (!isAbsent(field(component.node, 'version')) || reading.single.has('image')) return;
    if (!readsConfig(component)) return;
    yield {
      at: visible(component.versionNode) ?? idSpot(view),
      message: t(
        'There is neither an `image` nor a `version`: the device takes {0} for the image, which cannot be pulled.',
        quote(reading.container.image),
      ),
      fixes: () =>
        fillProperty(
          t('Add a version to fill in'),
          component.node,
          field(component.node, 'version'),
          'version',
          '<version>',
        ),
    };
  },
  examples: [
    {
      text: inComponents(['- id: a', '  version: «""»']),
      fixed: inComponents(['- id: a', '  version: "<version>"']),
      says: '`a:`',
    },
  ],
};
