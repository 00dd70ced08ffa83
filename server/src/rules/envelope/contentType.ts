import { t } from '@vscode/l10n';
import { asObject, asString, property } from '../../text/tree.ts';
import { inMessage } from '../exampleTexts.ts';
import { obvious, removeProperty, setProperty } from '../fixes.ts';
import type { ManifestRule } from '../rule.ts';
import { quote, visible } from '../support.ts';
import { daemonOf } from './target.ts';

const json = 'application/json';

/** The documentation's own refresh example has a blank in front (Update Manager API, refresh request). */
export const contentType: ManifestRule = {
  id: 'content-type',
  scope: 'manifest',
  severity: 'error',
  summary:
    'Container management takes `application/json` to the letter; the other daemons do not look at it.',
  *check(manifest) {
    const { kind, envelope } = manifest;
    const headers = asObject(envelope?.headers?.value);
    if (!envelope?.headers || !headers || kind.role !== 'request') return;
    const header = property(headers, 'content-type');
    const type = asString(header?.value) ?? '';
    const at = visible(header?.value) ?? header?.key ?? envelope.headers.key;
    // Of another type: another rule tells.
    if (header?.value && !['string', 'null', 'alias'].includes(header.value.type)) return;
    const containers = daemonOf(manifest) === 'containers';
    const hasValue = envelope.value?.value !== undefined && envelope.value.value.type !== 'null';
    if (containers && hasValue && type !== json)
      yield {
        at,
        message:
          type === ''
            ? t(
                'The header `content-type` is missing: `{0}` is wanted. The device answers 400: "missing content type header".',
                json,
              )
            : t(
                '{0} is not `{1}`{2}. The device answers 400: "unsupported content type header {3}".',
                quote(type),
                json,
                type.trim() === json ? t(': remove the blank') : '',
                type,
              ),
        fixes: () => [obvious(setProperty(headers, header, 'content-type', json))],
      };
    else if (containers && !hasValue && type !== '')
      yield {
        at,
        message: t(
          'There is no `value`, so there must be no `content-type`. The device answers 400: "unexpected content type header {0}".',
          type,
        ),
        fixes: () => (header ? [obvious(removeProperty(header))] : []),
      };
    else if (!containers && type !== '' && type !== json)
      yield {
        at,
        severity: 'information',
        message: t(
          '{0}. This daemon does not look at it, but others do.',
          type.trim() === json
            ? t('There is a blank around the content type')
            : t('{0} is not `{1}`', quote(type), json),
        ),
        fixes: () => [obvious(setProperty(headers, header, 'content-type', json))],
      };
  },
  examples: [
    {
      text: inMessage('install', {
        headers: '{response-required: true, correlation-id: x, content-type: «" application/json"»}',
      }),
      fixed: inMessage('install', {
        headers: '{response-required: true, correlation-id: x, content-type: "application/json"}',
      }),
      says: 'remove the blank',
    },
    {
      text: inMessage('remove', { headers: '{response-required: true, correlation-id: x}' }, 'headers'),
      says: 'missing content type header',
    },
    {
      severity: 'information',
      text: inMessage('refresh', {
        headers: '{response-required: true, correlation-id: x, content-type: «" application/json"»}',
      }),
    },
  ],
};
