/** Comments that silence rules: `kanto-disable-next-line`, `kanto-disable-line`, `kanto-disable`. */
import { t } from '@vscode/l10n';
import type { TextEdit } from 'vscode-languageserver-types';
import { configurableRules, isConfigurable, noRule } from '../rules/levels.ts';
import type { TextFormat } from '../text/document.ts';
import { lineBreakOf } from '../text/edit/gap.ts';
import { type Span, spanOf } from '../text/node.ts';
import { placeAt } from '../text/tree.ts';
import { type ManifestDocument, rangeOf, rootAt } from './document.ts';

const mark = 'kanto-disable';
/** Words that silence, and what they silence. */
const forms = { '': 'file', '-line': 'line', '-next-line': 'next line' } as const;

export interface SilencingProblem {
  readonly code: 'silence-unknown' | 'silence-unused';
  readonly message: string;
  readonly span: Span;
}

/** The comments of one document that silence something. */
export interface Silencing {
  /** Is a finding of this rule silenced that begins at this offset? */
  silences(code: string, offset: number): boolean;
  /** Comments that name no rule. */
  readonly unknown: readonly SilencingProblem[];
  /** What has silenced nothing of all that was asked. */
  unused(): SilencingProblem[];
}

/** Undefined where no comment silences anything, which is the rule and found out at once. */
export function silencingOf({ text, parsed }: ManifestDocument): Silencing | undefined {
  if (!parsed.text.includes(mark)) return undefined;
  const orders: Order[] = [];
  const unknown: SilencingProblem[] = [];
  const lines = parsed.text.split('\n');
  let passed = { from: 0, to: 0 };
  for (const span of parsed.comments) {
    const comment = silencingComment(parsed.text, span);
    if (comment === undefined) continue;
    const { form, names } = comment;
    for (const { name, at } of names)
      if (isConfigurable(name)) {
        const line = lineOf(form, text.positionAt(span.start).line, text.positionAt(span.end).line);
        orders.push({ rule: name, at, line });
      } else unknown.push(problem('silence-unknown', t('This silences nothing. {0}', noRule(name)), at));
    if (form === undefined) unknown.push(problem('silence-unknown', wrongForm(comment.word), comment.at));
    else if (names.length === 0) unknown.push(problem('silence-unknown', noName(comment.word), comment.at));
  }
  if (orders.length === 0 && unknown.length === 0) return undefined;

  function lineOf(form: Form | undefined, first: number, last: number): number | undefined {
    if (form !== 'next line') return form === 'line' ? first : undefined;
    // Of comments one below the other the first has found the line for all.
    if (passed.from <= last && last < passed.to) return passed.to;
    let line = last + 1;
    while (line < lines.length && isPassed(lines[line] ?? '', parsed.format)) line++;
    passed = { from: last, to: line };
    return line;
  }

  const standing = new Set(orders.map(keyOf));
  const rules = new Set(orders.map(({ rule }) => rule));
  const used = new Set<string>();
  return {
    unknown,
    silences(code, offset) {
      if (!rules.has(code)) return false;
      const { line } = text.positionAt(offset);
      const found = [keyOf({ rule: code, line: undefined }), keyOf({ rule: code, line })].filter((key) =>
        standing.has(key),
      );
      for (const key of found) used.add(key);
      return found.length > 0;
    },
    unused: () =>
      orders
        .filter((order) => !used.has(keyOf(order)))
        .map(({ rule, at }) =>
          problem(
            'silence-unused',
            t('There is nothing that `{0}` finds here: the comment can go.', rule),
            at,
          ),
        ),
  };
}

/** Orders that say the same. */
function keyOf({ rule, line }: Pick<Order, 'rule' | 'line'>): string {
  return line === undefined ? rule : `${rule} ${line}`;
}

export const silencingWords: readonly string[] = Object.keys(forms).map((ending) => `${mark}${ending}`);

type Form = (typeof forms)[keyof typeof forms];

interface Order {
  readonly rule: string;
  readonly at: Span;
  /** Undefined: the whole file. */
  readonly line: number | undefined;
}

/** A comment that silences, or is meant to. */
export interface SilencingComment extends Span {
  readonly form: Form | undefined;
  readonly word: string;
  /** Where the word stands. */
  readonly at: Span;
  readonly names: readonly { readonly name: string; readonly at: Span }[];
}

/** Names are separated by commas or blanks; what follows `--` is a reason. */
export function silencingComment(text: string, { start, end }: Span): SilencingComment | undefined {
  const comment = text.slice(start, end).replace(/\*\/$/, '');
  const match = /^(?:#|\/\/|\/\*)\s*(kanto-disable([\w-]*))/.exec(comment);
  const [head, word, ending] = match ?? [];
  if (head === undefined || word === undefined || ending === undefined) return undefined;
  const at = { start: start + head.length - word.length, end: start + head.length };
  const form = isForm(ending) ? forms[ending] : undefined;
  const [written = ''] = comment.slice(head.length).split(/(?:^|\s)--(?:\s|$)/, 1);
  const names =
    form === undefined
      ? []
      : [...written.matchAll(/[^\s,]+/g)].map(({ 0: name, index }) => ({
          name,
          at: { start: at.end + index, end: at.end + index + name.length },
        }));
  return { start, end, form, word, at, names };
}

function isForm(ending: string): ending is keyof typeof forms {
  return Object.hasOwn(forms, ending);
}

/** The next line is the next that says something: comments may stand between. */
function isPassed(line: string, format: TextFormat): boolean {
  return (format === 'yaml' ? /^\s*(?:#.*)?$/ : /^\s*(?:\/\/.*|\/\*.*\*\/\s*)?$/).test(line);
}

function problem(code: SilencingProblem['code'], message: string, span: Span): SilencingProblem {
  return { code, message, span };
}

function noName(word: string): string {
  return t(
    'This comment silences nothing: write which rule after it, as `{0} {1}`.',
    word,
    configurableRules[0] ?? '',
  );
}

function wrongForm(word: string): string {
  return t('`{0}` silences nothing: write `{1}-next-line`, `{1}-line` or `{1}`, then the rule.', word, mark);
}

/**
 * The edit that silences a finding of this rule which begins at this offset: a comment above its line, or above the
 * text where the line begins within a text of several lines. Undefined where the rule cannot be silenced.
 */
export function silenceHere(document: ManifestDocument, code: string, offset: number): TextEdit | undefined {
  if (!isConfigurable(code)) return undefined;
  const { text, parsed } = document;
  const sign = parsed.format === 'yaml' ? '#' : '//';
  const lineEnd = lineBreakOf(parsed.text);
  const { line } = text.positionAt(offset);
  const start = text.offsetAt({ line, character: 0 });
  if (isWithinScalar(document, start)) {
    const top = parsed.text.charCodeAt(0) === 0xfeff ? 1 : 0;
    return insert(document, top, `${sign} ${mark} ${code}${lineEnd}`);
  }
  const above = line > 0 ? text.offsetAt({ line: line - 1, character: 0 }) : start;
  const known = parsed.comments.find((comment) => comment.start >= above && comment.end <= start);
  const comment = known && silencingComment(parsed.text, known);
  const isAlone = known !== undefined && parsed.text.slice(above, known.start).trim() === '';
  if (comment?.form === 'next line' && isAlone)
    return insert(
      document,
      comment.names.at(-1)?.at.end ?? comment.at.end,
      `${comment.names.length > 0 ? ',' : ''} ${code}`,
    );
  const [indent = ''] = /^[ \t]*/.exec(parsed.text.slice(start, start + 200)) ?? [];
  const at = parsed.text.charCodeAt(start) === 0xfeff ? start + 1 : start;
  return insert(document, at, `${indent}${sign} ${mark}-next-line ${code}${lineEnd}`);
}

function insert({ text }: ManifestDocument, at: number, newText: string): TextEdit {
  return { range: rangeOf(text, { start: at, end: at }), newText };
}

/** Does this offset lie within a text that is written over several lines? A comment would become part of it. */
function isWithinScalar(document: ManifestDocument, offset: number): boolean {
  const { node } = rootAt(document, offset);
  const place = node && placeAt(node, offset);
  const innermost = place?.inKey ? place.property?.key : place?.nodes.at(-1);
  if (!innermost || !('source' in innermost)) return false;
  const { start, end } = spanOf(innermost);
  return start < offset && offset < end;
}
