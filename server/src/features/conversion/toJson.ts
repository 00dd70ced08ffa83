import type { ScalarNode } from '../../text/node.ts';
import type { Commented, Entry, Lead, Value } from './commented.ts';

const unit = '  ';
/** An entry on one line is no longer than this. */
const widest = 100;

/** Writes a manifest as JSON with comments. */
export function toJson({ root, rest }: Commented): string {
  const lines = [
    ...leadLines(root.lead, ''),
    value(root.value, '', 0) + beside(root),
    ...leadLines(rest, ''),
  ];
  return `${lines.join('\n')}\n`;
}

function value(it: Value, indent: string, column: number): string {
  if (it.is === 'scalar') return scalar(it.node);
  const [open, close] = it.is === 'object' ? ['{', '}'] : ['[', ']'];
  const inline = onOneLine(it);
  if (inline !== undefined && column + inline.length <= widest) return inline;
  const deeper = indent + unit;
  const last = it.entries.length - 1;
  const lines = it.entries.flatMap((entry, index) => {
    const key = entry.key === undefined ? '' : `${JSON.stringify(entry.key)}: `;
    const text = value(entry.value, deeper, deeper.length + key.length);
    return [
      ...leadLines(entry.lead, deeper),
      deeper + key + text + (index < last ? ',' : '') + beside(entry),
    ];
  });
  const head = it.head.length > 0 ? ` ${lineComment(it.head.join('  '))}` : '';
  return [`${open}${head}`, ...lines, ...leadLines(it.rest, deeper), indent + close].join('\n');
}

/** Config entries, and what was on one line before; undefined where comments or other values need more. */
function onOneLine(it: Exclude<Value, { is: 'scalar' }>): string | undefined {
  const { entries, head, rest } = it;
  if (head.length > 0 || rest.length > 0) return undefined;
  const parts: string[] = [];
  for (const { key, lead, value, beside } of entries) {
    // A blank line before an entry is worth less than the line.
    if (lead.some((line) => line !== 'blank') || beside.length > 0) return undefined;
    const text = value.is === 'scalar' ? scalar(value.node) : it.inline ? onOneLine(value) : undefined;
    if (text === undefined) return undefined;
    parts.push(key === undefined ? text : `${JSON.stringify(key)}: ${text}`);
  }
  const isPair = it.is === 'object' && entries.every(({ key }) => key === 'key' || key === 'value');
  if (!it.inline && !isPair && entries.length > 0) return undefined;
  if (it.is === 'array') return `[${parts.join(', ')}]`;
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}

function scalar(node: ScalarNode | undefined): string {
  if (node?.type !== 'number') return JSON.stringify(node?.value ?? null);
  // As it was written, if JSON can: `1.10` stays, and so do more digits than a number holds.
  return /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(node.source)
    ? node.source
    : JSON.stringify(node.value);
}

function beside({ beside }: Entry): string {
  return beside.length > 0 ? ` ${lineComment(beside.join('  '))}` : '';
}

function leadLines(lead: Lead, indent: string): string[] {
  return lead.flatMap((it) => (it === 'blank' ? [''] : it.lines.map((line) => indent + lineComment(line))));
}

function lineComment(text: string): string {
  return text === '' ? '//' : `// ${text}`;
}
