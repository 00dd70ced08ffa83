import { t } from '@vscode/l10n';
import type { ScalarNode } from '../../text/node.ts';
import { field, resolve, type ValueNode } from '../../text/tree.ts';
import { inMessage } from '../exampleTexts.ts';
import { obvious, removeProperty } from '../fixes.ts';
import type { ManifestRule } from '../rule.ts';
import { quote, visible } from '../support.ts';
import { unreadable } from './target.ts';

/** What a command needs not, but the device decodes all the same (ditto-clients-golang: protocol/envelope.go). */
const types = { status: 'integer', revision: 'integer', timestamp: 'text', fields: 'text' } as const;

export const messageFieldType: ManifestRule = {
  id: 'message-field-type',
  scope: 'manifest',
  severity: 'error',
  summary:
    'A field of the Ditto message has a type that the device cannot decode: the whole message is lost.',
  *check(manifest) {
    const { kind, envelope } = manifest;
    if (!envelope || kind.role !== 'request') return;
    for (const [name, type] of Object.entries(types)) {
      const property = field(envelope.node, name);
      const value = resolve(property?.value);
      if (!property || !value || value.type === 'null' || fits(value, type)) continue;
      yield {
        at: visible(property.value) ?? property.key,
        message: t(
          '{0} must be {1}; a command needs none. {2}',
          quote(property.name),
          type === 'text' ? 'text' : t('a whole number'),
          unreadable(manifest).outcome,
        ),
        crash: unreadable(manifest).crash,
        fixes: () => [obvious(removeProperty(property))],
      };
    }
  },
  examples: [
    {
      text: inMessage('apply', { revision: '«new»' }),
      fixed: inMessage('apply'),
      says: '`revision` must be a whole number; a command needs none. The device cannot read the message',
    },
    { crash: true, text: inMessage('remove', { timestamp: '«5»' }), says: 'crashes of it' },
    { crash: true, text: inMessage('install', { revision: '«1.5»' }) },
  ],
};

function fits(value: ValueNode, type: 'integer' | 'text'): boolean {
  return type === 'text' ? value.type === 'string' : value.type === 'number' && isInteger(value);
}

function isInteger({ value }: ScalarNode): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value);
}
