import { t } from '@vscode/l10n';
import { obvious, removeEntry } from '../fixes.ts';
import type { ManifestRule } from '../rule.ts';
import { valueSpot } from '../support.ts';
import { containersOf } from './effective.ts';

export const systemContainersEmpty: ManifestRule = {
  id: 'system-containers-empty',
  scope: 'manifest',
  severity: 'warning',
  summary: '`systemContainers` replaces the list of the device: an empty one protects nothing.',
  *check({ desiredState }) {
    const entry = containersOf(desiredState)?.config.findLast(({ key }) => key === 'systemContainers');
    if (entry?.value.trim() !== '') return;
    yield {
      at: valueSpot(entry),
      message: t(
        'An empty list protects nothing: it replaces the one that the device is configured with, so its own system containers are destroyed unless they are components here. Leave the entry out to keep them.',
      ),
      fixes: () => [obvious(removeEntry(entry))],
    };
  },
  examples: [
    {
      text: 'domains:\n  - id: containers\n    config:\n      - key: systemContainers\n        value: «""»\n    components: []',
      fixed: 'domains:\n  - id: containers\n    config: []\n    components: []',
    },
  ],
};
