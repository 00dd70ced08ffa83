import { t } from '@vscode/l10n';
import { didYouMean } from '../../schema/suggest.ts';
import { meantKeys, removeEntry, write } from '../fixes.ts';
import type { ManifestRule } from '../rule.ts';
import { keySpot, quote } from '../support.ts';
import { firmware, inFirmware, vocabularyFaults } from './vocabularyFaults.ts';

export const vocabularyKeyUnknown: ManifestRule = {
  id: 'vocabulary-key-unknown',
  scope: 'manifest',
  severity: 'warning',
  summary: 'The vocabulary of the domain has no such key: its agent is likely to ignore it.',
  why: 'Vocabularies of further domains are JSON Schemas that the setting `kanto.domains` names: [how](../domains.md).',
  *check({ desiredState }, { vocabularies }) {
    for (const { key, domain, entryFound, at, known, holder } of vocabularyFaults(
      desiredState,
      vocabularies,
      'unknown',
    ))
      yield {
        at: entryFound ? keySpot(entryFound) : at,
        message: t(
          '{0} in the vocabulary of the domain {1}: its agent is likely to ignore it.{2}',
          key === '' ? t('This entry has no `key`') : t('{0} is no key', quote(key)),
          quote(domain.id),
          didYouMean(key, known),
        ),
        fixes: () => {
          if (!entryFound) return [];
          const taken = holder.config.map((entry) => entry.key);
          return [
            ...(entryFound.keyNode ? meantKeys(entryFound.keyNode, key, known, taken, write) : []),
            removeEntry(entryFound),
          ];
        },
      };
  },
  examples: [
    {
      text: inFirmware('{key: slot, value: a}', '{key: «retires», value: "3"}'),
      fixed: inFirmware('{key: slot, value: a}', '{key: retries, value: "3"}'),
      says: 'Did you mean `retries`?',
      vocabularies: firmware,
    },
    {
      text: 'domains:\n  - id: firmware\n    config: [{key: «source», value: x}]\n    components: []',
      vocabularies: firmware,
    },
  ],
};
