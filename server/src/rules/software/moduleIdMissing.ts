import { t } from '@vscode/l10n';
import { asObject } from '../../text/tree.ts';
import { artifact } from '../exampleTexts.ts';
import type { ManifestRule } from '../rule.ts';
import { fillProperty, moduleIdSkeleton } from '../skeletons.ts';
import { missingSpot, visible } from '../support.ts';

export const moduleIdMissing: ManifestRule = {
  id: 'software-module-id-missing',
  scope: 'manifest',
  severity: 'error',
  summary: 'A module without `softwareModule` kills the daemon that gets it.',
  *check({ softwareModules }) {
    for (const { node, idProperty } of softwareModules?.items ?? []) {
      const value = idProperty?.value;
      if (value && value.type !== 'null' && (value.type !== 'alias' || asObject(value))) continue;
      yield {
        at: visible(value) ?? missingSpot(node, idProperty),
        message: t(
          'The `softwareModule` with `name` and `version` is missing: the SoftwareUpdatable daemon on the device crashes.',
        ),
        crash: true,
        fixes: () =>
          fillProperty(
            t('Add a module id to fill in'),
            node,
            idProperty,
            'softwareModule',
            moduleIdSkeleton,
            true,
          ),
      };
    }
  },
  examples: [
    {
      crash: true,
      text: `- «artifacts»: [${artifact}]`,
      fixed: `- softwareModule:\n    name: <name>\n    version: <version>\n  artifacts: [${artifact}]`,
    },
  ],
};
