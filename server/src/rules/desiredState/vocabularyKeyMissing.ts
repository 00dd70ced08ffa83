import { t } from '@vscode/l10n';
import { field } from '../../text/tree.ts';
import type { ManifestRule } from '../rule.ts';
import { firstItem } from '../skeletons.ts';
import { quote } from '../support.ts';
import { firmware, inFirmware, vocabularyFaults } from './vocabularyFaults.ts';

export const vocabularyKeyMissing: ManifestRule = {
  id: 'vocabulary-key-missing',
  scope: 'manifest',
  severity: 'warning',
  summary: 'The vocabulary of the domain requires a key that the config has not.',
  why: 'Vocabularies of further domains are JSON Schemas that the setting `kanto.domains` names: [how](../domains.md).',
  *check({ desiredState }, { vocabularies }) {
    for (const { key, domain, at, holder, allowed } of vocabularyFaults(
      desiredState,
      vocabularies,
      'missing',
    ))
      yield {
        at: at,
        message: t(
          'The vocabulary of the domain {0} requires the config entry {1}, which is missing: its agent is likely to reject this.',
          quote(domain.id),
          quote(key),
        ),
        fixes: () => {
          const list = field(holder.node, 'config')?.value;
          const values = allowed.length > 0 ? allowed : [`<${key}>`];
          return values.flatMap((value) =>
            firstItem(t('Add "{0}" = "{1}"', key, value), { key, value }, list, holder.node, 'config'),
          );
        },
      };
  },
  examples: [
    {
      text: inFirmware('{key: retries, value: "3"}').replace('modem', '«modem»'),
      fixed: inFirmware('{key: retries, value: "3"}', '{key: slot, value: a}'),
      says: 'requires the config entry `slot`',
      vocabularies: firmware,
    },
  ],
};
