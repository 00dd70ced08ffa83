import type { ManifestRule } from '../rule.ts';
import { quote } from '../support.ts';

export const keyLetterCase: ManifestRule = {
  id: 'key-letter-case',
  scope: 'manifest',
  severity: 'hint',
  summary: 'The device takes the names of fields in any letter case; other tools do not.',
  *check(_, { renamed }) {
    for (const { property, name } of renamed)
      yield {
        at: property.key,
        message: `The device reads ${quote(property.name)} as ${quote(name)}, but other tools do not.`,
      };
  },
};
