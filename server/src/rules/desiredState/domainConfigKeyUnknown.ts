import { t } from '@vscode/l10n';
import { componentKeys, domainKeys } from '../../agents/containers.ts';
import { didYouMean } from '../../schema/suggest.ts';
import { field } from '../../text/tree.ts';
import { meantKeys, removeEntry, write } from '../fixes.ts';
import { readsText } from '../readable.ts';
import type { ManifestRule } from '../rule.ts';
import { keySpot, quote } from '../support.ts';
import { containersOf } from './effective.ts';

/** The documentation's own example has `source` (Update Manager API, apply request). */
export const domainConfigKeyUnknown: ManifestRule = {
  id: 'domain-config-key-unknown',
  scope: 'manifest',
  severity: 'warning',
  summary: 'The domain `containers` itself has one config key, `systemContainers`; others are ignored.',
  *check({ desiredState }) {
    for (const entry of containersOf(desiredState)?.config ?? []) {
      if (domainKeys.includes(entry.key) || !readsText(field(entry.node, 'key')?.value)) continue;
      const hint = componentKeys.includes(entry.key)
        ? t(' It belongs to the `config` of a component.')
        : didYouMean(entry.key, domainKeys);
      yield {
        at: keySpot(entry),
        message: t(
          '{0}: the device ignores it without a word.{1}',
          entry.key === ''
            ? t('This entry has no `key`')
            : t(
                '{0} is no key of the domain `containers`, which has only `systemContainers`',
                quote(entry.key),
              ),
          hint,
        ),
        fixes: () => [
          ...(entry.keyNode ? meantKeys(entry.keyNode, entry.key, domainKeys, [], write) : []),
          removeEntry(entry),
        ],
      };
    }
  },
  examples: [
    {
      text: 'domains:\n  - id: containers\n    config:\n      - key: «source»\n        value: x\n    components: []',
      fixed: 'domains:\n  - id: containers\n    config: []\n    components: []',
    },
  ],
};
