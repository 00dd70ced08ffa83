import { t } from '@vscode/l10n';
import type { Property } from '../../text/node.ts';
import { resolve } from '../../text/tree.ts';
import { inComponents } from '../exampleTexts.ts';
import { removeProperty } from '../fixes.ts';
import type { PartRule } from '../rule.ts';
import { quote } from '../support.ts';

/**
 * The decoder fills one field from both keys, in an order of its own, and mixes the entries of lists one by one
 * (Go `encoding/json`): what comes out can hold the nulls of the one in the objects of the other.
 */
export const keyAmbiguous: PartRule = {
  id: 'key-ambiguous',
  scope: 'part',
  severity: 'error',
  summary:
    'Two keys that differ in their letter case are one field for the device, which mixes what both say.',
  *check({ shape }) {
    for (const { first, second, name } of shape.ambiguous) {
      const mixed = !(isText(first) && isText(second));
      const outcome = mixed
        ? t('which mixes what both say and can crash of it')
        : t('which takes one of the two: which one depends on the way to it');
      yield {
        at: second.key,
        message: t(
          '{0} and {1} are the same field for the device, {2}. Keep one of them, as {3}.',
          quote(first.name),
          quote(second.name),
          outcome,
          quote(name),
        ),
        ...(mixed ? { crash: true } : { severity: 'warning' }),
        related: [{ at: first.key, message: t('The other one.') }],
        // Which of the two was meant only the author knows.
        fixes: () => (first.name === name ? [second, first] : [first, second]).map(removeProperty),
      };
    }
  },
  examples: [
    {
      crash: true,
      text: '{"Domains": [null], «"domains"»: [{"id": "containers", "components": []}]}',
      fixed: '{"domains": [{"id": "containers", "components": []}]}',
      says: 'are the same field for the device',
    },
    { crash: true, text: '- softwareModule: null\n  «SoftwareModule»: {name: a}\n  artifacts: []' },
    {
      severity: 'warning',
      text: inComponents(['- id: a', '  version: "1"', '  «ID»: b']),
      says: 'takes one of the two',
    },
  ],
};

function isText({ value }: Property): boolean {
  const type = resolve(value)?.type;
  return type === 'string' || type === 'null';
}
