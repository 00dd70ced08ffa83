import { t } from '@vscode/l10n';
import { osImageComponent, selfUpdateDomain, selfUpdateRejections } from '../../agents/selfUpdate.ts';
import type { Component, Domain } from '../../manifest/model.ts';
import { closest } from '../../schema/suggest.ts';
import { field } from '../../text/tree.ts';
import { obvious, renameId, setEntry } from '../fixes.ts';
import { readsComponents, readsConfig, readsText } from '../readable.ts';
import type { Fix, ManifestRule } from '../rule.ts';
import { fillProperty, firstItem, osImageSkeleton } from '../skeletons.ts';
import { missingSpot, rejects, visible } from '../support.ts';
import { effectiveDomains } from './effective.ts';

export const selfUpdateInvalid: ManifestRule = {
  id: 'self-update-invalid',
  scope: 'manifest',
  severity: 'error',
  summary:
    'The domain `self-update` needs the component `os-image` with a version and the config entry `image`.',
  *check({ desiredState }) {
    const domain = desiredState && effectiveDomains(desiredState).get(selfUpdateDomain);
    if (!domain) return;
    for (const { fault, message, component } of selfUpdateRejections(domain.components)) {
      const culprit = domain.components[component ?? -1];
      if (!isSure(fault, domain, culprit)) continue;
      const holder =
        fault === 'component'
          ? field(domain.node, 'components')
          : field(culprit?.node, fault === 'bundle' ? 'config' : 'version');
      const at =
        holder?.key ??
        visible(culprit?.idNode ?? domain.idNode) ??
        missingSpot((culprit ?? domain).node, undefined);
      yield {
        at,
        message: `${wanted()[fault]} ${rejects(message)}`,
        fixes: () => fixes(fault, domain, culprit),
      };
    }
  },
  examples: [
    {
      text: 'domains:\n  - id: self-update\n    components:\n      - id: os-image\n        «config»: []\n        «version»: ""',
      fixed:
        'domains:\n  - id: self-update\n    components:\n      - id: os-image\n        config: [{key: image, value: <url of the bundle>}]\n        version: "<version>"',
      says: 'mandatory',
    },
    {
      text: 'domains:\n  - id: self-update\n    «components»: []',
      says: "mandatory component with 'id'='os-image' is missing",
    },
  ],
};

/** Could the place be read in which something is missing? */
function isSure(
  fault: keyof ReturnType<typeof wanted>,
  domain: Domain,
  culprit: Component | undefined,
): boolean {
  if (!culprit) return readsComponents(domain);
  return fault === 'bundle' ? readsConfig(culprit) : readsText(field(culprit.node, 'version')?.value);
}

function fixes(
  fault: keyof ReturnType<typeof wanted>,
  domain: Domain,
  culprit: Component | undefined,
): Fix[] {
  if (fault === 'component' || !culprit) {
    const misspelt = domain.components.find(({ id }) => closest(id, [osImageComponent]) !== undefined);
    if (misspelt?.idNode) return [obvious(renameId(misspelt.idNode, osImageComponent))];
    const list = field(domain.node, 'components')?.value;
    return firstItem(
      t('Add "{0}" to fill in', osImageComponent),
      osImageSkeleton,
      list,
      domain.node,
      'components',
    );
  }
  const { node, config } = culprit;
  if (fault === 'version')
    return fillProperty(t('Add a version to fill in'), node, field(node, 'version'), 'version', '<version>');
  const entry = config.findLast(({ key }) => key === 'image');
  const title = t('Add the URL of the bundle to fill in');
  const url = '<url of the bundle>';
  if (entry) return [{ ...setEntry(entry, url), title }];
  return firstItem(title, { key: 'image', value: url }, field(node, 'config')?.value, node, 'config');
}

const wanted = () => ({
  component: t('The self-update agent takes one component, `os-image`.'),
  bundle: t('The URL of the bundle is missing: the config entry `image`.'),
  version: t('The version of the bundle is missing.'),
});
