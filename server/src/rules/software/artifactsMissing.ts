import { t } from '@vscode/l10n';
import { daemonOf } from '../envelope/target.ts';
import { inModule } from '../exampleTexts.ts';
import type { ManifestRule } from '../rule.ts';
import { artifactSkeleton, firstItem } from '../skeletons.ts';
import { missingSpot, quote, visible } from '../support.ts';

export const artifactsMissing: ManifestRule = {
  id: 'artifacts-missing',
  scope: 'manifest',
  severity: 'error',
  summary: 'A software module needs at least one artifact.',
  *check(manifest) {
    for (const module of manifest.softwareModules?.items ?? []) {
      const { node, artifactsProperty: holder, artifactsNode } = module;
      const value = holder?.value;
      if (
        artifactsNode
          ? artifactsNode.items.length > 0
          : value && value.type !== 'null' && value.type !== 'alias'
      )
        continue;
      const at = visible(value) ?? missingSpot(node, holder ?? module.idProperty);
      const fixes = () =>
        firstItem(t('Add an artifact to fill in'), artifactSkeleton, value, node, 'artifacts');
      const name = `${module.name}.${module.version}`;
      if (daemonOf(manifest) === 'containers')
        yield {
          at,
          message: t(
            'The module {0} has no artifact: name at least one. The device answers 400: "there are no SoftwareArtifacts referenced for SoftwareModule [Name.version] = [{1}]".',
            quote(name),
            name,
          ),
          fixes,
        };
      else
        yield {
          at,
          severity: 'warning',
          message: t('The module {0} has no artifact: there is nothing to download.', quote(name)),
          fixes,
        };
    }
  },
  examples: [
    {
      text: inModule('«[]»'),
      fixed: inModule(
        '[{filename: <file>, download: {HTTPS: {url: https://<host>/<file>}}, checksums: {SHA256: <sha256>}}]',
      ),
      says: '[Name.version] = [a.1]',
    },
  ],
};
