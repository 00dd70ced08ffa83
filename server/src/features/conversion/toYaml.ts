import type { ScalarNode } from '../../text/node.ts';
import { yamlScalar } from '../../text/render.ts';
import type { Commented, Entry, Lead, Value } from './commented.ts';

const unit = '  ';

/** Writes a manifest as YAML in block style. */
export function toYaml({ root, rest }: Commented): string {
  const lines = [
    ...leadLines(root.lead, ''),
    ...(root.value.is === 'object' || root.value.is === 'array' ? root.value.head.map(comment) : []),
    ...rootLines(root),
    ...leadLines(rest, ''),
  ];
  return `${lines.join('\n')}\n`;
}

function rootLines({ value, beside }: Entry): string[] {
  // Behind a block nothing can stand: what stood behind the closing bracket comes below.
  if (value.is !== 'scalar' && value.entries.length > 0)
    return [...blockLines(value, ''), ...beside.map(comment)];
  return valueLines(value, '', '', beside);
}

/** The entries of an object or a list, each on lines of its own. */
function blockLines(value: Exclude<Value, { is: 'scalar' }>, indent: string): string[] {
  const entries = value.entries.flatMap((entry) =>
    entry.key === undefined ? itemLines(entry, indent) : propertyLines(entry, entry.key, indent),
  );
  return [...entries, ...leadLines(value.rest, indent)];
}

function propertyLines({ key: _key, lead, value, beside }: Entry, key: string, indent: string): string[] {
  const written = yamlScalar(key, false);
  return [...leadLines(lead, indent), ...valueLines(value, `${indent}${written}:`, indent, beside)];
}

function itemLines({ lead, value, beside }: Entry, indent: string): string[] {
  const above = leadLines(lead, indent);
  if (value.is === 'scalar' || value.entries.length === 0)
    return [...above, ...valueLines(value, `${indent}-`, indent, beside)];
  const inner = indent + unit;
  const lines = blockLines(value, inner);
  const below = hasComments(value) ? beside.map((it) => inner + comment(it)) : [];
  const first = value.head.length > 0 ? 0 : lines.findIndex((line) => !/^\s*(#|$)/.test(line));
  // A comment above the first key comes above the dash.
  const hoisted = lines.slice(0, first).map((line) => line.replace(inner, indent));
  const [dashed = '', ...others] = lines.slice(first);
  const beginning =
    value.head.length > 0
      ? [`${indent}- ${comment(value.head.join('  '))}`, dashed]
      : [`${indent}- ${dashed.slice(inner.length)}${below.length > 0 ? '' : behind(beside)}`];
  return [...above, ...hoisted, ...beginning, ...others, ...below];
}

/** Does any comment stand in it? */
function hasComments(value: Value): boolean {
  if (value.is === 'scalar') return false;
  const isComment = (it: Lead[number]) => it !== 'blank';
  return (
    value.head.length > 0 ||
    value.rest.some(isComment) ||
    value.entries.some((it) => it.lead.some(isComment) || it.beside.length > 0 || hasComments(it.value))
  );
}

function behind(texts: readonly string[]): string {
  return texts.length > 0 ? ` ${comment(texts.join('  '))}` : '';
}

/** `begin`: what stands before the value on its line; `indent`: where that begins. */
function valueLines(value: Value, begin: string, indent: string, beside: readonly string[]): string[] {
  const before = begin === '' ? '' : `${begin} `;
  if (value.is === 'scalar') {
    const text = scalarText(value.node);
    const block = value.node?.type === 'string' ? blockScalar(text) : undefined;
    if (block) {
      const lines = block.lines.map((line) => (line === '' ? '' : indent + unit + line));
      return [`${before}${block.header}${behind(beside)}`, ...lines];
    }
    const written = value.node?.type === 'string' ? yamlScalar(text, false) : text;
    return [`${before}${written}${behind(beside)}`];
  }
  const deeper = begin === '' ? indent : indent + unit;
  if (value.entries.length === 0) {
    const brackets = value.is === 'object' ? '{}' : '[]';
    const rest = leadLines(value.rest, deeper);
    if (rest.length === 0) return [`${before}${brackets}${behind([...value.head, ...beside])}`];
    return [
      `${before}${brackets}${behind(value.head)}`,
      ...rest,
      ...beside.map((it) => deeper + comment(it)),
    ];
  }
  // What stood behind the closing bracket comes behind the key; where comments stand between, below the last entry.
  const lines = blockLines(value, deeper);
  if (!hasComments(value)) return [`${begin}${behind(beside)}`, ...lines];
  return [`${begin}${behind(value.head)}`, ...lines, ...beside.map((it) => deeper + comment(it))];
}

function scalarText(node: ScalarNode | undefined): string {
  if (node?.type === 'string') return String(node.value);
  return node?.type === 'number' ? node.source : JSON.stringify(node?.value ?? null);
}

/** Undefined for a text on one line, and for what a block scalar cannot hold or would hide. */
function blockScalar(
  text: string,
): { readonly header: string; readonly lines: readonly string[] } | undefined {
  const body = text.replace(/\n$/, '');
  const isPlain =
    /^[^\s][^\r]*$/.test(body) &&
    !/[ \t]\n|\s$/.test(body) &&
    /^[\n\t\u0020-\u007e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]*$/.test(body);
  if (!body.includes('\n') || !isPlain) return undefined;
  return { header: text === body ? '|-' : '|', lines: body.split('\n') };
}

function leadLines(lead: Lead, indent: string): string[] {
  return lead.flatMap((it) => (it === 'blank' ? [''] : it.lines.map((line) => indent + comment(line))));
}

function comment(text: string): string {
  return text === '' ? '#' : `# ${text}`;
}
