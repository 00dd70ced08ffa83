import { t } from '@vscode/l10n';
import { asObject, asText, property, resolve } from '../../text/tree.ts';
import { inMessage } from '../exampleTexts.ts';
import { obvious, write } from '../fixes.ts';
import type { ManifestRule } from '../rule.ts';
import { daemonName, daemonOf } from './target.ts';

/** Headers that the daemons take for a type without looking (ditto-clients-golang: protocol/headers.go). */
const types = { 'response-required': 'boolean', 'correlation-id': 'string' } as const;

export const headerType: ManifestRule = {
  id: 'header-type',
  scope: 'manifest',
  severity: 'error',
  summary: 'A header of a wrong type kills the daemon that gets it.',
  *check(manifest) {
    const { kind, envelope } = manifest;
    const headers = asObject(envelope?.headers?.value);
    if (!headers || kind.role !== 'request') return;
    const daemon = daemonOf(manifest);
    const wanted: [string, string][] = Object.entries(types);
    if (daemon === 'containers') wanted.push(['content-type', 'string']);
    for (const [name, type] of wanted) {
      const header = property(headers, name);
      const value = resolve(header?.value);
      if (!header || !value || value.type === type || value.type === 'null') continue;
      yield {
        at: header.value ?? header.key,
        message: t(
          '`{0}` must be {1}: {2} on the device crashes at anything else.',
          name,
          type === 'boolean' ? t('`true` or `false` without quotes') : t('a text, in quotes'),
          daemonName()[daemon],
        ),
        crash: true,
        fixes: () => {
          const text = asText(value);
          if (name === 'content-type') return [obvious(write(value, 'application/json'))];
          if (type === 'string') return text === '' ? [] : [obvious(write(value, text))];
          return /^(?:true|false)$/i.test(text)
            ? [obvious(write(value, text.toLowerCase() === 'true'))]
            : [write(value, true)];
        },
      };
    }
  },
  examples: [
    {
      crash: true,
      text: inMessage('apply', { headers: '{response-required: «"true"», correlation-id: «5»}' }),
      fixed: inMessage('apply', { headers: '{response-required: true, correlation-id: "5"}' }),
      says: 'update-manager',
    },
    {
      crash: true,
      text: inMessage('install', {
        headers: '{response-required: true, correlation-id: x, content-type: «5»}',
      }),
      says: 'container management',
    },
  ],
};
