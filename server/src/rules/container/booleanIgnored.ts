import { t } from '@vscode/l10n';
import { booleanKeys } from '../../agents/containers.ts';
import { parseBoolean } from '../../agents/goValues.ts';
import { inContainer } from '../exampleTexts.ts';
import { obvious, setEntry } from '../fixes.ts';
import type { ContainerRule } from '../rule.ts';
import { quote, valueSpot } from '../support.ts';

const yes = ['true', 'yes', 'on', 'y', 'enabled'];
const no = ['false', 'no', 'off', 'n', 'disabled', ''];

export const booleanIgnored: ContainerRule = {
  id: 'boolean-ignored',
  scope: 'container',
  severity: 'warning',
  summary: 'What is neither true nor false as the device reads it counts as false.',
  *check({ component, reading }) {
    for (const key of booleanKeys) {
      const entry = component.config[reading.single.get(key) ?? -1];
      if (!entry || parseBoolean(entry.value) !== undefined) continue;
      yield {
        at: valueSpot(entry),
        message: t(
          '{0} is neither `true` nor `false`: the device takes it for `false`.',
          entry.value === '' ? t('An empty text') : quote(entry.value),
        ),
        fixes: () => {
          const word = entry.value.trim().toLowerCase();
          if (yes.includes(word)) return [obvious(setEntry(entry, 'true'))];
          if (no.includes(word)) return [obvious(setEntry(entry, 'false'))];
          return ['true', 'false'].map((value) => setEntry(entry, value));
        },
      };
    }
  },
  examples: [
    {
      text: inContainer('privileged: «"yes"»'),
      fixed: inContainer('privileged: "true"'),
      says: 'takes it for `false`',
    },
  ],
};
