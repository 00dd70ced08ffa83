import { t } from '@vscode/l10n';
import { field } from '../../text/tree.ts';
import { inComponents } from '../exampleTexts.ts';
import { removeEntry } from '../fixes.ts';
import type { ContainerRule } from '../rule.ts';
import { isAbsent, keyOf } from '../support.ts';

export const configKeyMissing: ContainerRule = {
  id: 'config-key-missing',
  scope: 'container',
  severity: 'warning',
  summary: 'A config entry without a key is ignored.',
  *check({ component }) {
    for (const entry of component.config) {
      if (!isAbsent(field(entry.node, 'key'))) continue;
      yield {
        at: keyOf(entry.node) ?? entry.node,
        message: t('This entry has no `key`: the device ignores it without a word.'),
        fixes: () => [removeEntry(entry)],
      };
    }
  },
  examples: [
    {
      text: inComponents(['- id: a', '  version: "1"', '  config:', '    - «value»: x']),
      fixed: inComponents(['- id: a', '  version: "1"', '  config: []']),
    },
  ],
};
