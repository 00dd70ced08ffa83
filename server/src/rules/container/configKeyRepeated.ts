import { t } from '@vscode/l10n';
import { componentKeys } from '../../agents/containers.ts';
import { inContainer } from '../exampleTexts.ts';
import { obvious, removeEntry } from '../fixes.ts';
import type { ContainerRule } from '../rule.ts';
import { quote, shown, valueSpot } from '../support.ts';

export const configKeyRepeated: ContainerRule = {
  id: 'config-key-repeated',
  scope: 'container',
  severity: 'warning',
  summary: 'Of a key that may stand only once the last entry counts; the others are dropped.',
  *check({ component, reading }) {
    for (const [index, entry] of component.config.entries()) {
      const last = reading.single.get(entry.key);
      const winner = component.config[last ?? -1];
      if (!winner || last === index || !componentKeys.includes(entry.key)) continue;
      yield {
        at: valueSpot(entry),
        message: t(
          '{0} stands more than once and counts only once: the device drops this one and takes {1}.',
          quote(entry.key),
          shown(winner.value),
        ),
        related: [{ at: valueSpot(winner), message: t('The one that counts.') }],
        fixes: () => [obvious(removeEntry(entry))],
      };
    }
  },
  examples: [
    {
      text: inContainer('image: «x:1»', 'image: x:2.7.1'),
      fixed: inContainer('image: x:2.7.1'),
      says: 'takes `x:2.7.1`',
    },
  ],
};
