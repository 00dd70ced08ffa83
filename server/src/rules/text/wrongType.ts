import { t } from '@vscode/l10n';
import type { ShapeFault } from '../../schema/shape.ts';
import type { TextFormat } from '../../text/document.ts';
import type { ObjectNode, ScalarNode } from '../../text/node.ts';
import { asText as textOf } from '../../text/tree.ts';
import { unreadable } from '../envelope/target.ts';
import { inComponents, inContainer, inMessage, inModule } from '../exampleTexts.ts';
import { fix, obvious, write } from '../fixes.ts';
import type { Fix, PartRule } from '../rule.ts';
import { anyOf, quote, visible } from '../support.ts';

export const wrongType: PartRule = {
  id: 'wrong-type',
  scope: 'part',
  severity: 'error',
  summary: 'The device refuses a message in which one value has another type than it decodes.',
  *check({ shape, manifest }, format) {
    for (const fault of shape.faults) {
      if (fault.kind !== 'type' || !fault.node) continue;
      const lost = manifest?.kind.form === 'envelope' && fault.path[0] !== 'value' ? manifest : undefined;
      // Single headers have their own rules: they crash the device.
      if (lost && fault.path[0] === 'headers' && fault.path.length > 1) continue;
      const { outcome, crash } = lost ? unreadable(lost) : { outcome: answer(fault), crash: false };
      yield {
        at: visible(fault.node) ?? fault.property?.key ?? shape.node,
        message: `${explain(fault, format)} ${outcome}`,
        crash,
        fixes: () => fixes(fault),
      };
    }
  },
  examples: [
    {
      text: inComponents(['- id: a', '  version: «1.10»']),
      fixed: inComponents(['- id: a', '  version: "1.10"']),
      says: 'YAML reads `1.10` as 1.1: put it in quotes, `"1.10"`',
    },
    { text: inContainer('privileged: «true»'), says: 'YAML reads `true` as a truth value: put it in quotes' },
    {
      text: '{"domains": [{"id": "containers", "components": [{"id": "a", "version": «2.7»}]}]}',
      says: 'put it in quotes, `"2.7"`',
    },
    { text: 'domains: «{}»', says: 'must be a list; this is an object with keys and values' },
    {
      text: inMessage('install', { value: '{correlationId: c, forced: «"true"», softwareModules: []}' }),
      says: 'must be `true` or `false` without quotes',
    },
    {
      text: inMessage('apply', { topic: '«5»' }),
      says: 'The device cannot read the message and gives no answer.',
    },
    { crash: true, text: inMessage('install', { path: '«[]»' }), says: 'Container management' },
    { text: inModule('[{download: {HTTPS: {url: "https://e.com/a"}}, size: «-1»}]'), says: 'out of range' },
  ],
};

function fixes({ node, wanted, path }: ShapeFault): Fix[] {
  if (!node) return [];
  if (node.type === 'object')
    return wanted.includes('array') && path.at(-1) === 'config' ? [asEntries(node)] : [];
  if (node.type === 'array' || node.type === 'null') return [];
  if (wanted.includes('string'))
    return [obvious({ ...write(node, node.source), title: t('Put it in quotes') })];
  if (node.type !== 'string') return [];
  const text = String(node.value);
  if (wanted.includes('boolean'))
    return ['true', 'false'].includes(text.toLowerCase())
      ? [obvious(write(node, text.toLowerCase() === 'true'))]
      : [];
  if (wanted.includes('integer') || wanted.includes('number'))
    return /^\d{1,15}$/.test(text) ? [obvious(write(node, Number(text)))] : [];
  return wanted.includes('array') && text !== ''
    ? [fix(t('Make it a list'), { op: 'replace', value: node, by: [text] })]
    : [];
}

/** A map of config keys is what `config` looks like elsewhere; here it is a list. Comments in it are lost. */
function asEntries(node: ObjectNode): Fix {
  const entries = node.properties.map(({ name, value }) => ({ key: name, value: textOf(value) }));
  return fix(t('Write it as a list of "key" and "value"'), { op: 'replace', value: node, by: entries });
}

/** The words of Go's decoder. Every sign is one byte: it is told so often that its size counts on the way to the editor. */
function answer({ node, wanted }: ShapeFault): string {
  const found = {
    object: 'object',
    array: 'array',
    string: 'string',
    number: 'number',
    boolean: 'bool',
    null: 'null',
  };
  const type = wanted.includes('string') ? t(' of type string') : '';
  return t(
    'The device answers 400: "json: cannot unmarshal {0} into Go struct field ...{1}".',
    found[node?.type ?? 'null'],
    type,
  );
}

function explain(fault: ShapeFault, format: TextFormat): string {
  const { node, path, wanted } = fault;
  const name = path.at(-1);
  const subject = typeof name === 'string' ? quote(name) : t('This');
  if (!node) return t('{0} is missing.', subject);
  if (wanted.length === 0)
    return t(
      '{0} is {1}, which is out of range{2}.',
      subject,
      'source' in node ? quote(node.source) : '',
      least(fault),
    );
  if (wanted.includes('string') && (node.type === 'number' || node.type === 'boolean'))
    return asText(subject, node, format);
  const found = foundNames()[node.type];
  const reason =
    node.type === 'string' && !wanted.includes('object') && !wanted.includes('array')
      ? t(' without quotes')
      : '';
  return t(
    '{0} must be {1}{2}; this is {3}.',
    subject,
    anyOf(wanted.map((type) => wantedNames()[type] ?? type)),
    reason,
    found,
  );
}

function least({ schema }: ShapeFault): string {
  return schema.minimum === 0
    ? t(': 0 or more is wanted, and less than 2⁶⁴')
    : t(': the device takes 64 bits');
}

function asText(subject: string, node: ScalarNode, format: TextFormat): string {
  const quoted = quote(JSON.stringify(node.source));
  if (format === 'json') return t('{0} must be text: put it in quotes, {1}.', subject, quoted);
  const read = String(node.value);
  return read === node.source
    ? t(
        '{0} must be text, but YAML reads {1} as {2}: put it in quotes, {3}.',
        subject,
        quote(node.source),
        foundNames()[node.type],
        quoted,
      )
    : t(
        '{0} must be text, but YAML reads {1} as {2}: put it in quotes, {3}.',
        subject,
        quote(node.source),
        read,
        quoted,
      );
}

const wantedNames = (): Readonly<Record<string, string>> => ({
  string: t('text'),
  number: t('a number'),
  integer: t('a whole number'),
  boolean: t('`true` or `false`'),
  array: t('a list'),
  object: t('an object with keys and values'),
});

const foundNames = () =>
  ({
    object: t('an object with keys and values'),
    array: t('a list'),
    string: t('text'),
    number: t('a number'),
    boolean: t('a truth value'),
    null: t('nothing'),
  }) as const;
