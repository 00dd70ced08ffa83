/** Texts that say a value in the many ways that people write it: comments, blank lines, quotes, anchors, line ends. */
import fc from 'fast-check';
import type { TextFormat } from '../../../../server/src/text/document.ts';
import type { JsonObject, JsonValue } from '../../../../server/src/text/node.ts';

export interface Written {
  readonly format: TextFormat;
  readonly text: string;
}

const words = [
  ...['plain', 'a b', "it's", '"q"', '1.10', 'true', 'yes', 'null', '', ' x', '# no', 'x: y', 'x:y', '*a'],
  ...['&b', '- z', '[a]', 'a,b', '{', 'line\nbreak', 'ends\n', 'ä€😀', '<<', '/x//y', 'tab\there', '@', '%'],
];
const names = ['a', 'id', 'b c', '1.5', 'x:y', 'value', 'true', '', '~', 'key', 'ü', '"q"', '-'];

const leaf: fc.Arbitrary<JsonValue> = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom<JsonValue>(...words) },
  fc.constantFrom<JsonValue>(0, 1.5, -3, true, false, null),
);

const { collection } = fc.letrec<{ value: JsonValue; collection: JsonValue }>((tie) => ({
  value: fc.oneof({ depthSize: 'small', maxDepth: 4 }, leaf, tie('collection')),
  collection: fc.oneof(
    fc.array(tie('value'), { maxLength: 4 }),
    fc
      .uniqueArray(fc.tuple(fc.constantFrom(...names), tie('value')), {
        selector: ([name]) => name,
        maxLength: 4,
      })
      .map((entries): JsonObject => Object.fromEntries(entries)),
  ),
}));

/** A list or an object. */
export const collections = collection;
export const values = fc.oneof(leaf, collection);
export const keys = fc.constantFrom(...names);

/** Decisions of a writer, one after another; the same list decides the same way. */
class Choices {
  readonly #list: readonly number[];
  #at = 0;
  #comments = 0;
  constructor(list: readonly number[]) {
    this.#list = list;
  }
  /** True once in so many times. */
  one(of: number): boolean {
    return this.upTo(of) === of - 1;
  }
  upTo(count: number): number {
    const value = this.#list[this.#at++ % this.#list.length] ?? 0;
    // Another turn through the list decides otherwise.
    return (value + Math.floor(this.#at / this.#list.length)) % count;
  }
  nextComment(): string {
    return `c${this.#comments++}!`;
  }
}

const choices = fc.array(fc.nat(1000), { minLength: 5, maxLength: 60 }).map((list) => new Choices(list));

export function written(value: fc.Arbitrary<JsonValue>): fc.Arbitrary<Written> {
  return fc.tuple(value, choices, fc.nat(3)).map(([it, choose, how]) => {
    const format = how === 0 ? 'json' : 'yaml';
    const body =
      how === 0 ? json(it, '', choose) : how === 1 ? flow(it, '  ', choose, false) : root(it, choose);
    const text = ownLines('', choose, format) + body + (choose.one(3) ? '' : '\n');
    const ended = choose.one(4) ? text.replaceAll('\n', '\r\n') : text;
    return { format, text: choose.one(9) ? `\uFEFF${ended}` : ended };
  });
}

function root(value: JsonValue, choose: Choices): string {
  const block = blockLines(value, '', choose);
  return block ?? flow(value, '  ', choose, false);
}

/** Comments and blank lines on their own. */
function ownLines(indent: string, choose: Choices, format: TextFormat): string {
  const sign = format === 'json' ? '//' : '#';
  let lines = '';
  while (choose.one(5)) lines += choose.one(2) ? '\n' : `${indent}${sign} ${choose.nextComment()}\n`;
  return lines;
}

function json(value: JsonValue, indent: string, choose: Choices): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const deeper = `${indent}  `;
  const entries = Array.isArray(value)
    ? value.map((item) => json(item, deeper, choose))
    : Object.entries(value).map(([name, it]) => `${JSON.stringify(name)}: ${json(it, deeper, choose)}`);
  return braces(entries, Array.isArray(value) ? '[]' : '{}', indent, choose, 'json');
}

function flow(value: JsonValue, indent: string, choose: Choices, inLine: boolean): string {
  if (typeof value !== 'object' || value === null) return flowScalar(value, choose);
  const deeper = `${indent}  `;
  const entries = Array.isArray(value)
    ? value.map((item) => flow(item, deeper, choose, inLine))
    : Object.entries(value).map(([name, it]) => {
        if (it === null && choose.one(3)) return choose.one(2) ? `${flowKey(name)}: ` : flowKey(name);
        return `${flowKey(name)}: ${flow(it, deeper, choose, inLine)}`;
      });
  return braces(entries, Array.isArray(value) ? '[]' : '{}', indent, choose, 'yaml', inLine);
}

function flowKey(name: string): string {
  return /^[a-z][a-z ]*$/.test(name) && name !== 'true' ? name : JSON.stringify(name);
}

function braces(
  entries: readonly string[],
  [open, close]: string,
  indent: string,
  choose: Choices,
  format: TextFormat,
  inLine = choose.one(3),
): string {
  const sign = format === 'json' ? '//' : '#';
  if (inLine) {
    const blank = choose.one(2) ? ' ' : '';
    const spaced = entries.map((it) =>
      format === 'json' && choose.one(9) ? `/* ${choose.nextComment()} */ ${it}` : it,
    );
    return `${open}${blank}${spaced.join(', ')}${blank}${close}`;
  }
  let text = `${open}`;
  if (choose.one(6)) text += ` ${sign} ${choose.nextComment()}`;
  text +=
    choose.one(8) && !text.includes(sign) && entries.length > 0
      ? ' '
      : `\n${ownLines(`${indent}  `, choose, format)}${indent}  `;
  for (const [index, entry] of entries.entries()) {
    const last = index === entries.length - 1;
    text += entry;
    if (!last || (format === 'yaml' && choose.one(4)))
      text += choose.one(15) && last === false ? `\n${indent}  ,` : ',';
    if (choose.one(5)) text += ` ${sign} ${choose.nextComment()}`;
    else if (!last && choose.one(8)) {
      text += ' ';
      continue;
    }
    text += '\n';
    if (!last) text += `${ownLines(`${indent}  `, choose, format)}${indent}  `;
    else text += ownLines(`${indent}  `, choose, format);
  }
  if (entries.length === 0) text = `${text.trimEnd()}\n`;
  return `${text}${indent}${close}`;
}

function flowScalar(value: null | boolean | number | string, choose: Choices): string {
  if (typeof value !== 'string') return String(value);
  if (/^[a-z][a-z ]*[a-z]$/.test(value) && !['true', 'yes', 'null'].includes(value) && choose.one(2))
    return value;
  return quotedText(value, choose);
}

function quotedText(value: string, choose: Choices): string {
  return /^[ -~]*$/.test(value) && choose.one(2) ? `'${value.replaceAll("'", "''")}'` : JSON.stringify(value);
}

/** As block YAML; undefined where it has to be in braces. No line break before it, none behind. */
function blockLines(value: JsonValue, indent: string, choose: Choices): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) {
    if (value.length === 0) return undefined;
    return value
      .map(
        (item, index) =>
          `${index > 0 ? ownLines(indent, choose, 'yaml') + indent : ''}-${blockItem(item, indent, choose)}`,
      )
      .join('\n');
  }
  const entries = Object.entries(value);
  if (entries.length === 0) return undefined;
  return entries
    .map(([name, it], index) => {
      const before = index > 0 ? ownLines(indent, choose, 'yaml') + indent : '';
      return `${before}${flowKey(name)}:${blockValue(it, indent, choose)}`;
    })
    .join('\n');
}

function trailing(choose: Choices): string {
  return choose.one(4) ? ` # ${choose.nextComment()}` : '';
}

function anchor(choose: Choices): string {
  return choose.one(12) ? ` &a${choose.nextComment().slice(1, -1)}` : '';
}

function blockItem(value: JsonValue, indent: string, choose: Choices): string {
  const deeper = `${indent}  `;
  if (choose.one(8)) return blockValue(value, indent, choose);
  const lines = choose.one(6) ? undefined : blockLines(value, deeper, choose);
  if (lines !== undefined) return ` ${lines}`;
  return blockScalar(value, deeper, choose);
}

function blockValue(value: JsonValue, indent: string, choose: Choices): string {
  const compact = Array.isArray(value) && choose.one(3);
  const deeper = compact ? indent : `${indent}${choose.one(2) ? '  ' : '    '}`;
  const lines = choose.one(6) ? undefined : blockLines(value, deeper, choose);
  // Below a dash a list at its column would be the same list.
  if (lines !== undefined && !compact)
    return `${anchor(choose)}${trailing(choose)}\n${ownLines(deeper, choose, 'yaml')}${deeper}${lines}`;
  return blockScalar(value, `${indent}  `, choose);
}

function blockScalar(value: JsonValue, indent: string, choose: Choices): string {
  const mark = anchor(choose);
  if (typeof value === 'object' && value !== null) {
    const text = flow(value, indent, choose, choose.one(2));
    return `${mark} ${text}${trailing(choose)}`;
  }
  if (value === null && choose.one(2)) return `${mark}${trailing(choose)}`;
  if (typeof value === 'string' && /^\w.*\n$/.test(value) && choose.one(2))
    return `${mark} |${choose.one(3) ? ` # ${choose.nextComment()}` : ''}\n${indent}${value.trimEnd()}`;
  if (typeof value === 'string' && /^\w/.test(value) && !value.includes('\n') && choose.one(5))
    return `${mark} >-\n${indent}${value}${choose.one(3) ? '\n' : ''}`;
  return `${mark} ${flowScalar(value, choose)}${trailing(choose)}`;
}
