import type { ShapeFault } from '../../schema/shape.ts';
import type { TextFormat } from '../../text/document.ts';
import type { ObjectNode, ScalarNode } from '../../text/node.ts';
import { asText as textOf } from '../../text/tree.ts';
import { unreadable } from '../envelope/target.ts';
import { inComponents, inContainer, inMessage, inModule } from '../exampleTexts.ts';
import { fix, obvious, write } from '../fixes.ts';
import type { Fix, PartRule } from '../rule.ts';
import { quote, visible } from '../support.ts';

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
  if (wanted.includes('string')) return [obvious({ ...write(node, node.source), title: 'Put it in quotes' })];
  if (node.type !== 'string') return [];
  const text = String(node.value);
  if (wanted.includes('boolean'))
    return ['true', 'false'].includes(text.toLowerCase())
      ? [obvious(write(node, text.toLowerCase() === 'true'))]
      : [];
  if (wanted.includes('integer') || wanted.includes('number'))
    return /^\d{1,15}$/.test(text) ? [obvious(write(node, Number(text)))] : [];
  return wanted.includes('array') && text !== ''
    ? [fix('Make it a list', { op: 'replace', value: node, by: [text] })]
    : [];
}

/** A map of config keys is what `config` looks like elsewhere; here it is a list. Comments in it are lost. */
function asEntries(node: ObjectNode): Fix {
  const entries = node.properties.map(({ name, value }) => ({ key: name, value: textOf(value) }));
  return fix('Write it as a list of "key" and "value"', { op: 'replace', value: node, by: entries });
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
  const type = wanted.includes('string') ? ' of type string' : '';
  return `The device answers 400: "json: cannot unmarshal ${found[node?.type ?? 'null']} into Go struct field ...${type}".`;
}

function explain(fault: ShapeFault, format: TextFormat): string {
  const { node, path, wanted } = fault;
  const name = path.at(-1);
  const subject = typeof name === 'string' ? quote(name) : 'This';
  if (!node) return `${subject} is missing.`;
  if (wanted.length === 0)
    return `${subject} is ${'source' in node ? quote(node.source) : ''}, which is out of range${least(fault)}.`;
  if (wanted.includes('string') && (node.type === 'number' || node.type === 'boolean'))
    return asText(subject, node, format);
  const found = foundNames[node.type];
  const reason =
    node.type === 'string' && !wanted.includes('object') && !wanted.includes('array')
      ? ' without quotes'
      : '';
  return `${subject} must be ${wanted.map((type) => wantedNames[type] ?? type).join(' or ')}${reason}; this is ${found}.`;
}

function least({ schema }: ShapeFault): string {
  return schema.minimum === 0 ? ': 0 or more is wanted, and less than 2⁶⁴' : ': the device takes 64 bits';
}

function asText(subject: string, node: ScalarNode, format: TextFormat): string {
  const quoted = quote(JSON.stringify(node.source));
  if (format === 'json') return `${subject} must be text: put it in quotes, ${quoted}.`;
  const read = String(node.value);
  return read === node.source
    ? `${subject} must be text, but YAML reads ${quote(node.source)} as ${foundNames[node.type]}: put it in quotes, ${quoted}.`
    : `${subject} must be text, but YAML reads ${quote(node.source)} as ${read}: put it in quotes, ${quoted}.`;
}

const wantedNames: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: '`true` or `false`',
  array: 'a list',
  object: 'an object with keys and values',
};

const foundNames = {
  object: 'an object with keys and values',
  array: 'a list',
  string: 'text',
  number: 'a number',
  boolean: 'a truth value',
  null: 'nothing',
} as const;
