/** Writes a shape as JSON, flow YAML or block YAML: the one place that knows how inserted text is indented and quoted. */
import { stringify } from 'yaml';
import type { JsonValue } from './node.ts';
import { type Shape, type Stop, shapeOf } from './shape.ts';

/** How a place of the text is written: as JSON (in YAML files too), as flow YAML, or by indentation. */
export type Writing = 'json' | 'flow' | 'block';

/** How the document is written. */
export interface Style {
  /** One step of indentation. */
  readonly unit: string;
  /** In block YAML: lists stand right of their key (`true`) or at its column. */
  readonly indentedLists: boolean;
  /** In JSON: small objects, such as config entries, take several lines too. */
  readonly spreadObjects: boolean;
  /** In YAML: the quotes of strings that need none; without them such strings are plain. */
  readonly quotes?: '"' | "'";
}

/** As much of the text as shows how it is written. */
const enough = 20_000;

/** Reads the style off the first lines that show it. */
export function styleOf(source: string, format: 'json' | 'yaml'): Style {
  const head = source.slice(0, enough);
  const indent = firstStep(head) ?? '  ';
  const unit = format === 'yaml' && (indent === '\t' || indent === ' ') ? '  ' : indent;
  const compact = format === 'yaml' && isCompact(head);
  const spreadObjects = /\{[ \t]*\r?\n\s*"key"[ \t]*:/.test(head);
  return { unit, indentedLists: !compact, spreadObjects };
}

/** Whether the first list below a key stands at its column. */
function isCompact(head: string): boolean {
  const lists = head.matchAll(/^([ ]*)((?:- +)*)[^\s#-][^\n#]*:[ \t]*\r?\n(?=([ ]*)- )/gm);
  for (const [, blanks = '', dashes = '', below = ''] of lists) {
    const column = blanks.length + dashes.length;
    // Further left it is the next item of a list around the key.
    if (below.length >= column) return below.length === column;
  }
  return false;
}

/** How much further right than the line above the first line stands that does; what follows a dash stands behind it. */
function firstStep(head: string): string | undefined {
  let above: number | undefined;
  for (const [, blanks = '', dashes = ''] of head.matchAll(/^([ ]*|\t+)((?:- +)*)(?=[^\s#])/gm)) {
    if (blanks.startsWith('\t')) return '\t';
    const step = above === undefined ? 0 : blanks.length - above;
    if (step > 0 && step <= 8) return ' '.repeat(step);
    above = blanks.length + dashes.length;
  }
  return undefined;
}

/** Makes one insertion; stops are numbered in order. */
export class Writer {
  private readonly style: Style;
  private readonly writing: Writing;
  private readonly snippets: boolean;
  private stops = 0;

  /** `snippets`: false writes placeholders as plain text. */
  constructor(style: Style, writing: Writing, snippets: boolean) {
    this.style = style;
    this.writing = writing;
    this.snippets = snippets;
  }

  /** A property name. `quote`: the quote that the author has begun. */
  key(name: string, quote: '"' | "'" | ''): string {
    if (this.writing === 'json' || quote !== '') return this.literal(quoted(name, quote || '"'));
    return this.literal(yamlScalar(name, this.writing === 'flow'));
  }

  /** `: ` and the value of a key that stands at `indent`. */
  afterKey(shape: Shape, indent: string): string {
    if (this.writing !== 'block') return `: ${this.value(shape, indent)}`;
    return `:${this.blockAfterColon(shape, indent)}`;
  }

  /** What stands right of a colon in block YAML, with its leading blank or line break. */
  blockAfterColon(shape: Shape, indent: string): string {
    const { unit, indentedLists } = this.style;
    if (shape.is === 'object') {
      const deeper = indent + unit;
      if (shape.properties.length === 0) return `\n${deeper}${this.stop({})}`;
      return `\n${deeper}${this.blockProperties(shape.properties, deeper)}`;
    }
    if (shape.is === 'list') {
      const dashes = indentedLists ? indent + unit : indent;
      if (shape.items.length === 0) return `\n${dashes}- ${this.stop({})}`;
      return shape.items.map((item) => `\n${dashes}- ${this.value(item, `${dashes}  `)}`).join('');
    }
    const scalar = this.scalar(shape, '');
    return scalar === '' ? ' ' : ` ${scalar}`;
  }

  /** A value; further lines of it stand at `indent` (block) or are closed there (braces). */
  value(shape: Shape, indent: string, quote: '"' | "'" | '' = ''): string {
    if (shape.is !== 'object' && shape.is !== 'list') return this.scalar(shape, quote);
    switch (this.writing) {
      case 'json':
        return this.braces(
          shape,
          indent,
          shape.is === 'object' && shape.inline === true && !this.style.spreadObjects,
        );
      case 'flow':
        return this.braces(shape, indent, true);
      case 'block':
        return this.blockValue(shape, indent);
    }
  }

  /** A block that begins where the cursor is: at the root, or after a dash. */
  private blockValue(shape: Shape & { is: 'object' | 'list' }, indent: string): string {
    if (shape.is === 'object') {
      return shape.properties.length === 0 ? this.stop({}) : this.blockProperties(shape.properties, indent);
    }
    if (shape.items.length === 0) return `- ${this.stop({})}`;
    return shape.items.map((item) => `- ${this.value(item, `${indent}  `)}`).join(`\n${indent}`);
  }

  private blockProperties(properties: readonly (readonly [string, Shape])[], indent: string): string {
    return properties
      .map(([name, value]) => this.key(name, '') + this.afterKey(value, indent))
      .join(`\n${indent}`);
  }

  private braces(shape: Shape & { is: 'object' | 'list' }, indent: string, inline: boolean): string {
    const [open, close] = shape.is === 'object' ? ['{', '}'] : ['[', ']'];
    const deeper = indent + this.style.unit;
    const inner =
      shape.is === 'object'
        ? shape.properties.map(([name, value]) => `${this.key(name, '')}: ${this.value(value, deeper)}`)
        : shape.items.map((item) => this.value(item, deeper));
    if (inner.length === 0) return `${open}${this.stop({})}${close}`;
    const blank = shape.is === 'object' && this.writing === 'json' ? ' ' : '';
    if (inline) return `${open}${blank}${inner.join(', ')}${blank}${close}`;
    return `${open}\n${deeper}${inner.join(`,\n${deeper}`)}\n${indent}${close}`;
  }

  private scalar(shape: Exclude<Shape, { is: 'object' | 'list' }>, quote: '"' | "'" | ''): string {
    if (shape.is === 'source') return this.literal(shape.text);
    if (shape.is === 'bare') return this.stop(shape.stop);
    if (shape.is === 'literal') {
      const { value } = shape;
      if (typeof value !== 'string') return this.literal(this.plain(value));
      if (this.writing === 'json' || quote !== '') return this.literal(quoted(value, quote || '"'));
      return this.literal(yamlString(value, this.writing === 'flow', this.style.quotes));
    }
    const sample = shape.parts.map((part) => (typeof part === 'string' ? part : sampleOf(part))).join('');
    const needsQuotes =
      shape.guard === true || (sample !== '' && yamlScalar(sample, this.writing === 'flow') !== sample);
    const mark = this.writing === 'json' ? '"' : quote || (needsQuotes ? '"' : '');
    const inQuotes = (part: string) => (mark === '' ? part : quoted(part, mark).slice(1, -1));
    const inner = shape.parts.map((part) =>
      typeof part === 'string' ? this.literal(inQuotes(part)) : this.stop(part, inQuotes),
    );
    return mark + inner.join('') + mark;
  }

  private plain(value: JsonValue): string {
    if (this.writing === 'json' || typeof value !== 'object' || value === null) return JSON.stringify(value);
    return stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trim();
  }

  /** Text that is inserted as it is. */
  private literal(source: string): string {
    return this.snippets ? source.replaceAll(/[\\$]/g, '\\$&') : source;
  }

  private stop(stop: Stop, inQuotes: (text: string) => string = (text) => text): string {
    if (!this.snippets) return inQuotes(sampleOf(stop));
    const number = ++this.stops;
    if (stop.choices !== undefined && stop.choices.length > 1) {
      const choices = stop.choices.map((choice) => inQuotes(choice).replaceAll(/[\\,|$}]/g, '\\$&'));
      return `\${${number}|${choices.join(',')}|}`;
    }
    const sample = inQuotes(sampleOf(stop)).replaceAll(/[\\$}]/g, '\\$&');
    return sample === '' ? `$${number}` : `\${${number}:${sample}}`;
  }
}

function sampleOf(stop: Stop): string {
  return stop.placeholder ?? stop.choices?.[0] ?? '';
}

function quoted(text: string, quote: '"' | "'"): string {
  return quote === '"' ? JSON.stringify(text) : `'${text.replaceAll("'", "''")}'`;
}

/** A string in the quotes that are wished for; in double ones where only those can hold it; else plain where that is safe. */
export function yamlString(value: string, inFlow: boolean, quotes: Style['quotes']): string {
  if (quotes === undefined) return yamlScalar(value, inFlow);
  return quoted(value, /^[\x20-\x7e]*$/.test(value) ? quotes : '"');
}

/** Plain in every style and version: the usual names, paths, images and URLs. Only saves the long way, which is slow. */
const plainWord = /^[A-Za-z_/][\w./=-]*(?::[\w./=-]+)*$/;
/** What YAML 1.1 or 1.2 take for a truth value, null or (so the `yaml` package does) a number. */
const otherWord = /^(?:y|n|yes|no|on|off|true|false|null|e-?\d+)$/i;

/**
 * What stands in a text as its number only: what ends a line in YAML 1.1, hides or turns the text around, and what systems
 * that read a log take for the begin of a command (`##[…]`, `##vso[…]`). So it can be printed as it is.
 */
const escapable = /(?![\n\t])\p{Cc}|[\p{Cf}\p{Zl}\p{Zp}]|(?<=#\p{DI}*)#/u;

/** A string as YAML 1.2 and 1.1 both read it: plain where that is safe, else in double quotes. On one line. */
export function yamlScalar(value: string, inFlow: boolean): string {
  if (plainWord.test(value)) return otherWord.test(value) ? quoted(value, '"') : value;
  // `<<` is a merge key wherever it is written plainly.
  if (value === '<<') return '"<<"';
  if (escapable.test(value)) return escaped(value);
  const old = plainOrQuoted(value, inFlow, '1.1');
  const current = plainOrQuoted(value, inFlow, '1.2');
  // What either takes for something else, as 1.1 does `yes` and 1.2 does `0o17`, is quoted.
  return old === value ? current : old;
}

function plainOrQuoted(value: string, inFlow: boolean, version: '1.1' | '1.2'): string {
  const source = stringify([value], {
    version,
    collectionStyle: 'flow',
    lineWidth: 0,
    flowCollectionPadding: false,
  }).replace(/\n$/, '');
  const inner = source.slice(1, -1);
  // In a block the signs of flow collections need no quotes: `[a]` would, `a,b` would not.
  if (!inFlow && inner.startsWith('"') && /[,[\]{}]/.test(value)) {
    // Of the blanks at the end only the line break is not the value's own.
    const block = stringify(value, { version, lineWidth: 0 }).replace(/\n$/, '');
    return block.includes('\n') ? JSON.stringify(value) : block;
  }
  return inner.includes('\n') ? JSON.stringify(value) : inner;
}

function escaped(value: string): string {
  return JSON.stringify(value).replaceAll(new RegExp(escapable, 'gu'), (sign) => {
    const number = (sign.codePointAt(0) ?? 0).toString(16);
    return number.length > 4 ? `\\U${number.padStart(8, '0')}` : `\\u${number.padStart(4, '0')}`;
  });
}

/** A value as text. Further lines of it stand at `indent` (block style) or are closed there (braces). */
export function renderValue(value: JsonValue, writing: Writing, style: Style, indent: string): string {
  return new Writer(style, writing, false).value(shapeOf(value), indent);
}

/** A key with its value as text, for an object whose keys stand at `indent`. */
export function renderProperty(
  name: string,
  value: JsonValue,
  writing: Writing,
  style: Style,
  indent: string,
): string {
  const writer = new Writer(style, writing, false);
  return writer.key(name, '') + writer.afterKey(shapeOf(value), indent);
}
