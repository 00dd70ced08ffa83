import { t } from '@vscode/l10n';
import { asObject, property } from '../../text/tree.ts';
import { inMessage } from '../exampleTexts.ts';
import { obvious, setProperty } from '../fixes.ts';
import type { Fixes, ManifestRule } from '../rule.ts';
import { isAbsent, visible } from '../support.ts';
import { daemonOf } from './target.ts';

export const correlationId: ManifestRule = {
  id: 'correlation-id',
  scope: 'manifest',
  severity: 'error',
  summary: 'Container management wants a correlation id; the other daemons answer without.',
  *check(manifest) {
    const { kind, envelope } = manifest;
    const headers = asObject(envelope?.headers?.value);
    if (!envelope?.headers || !headers || kind.role !== 'request') return;
    const header = property(headers, 'correlation-id');
    if (!isAbsent(header)) return;
    const at = visible(header?.value) ?? header?.key ?? envelope.headers.key;
    const fixes: Fixes = ({ newId }) => [obvious(setProperty(headers, header, 'correlation-id', newId()))];
    if (kind.operation === 'consent')
      yield {
        at,
        message: t(
          'The header `correlation-id` is missing: an answer has that of the question. The device answers 400: "correlation id mismatch".',
        ),
      };
    else if (daemonOf(manifest) === 'containers')
      yield {
        at,
        message: t(
          'The header `correlation-id` is missing: any text, best a UUID. The device answers 400: "correlation id header is missing".',
        ),
        fixes,
      };
    else
      yield {
        at,
        severity: 'information',
        message: t(
          'The header `correlation-id` is missing: the answer has none either, and is harder to recognise.',
        ),
        fixes,
      };
  },
  examples: [
    {
      text: inMessage(
        'install',
        { headers: '{response-required: true, content-type: application/json}' },
        'headers',
      ),
      fixed: inMessage('install', {
        headers:
          '{response-required: true, content-type: application/json, correlation-id: 00000000-0000-4000-8000-000000000000}',
      }),
    },
    {
      severity: 'information',
      text: inMessage('apply', { headers: '{response-required: true, correlation-id: «""»}' }),
    },
  ],
};
