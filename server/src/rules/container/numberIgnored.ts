import { t } from '@vscode/l10n';
import { parseInteger } from '../../agents/goValues.ts';
import { inContainer } from '../exampleTexts.ts';
import { obvious, removeEntries, setEntry } from '../fixes.ts';
import type { ContainerRule } from '../rule.ts';
import { quote, valueSpot } from '../support.ts';

const taken = (): Readonly<Record<string, string>> => ({
  logMaxFiles: t('takes 2, the default'),
  restartMaxRetries: t('takes 0: no limit'),
  restartTimeout: t('takes 0'),
});

export const numberIgnored: ContainerRule = {
  id: 'number-ignored',
  scope: 'container',
  severity: 'warning',
  summary: 'What is no whole number counts as 0, which often means the default.',
  *check({ component, reading }) {
    for (const [key, instead] of Object.entries(taken())) {
      const entry = component.config[reading.single.get(key) ?? -1];
      // The restart numbers are read with one policy only; elsewhere another rule speaks.
      if (!entry || (key !== 'logMaxFiles' && reading.container.restartPolicy !== 'on-failure')) continue;
      const value = parseInteger(entry.value);
      if (value === undefined) {
        const seconds =
          key === 'restartTimeout' && /^\d+ ?s$/.test(entry.value)
            ? t(' Seconds are meant: write no unit.')
            : '';
        yield {
          at: valueSpot(entry),
          message: t(
            '{0} is no whole number: the device {1}.{2}',
            entry.value === '' ? t('An empty text') : quote(entry.value),
            instead,
            seconds,
          ),
          fixes: () =>
            seconds === ''
              ? [removeEntries(component.config, key)]
              : [obvious(setEntry(entry, entry.value.replace(/ ?s$/, '')))],
        };
      } else if (key === 'logMaxFiles' && value === 0)
        yield {
          at: valueSpot(entry),
          message: t('At least one log file is kept: the device takes 0 for 2, the default.'),
          fixes: () => ['1', '2'].map((files) => setEntry(entry, files)),
        };
    }
  },
  examples: [
    {
      text: inContainer('restartPolicy: on-failure', 'restartTimeout: «10s»'),
      fixed: inContainer('restartPolicy: on-failure', 'restartTimeout: "10"'),
      says: 'write no unit',
    },
    { text: inContainer('logMaxFiles: «"0"»'), says: '2, the default' },
  ],
};
