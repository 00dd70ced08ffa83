import type { ParsedText } from '../../../server/src/text/document.ts';
import { type Node, spanOf } from '../../../server/src/text/node.ts';

/** Everything that a reading says, with absolute places, as text: two readings that are equal have equal outlines. */
export function outlineOf(parsed: ParsedText): string {
  const lines: string[] = [];
  const write = (node: Node | undefined, name: string, level: number): void => {
    if (!node) {
      lines.push(`${' '.repeat(level)}${name}: nothing`);
      return;
    }
    const { start, end } = spanOf(node);
    const head = `${' '.repeat(level)}${name}: ${node.type} ${start}-${end}`;
    switch (node.type) {
      case 'object':
        lines.push(`${head} ${node.flow}`);
        for (const { key, name: property, value } of node.properties) {
          write(key, 'key', level + 1);
          write(value, JSON.stringify(property), level + 1);
        }
        break;
      case 'array':
        lines.push(`${head} ${node.flow}`);
        for (const item of node.items) write(item, '-', level + 1);
        break;
      case 'alias': {
        const target = node.target && spanOf(node.target);
        lines.push(`${head} *${node.name} -> ${target?.start}-${target?.end}`);
        break;
      }
      default:
        lines.push(`${head} ${String(node.value)} ${node.style} ${JSON.stringify(node.source)}`);
    }
  };
  for (const root of parsed.roots) write(root, 'root', 0);
  for (const { start, end } of parsed.rootSpans) lines.push(`span ${start}-${end}`);
  for (const { start, end } of parsed.comments) lines.push(`comment ${start}-${end}`);
  for (const { code, severity, message, span } of parsed.problems)
    lines.push(`problem ${span.start}-${span.end} ${severity} ${code}: ${message}`);
  if (parsed.refused) lines.push('refused');
  return lines.join('\n');
}
