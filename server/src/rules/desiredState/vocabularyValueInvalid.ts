import { t } from '@vscode/l10n';
import { oneOf } from '../fixes.ts';
import type { ManifestRule } from '../rule.ts';
import { isSecret } from '../secrets.ts';
import { quote, shown, valueSpot } from '../support.ts';
import { firmware, inFirmware, vocabularyFaults } from './vocabularyFaults.ts';

export const vocabularyValueInvalid: ManifestRule = {
  id: 'vocabulary-value-invalid',
  scope: 'manifest',
  severity: 'warning',
  summary: 'The vocabulary of the domain allows other values for this key.',
  why: 'Vocabularies of further domains are JSON Schemas that the setting `kanto.domains` names: [how](../domains.md).',
  *check({ desiredState }, { vocabularies }) {
    for (const { key, domain, entryFound, at, wanted, allowed } of vocabularyFaults(
      desiredState,
      vocabularies,
      'value',
    ))
      yield {
        at: entryFound ? valueSpot(entryFound) : at,
        message: t(
          '{0} is no value for {1} by the vocabulary of the domain {2}: it {3}.',
          isSecret(key, entryFound?.value ?? '') ? t('This') : shown(entryFound?.value ?? ''),
          quote(key),
          quote(domain.id),
          wanted,
        ),
        fixes: () => (entryFound && allowed.length > 0 ? oneOf(entryFound, allowed) : []),
      };
  },
  examples: [
    {
      text: inFirmware('{key: slot, value: «c»}'),
      fixed: inFirmware('{key: slot, value: a}'),
      says: 'it must be one of `a`, `b`',
      vocabularies: firmware,
    },
    {
      text: inFirmware('{key: slot, value: a}', '{key: retries, value: «"-1"»}'),
      says: 'must be >= 0',
      vocabularies: firmware,
    },
    {
      text: inFirmware('{key: slot, value: a}', '{key: retries, value: «many»}'),
      says: 'must be integer',
      vocabularies: firmware,
    },
  ],
};
