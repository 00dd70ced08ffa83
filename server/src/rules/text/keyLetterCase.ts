import { t } from '@vscode/l10n';
import { obvious, renameKey } from '../fixes.ts';
import type { PartRule } from '../rule.ts';
import { quote } from '../support.ts';

export const keyLetterCase: PartRule = {
  id: 'key-letter-case',
  scope: 'part',
  severity: 'hint',
  summary: 'The device takes the names of fields in any letter case; other tools do not.',
  *check({ shape }) {
    for (const { property, name } of shape.renamed)
      yield {
        at: property.key,
        message: t('The device reads {0} as {1}, but other tools do not.', quote(property.name), quote(name)),
        // Of two keys for one field another rule tells.
        fixes: () =>
          shape.ambiguous.some(({ first, second }) => first === property || second === property)
            ? []
            : [obvious(renameKey(property.key, name))],
      };
  },
  examples: [
    {
      text: '«Domains»:\n  - id: containers\n    «COMPONENTS»: [{id: a, version: "1"}]',
      fixed: 'domains:\n  - id: containers\n    components: [{id: a, version: "1"}]',
    },
  ],
};
