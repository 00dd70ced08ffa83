import { selfUpdateDomain, selfUpdateRejections } from '../../agents/selfUpdate.ts';
import { field } from '../../text/tree.ts';
import type { ManifestRule } from '../rule.ts';
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
      const holder =
        fault === 'component'
          ? field(domain.node, 'components')
          : field(culprit?.node, fault === 'bundle' ? 'config' : 'version');
      const at =
        holder?.key ??
        visible(culprit?.idNode ?? domain.idNode) ??
        missingSpot((culprit ?? domain).node, undefined);
      yield { at, message: `${wanted[fault]} ${rejects(message)}` };
    }
  },
  examples: [
    {
      text: 'domains:\n  - id: self-update\n    components:\n      - id: os-image\n        «config»: []\n        «version»: ""',
      says: 'mandatory',
    },
    {
      text: 'domains:\n  - id: self-update\n    «components»: []',
      says: "mandatory component with 'id'='os-image' is missing",
    },
  ],
};

const wanted = {
  component: 'The self-update agent takes one component, `os-image`.',
  bundle: 'The URL of the bundle is missing: the config entry `image`.',
  version: 'The version of the bundle is missing.',
} as const;
