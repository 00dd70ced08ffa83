import { t } from '@vscode/l10n';
import { logDrivers, logModes } from '../../agents/containers.ts';
import type { ConfigEntry } from '../../manifest/model.ts';
import { didYouMean } from '../../schema/suggest.ts';
import { inContainer } from '../exampleTexts.ts';
import { obvious, oneOf, setEntry } from '../fixes.ts';
import type { ContainerRule, Fix } from '../rule.ts';
import { meantSize, sizeHint } from '../sizes.ts';
import { anyOf, quote, rejectionFindings, rejects } from '../support.ts';

export const logInvalid: ContainerRule = {
  id: 'log-invalid',
  scope: 'container',
  severity: 'error',
  summary: 'Log driver and mode are one of a few, sizes have a unit, and at least one file is kept.',
  check: (view) =>
    rejectionFindings(
      view,
      'log',
      ({ message }, entry) => {
        const value = entry?.value ?? '';
        return `${explain(entry?.key ?? '', value)} ${rejects(message)}`;
      },
      fixes,
    ),
  examples: [
    { text: inContainer('logDriver: «syslog»'), fixed: inContainer('logDriver: json-file') },
    { text: inContainer('logMaxSize: «"100"»'), says: 'has no unit' },
  ],
};

function fixes(entry: ConfigEntry): Fix[] {
  switch (entry.key) {
    case 'logDriver':
      return oneOf(entry, logDrivers);
    case 'logMode':
      return oneOf(entry, logModes);
    case 'logMaxFiles':
      return [setEntry(entry, '1')];
    default: {
      const size = meantSize(entry.value);
      return size === undefined ? [] : [obvious(setEntry(entry, size))];
    }
  }
}

function explain(key: string, value: string): string {
  switch (key) {
    case 'logDriver':
      return t(
        '{0} is no log driver: {1}.{2}',
        quote(value),
        anyOf(logDrivers.map(quote)),
        didYouMean(value, logDrivers),
      );
    case 'logMode':
      return t(
        '{0} is no log mode: {1}.{2}',
        quote(value),
        anyOf(logModes.map(quote)),
        didYouMean(value, logModes),
      );
    case 'logMaxFiles':
      return t('{0} is negative: 1 or more is wanted.', quote(value));
    default:
      return sizeHint(value);
  }
}
