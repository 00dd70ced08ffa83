/** Puts around a manifest what a message has around its content. */
import type { JsonValue, Operation, SentForm } from '../../messages.ts';
import type { ParsedText } from '../../text/document.ts';
import { insertion, type SpanEdit } from '../../text/edit/spanEdit.ts';
import { type Node, type Span, spanOf } from '../../text/node.ts';
import { renderProperty, type Style, styleOf } from '../../text/render.ts';
import { pathOf, type Thing, topicOf } from '../messageAddress.ts';
import { contentName, idName } from './names.ts';
import { indentLines, lineEnd, lineStart } from './shift.ts';

/** One object around: what it has before, and the name of what is wrapped. */
interface Layer {
  readonly properties: readonly (readonly [string, JsonValue])[];
  readonly name: string;
}

export interface Wrapping {
  readonly operation: Operation;
  readonly from: SentForm;
  readonly to: SentForm;
  /** Needed for an envelope only. */
  readonly thing: Thing | undefined;
  /** Makes a new UUID. */
  readonly newId: () => string;
}

export function wrap(parsed: ParsedText, root: Node, span: Span, wrapping: Wrapping): SpanEdit[] {
  const style = styleOf(parsed.text, parsed.format);
  const layers = layersOf(wrapping);
  return root.type === 'object' || root.type === 'array'
    ? root.flow
      ? wrapBrackets(parsed, spanOf(root), layers, style)
      : wrapBlock(parsed, root, span, layers, style)
    : [];
}

/** Outermost first. */
function layersOf({ operation, from, to, thing, newId }: Wrapping): Layer[] {
  const layers: Layer[] = [];
  if (to === 'envelope' && thing)
    layers.push({
      properties: [
        ['topic', topicOf(operation, thing)],
        [
          'headers',
          {
            'response-required': true,
            'content-type': 'application/json',
            'correlation-id': newId(),
          },
        ],
        ['path', pathOf(operation, 'inbox')],
      ],
      name: 'value',
    });
  const name = contentName(operation);
  if (from === 'bare' && name !== undefined)
    layers.push({ properties: [[idName(operation), newId()]], name });
  return layers;
}

function wrapBrackets(
  { text, format }: ParsedText,
  { start, end }: Span,
  layers: readonly Layer[],
  style: Style,
): SpanEdit[] {
  const { unit } = style;
  const indent = (depth: number) => unit.repeat(depth);
  if (format === 'json') {
    const before = layers.map(({ properties, name }, depth) => {
      const inner = indent(depth + 1);
      const lines = properties.map(
        ([key, value]) => `${inner}${renderProperty(key, value, 'json', spread(style), inner)},\n`,
      );
      return `{\n${lines.join('')}${inner}${JSON.stringify(name)}: `;
    });
    const after = layers.map((_, depth) => `\n${indent(layers.length - 1 - depth)}}`);
    return [
      insertion(start, before.join('')),
      ...indentLines(text, start, end, indent(layers.length)),
      insertion(end, after.join('')),
    ];
  }
  const before = layers.map((layer, depth) => blockLayer(layer, indent(depth), style));
  const onMark = /\S/.test(text.slice(lineStart(text, start), start)) ? '\n' : '';
  return [
    insertion(start, `${onMark + before.join('\n')} `),
    ...indentLines(text, start, end, indent(layers.length)),
  ];
}

/** In the headers of a message each has a line. */
function spread(style: Style): Style {
  return { ...style, spreadObjects: true };
}

function blockLayer({ properties, name }: Layer, indent: string, style: Style): string {
  const lines = properties.map(
    ([key, value]) => `${indent}${renderProperty(key, value, 'block', style, indent)}\n`,
  );
  return `${lines.join('')}${indent}${name}:`;
}

function wrapBlock(
  { text }: ParsedText,
  root: Extract<Node, { flow: boolean }>,
  span: Span,
  layers: readonly Layer[],
  style: Style,
): SpanEdit[] {
  const begin = lineStart(text, spanOf(root).start);
  const before = layers
    .map((layer, depth) => `${blockLayer(layer, style.unit.repeat(depth), style)}\n`)
    .join('');
  // A list may stand in the column of its key.
  const compact = root.type === 'array' && !style.indentedLists;
  const blanks = style.unit.repeat(layers.length - (compact ? 1 : 0));
  const end = blockEnd(text, spanOf(root).end, span.end);
  return [insertion(begin, before + blanks), ...indentLines(text, begin, end, blanks)];
}

/** Where what belongs to a block ends: behind the comments below it that stand further right than its document. */
function blockEnd(text: string, end: number, limit: number): number {
  let last = Math.min(lineEnd(text, end), limit);
  for (
    let next = text.indexOf('\n', last) + 1;
    next > 0 && next < limit;
    next = text.indexOf('\n', next) + 1
  ) {
    const line = text.slice(next, lineEnd(text, next));
    if (/^\s+#/.test(line)) last = next + line.length;
    else if (line.trim() !== '') break;
  }
  return last;
}
