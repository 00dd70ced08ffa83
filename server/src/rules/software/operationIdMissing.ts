import { t } from '@vscode/l10n';
import { field } from '../../text/tree.ts';
import { inMessage } from '../exampleTexts.ts';
import { obvious, setProperty } from '../fixes.ts';
import type { ManifestRule } from '../rule.ts';
import { isAbsent, missingSpot, visible } from '../support.ts';

export const operationIdMissing: ManifestRule = {
  id: 'operation-id-missing',
  scope: 'manifest',
  severity: 'warning',
  summary:
    'Without a correlation id in its value, nobody can tell which status belongs to an installation or removal.',
  *check({ kind, envelope, value }) {
    // A value alone is completed when it is sent; a whole message is taken for what is sent.
    if (!['install', 'remove', 'download'].includes(kind.operation ?? '') || !envelope || !value) return;
    if (kind.role !== 'request') return;
    const id = field(value, 'correlationId');
    if (!isAbsent(id)) return;
    yield {
      at: visible(id?.value) ?? missingSpot(value, id ?? envelope.value),
      message: t(
        'There is no `correlationId`: the device does what it is told, but nobody can tell which status belongs to it.',
      ),
      fixes: ({ newId }) => [obvious(setProperty(value, id, 'correlationId', newId(), true))],
    };
  },
  examples: [
    {
      text: inMessage(
        'remove',
        { value: '{software: [{name: a26f3506-ac07-449a-a970-32ac0c5de7b1}]}' },
        'value',
      ),
      fixed: inMessage('remove', {
        value:
          '{correlationId: 00000000-0000-4000-8000-000000000000, software: [{name: a26f3506-ac07-449a-a970-32ac0c5de7b1}]}',
      }),
    },
  ],
};
