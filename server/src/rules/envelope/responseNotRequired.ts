import { t } from '@vscode/l10n';
import type { Node } from '../../text/node.ts';
import { asObject, asScalar, property } from '../../text/tree.ts';
import { inMessage } from '../exampleTexts.ts';
import { obvious, setProperty } from '../fixes.ts';
import type { ManifestRule } from '../rule.ts';

export const responseNotRequired: ManifestRule = {
  id: 'response-not-required',
  scope: 'manifest',
  severity: 'information',
  summary:
    'Without `response-required` the device does what it is told, but does not say whether it could read it.',
  *check({ kind, envelope }) {
    const headers = asObject(envelope?.headers?.value);
    if (!envelope?.headers || !headers || kind.role !== 'request') return;
    const header = property(headers, 'response-required');
    // Of another type: another rule tells.
    if (header?.value && asBoolean(header.value) !== false && asBoolean(header.value) !== null) return;
    yield {
      at: header?.value ?? header?.key ?? envelope.headers.key,
      message: t(
        '`response-required` is not `true`: the device does what it is told, but does not answer whether it could read the message.',
      ),
      fixes: () => {
        const fix = setProperty(headers, header, 'response-required', true);
        return [header ? fix : obvious(fix)];
      },
    };
  },
  examples: [
    {
      text: inMessage('apply', { headers: '{response-required: «false», correlation-id: x}' }),
      fixed: inMessage('apply', { headers: '{response-required: true, correlation-id: x}' }),
    },
    { text: inMessage('apply', { headers: '{correlation-id: x}' }, 'headers') },
  ],
};

function asBoolean(node: Node): boolean | null | undefined {
  const value = asScalar(node)?.value;
  return typeof value === 'boolean' || value === null ? value : undefined;
}
