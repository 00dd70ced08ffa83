import { t } from '@vscode/l10n';
import { closest } from '../../schema/suggest.ts';
import { asObject, propertiesOf, property } from '../../text/tree.ts';
import { inMessage } from '../exampleTexts.ts';
import { obvious, renameKey } from '../fixes.ts';
import type { ManifestRule } from '../rule.ts';
import { quote } from '../support.ts';

const known = ['response-required', 'content-type', 'correlation-id', 'reply-to', 'timeout', 'version'];

export const headerName: ManifestRule = {
  id: 'header-name',
  scope: 'manifest',
  severity: 'warning',
  summary: 'Names of headers are case-sensitive; the device does not see a header that is written otherwise.',
  *check({ kind, envelope }) {
    const headers = asObject(envelope?.headers?.value);
    if (!headers || kind.role !== 'request') return;
    for (const { name, key } of propertiesOf(headers)) {
      if (known.includes(name)) continue;
      const meant = closest(name.replaceAll('_', '-'), known);
      if (meant === undefined || property(headers, meant)) continue;
      yield {
        at: key,
        message: t(
          'The device does not see the header {0}: write {1}, exactly so.',
          quote(name),
          quote(meant),
        ),
        fixes: () => [obvious(renameKey(key, meant))],
      };
    }
  },
  examples: [
    {
      text: inMessage('apply', {
        headers: '{«Response-Required»: true, correlation-id: x}',
      }),
      fixed: inMessage('apply', {
        headers: '{response-required: true, correlation-id: x}',
      }),
      says: 'write `response-required`, exactly so',
    },
  ],
};
