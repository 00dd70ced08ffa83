import { t } from '@vscode/l10n';
import { field } from '../../text/tree.ts';
import { inMessage } from '../exampleTexts.ts';
import { removeItem } from '../fixes.ts';
import { hasPlaceholder } from '../placeholders.ts';
import type { ManifestRule } from '../rule.ts';
import { fillProperty } from '../skeletons.ts';
import { isAbsent, missingSpot, quote, visible } from '../support.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export const softwareName: ManifestRule = {
  id: 'software-name',
  scope: 'manifest',
  severity: 'information',
  summary: 'A remove names the id of the container, a UUID, not its name.',
  *check({ software }) {
    for (const { node, name, nameNode } of software?.items ?? []) {
      if (nameNode === undefined && !isAbsent(field(node, 'name'))) continue;
      const at = visible(nameNode) ?? missingSpot(node, undefined);
      if (name === '')
        yield {
          at,
          severity: 'warning',
          message: t(
            'The `name` is missing: it is the id of the container, and all that the device looks at. It ends with FINISHED_ERROR.',
          ),
          fixes: () => [
            ...fillProperty(t('Add a name to fill in'), node, field(node, 'name'), 'name', '<container id>'),
            ...(software && software.items.length > 1 ? [removeItem(node, t('Remove this software'))] : []),
          ],
        };
      else if (!uuid.test(name) && !hasPlaceholder(name))
        yield {
          at,
          message: t(
            '{0} must be the id of the container (a UUID unless it was installed with an id of your own), not its name; `installedDependencies` of the device tells it. If there is none, the device ends with FINISHED_ERROR: "container with ID = {1} does not exist".',
            quote(name),
            name,
          ),
        };
    }
  },
  examples: [
    { text: inMessage('remove', { value: '{correlationId: c, software: [{name: «influxdb»}]}' }) },
    {
      severity: 'warning',
      text: '- {name: «""», group: g, version: "1"}',
      fixed: '- {name: "<container id>", group: g, version: "1"}',
    },
  ],
};
