import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ParsedText } from '../../../../server/src/text/document.ts';
import { applySpanEdits } from '../../../../server/src/text/edit/spanEdit.ts';
import { textEdits } from '../../../../server/src/text/edit/textEdits.ts';
import type { TreeEdit } from '../../../../server/src/text/edit/treeEdit.ts';
import {
  type JsonObject,
  type JsonValue,
  type Node,
  type Span,
  spanOf,
} from '../../../../server/src/text/node.ts';
import { parseText } from '../../../../server/src/text/parse.ts';
import { plainValue } from '../../../../server/src/text/tree.ts';
import { collections, keys, values, written } from './texts.ts';

type Step = string | number;

/** What can be done at a place, and the value that comes of it. */
interface Change {
  readonly edit: TreeEdit;
  /** What goes, if anything. */
  readonly gone: Span | undefined;
  readonly expected: JsonValue;
}

interface Wish {
  readonly place: number;
  readonly kind: number;
  readonly value: JsonValue;
  readonly name: string;
}

function nodesWithin(node: Node, path: readonly Step[]): { node: Node; path: readonly Step[] }[] {
  const inner =
    node.type === 'object'
      ? node.properties.flatMap(({ name, value }) => (value ? nodesWithin(value, [...path, name]) : []))
      : node.type === 'array'
        ? node.items.flatMap((item, index) => nodesWithin(item, [...path, index]))
        : [];
  return [{ node, path }, ...inner];
}

/** The value with what stands at the path made anew. */
function changed(value: JsonValue, path: readonly Step[], make: (old: JsonValue) => JsonValue): JsonValue {
  const [step, ...rest] = path;
  if (step === undefined) return make(value);
  if (Array.isArray(value)) return value.map((it, index) => (index === step ? changed(it, rest, make) : it));
  if (typeof value !== 'object' || value === null) return value;
  return fromEntries(
    Object.entries(value).map(([name, it]) => [name, name === step ? changed(it, rest, make) : it] as const),
  );
}

function fromEntries(entries: readonly (readonly [string, JsonValue])[]): JsonObject {
  return Object.fromEntries(entries);
}

function changeOf(parsed: ParsedText, { place, kind, value, name }: Wish): Change | undefined {
  const root = parsed.roots[0];
  if (!root) return undefined;
  const all = nodesWithin(root, []);
  const { node, path } = all[place % all.length] ?? { node: root, path: [] };
  const before = plainValue(root);
  const at = (make: (old: JsonValue) => JsonValue) => changed(before, path, make);
  if (kind === 0 || (node.type !== 'object' && node.type !== 'array'))
    return { edit: { op: 'replace', value: node, by: value }, gone: spanOf(node), expected: at(() => value) };
  if (node.type === 'array') {
    const item = node.items[place % Math.max(1, node.items.length)];
    if (kind === 1 || !item)
      return {
        edit: { op: 'append', list: node, item: value },
        gone: undefined,
        expected: at((old) => (Array.isArray(old) ? [...old, value] : old)),
      };
    const index = node.items.indexOf(item);
    return {
      edit: { op: 'removeItem', item },
      gone: spanOf(item),
      expected: at((old) => (Array.isArray(old) ? old.filter((_, it) => it !== index) : old)),
    };
  }
  const names = node.properties.map((it) => it.name);
  const property = node.properties[place % Math.max(1, names.length)];
  if (kind === 1 || !property) {
    if (names.includes(name)) return undefined;
    const first = place % 3 === 0;
    return {
      edit: { op: 'add', object: node, name, value, first },
      gone: undefined,
      expected: at((old) =>
        first ? { [name]: value, ...asObject(old) } : { ...asObject(old), [name]: value },
      ),
    };
  }
  if (kind === 2) {
    if (names.includes(name)) return undefined;
    return {
      edit: { op: 'rename', key: property.key, to: name },
      gone: spanOf(property.key),
      expected: at((old) =>
        fromEntries(
          Object.entries(asObject(old)).map(([it, v]) => [it === property.name ? name : it, v] as const),
        ),
      ),
    };
  }
  const { start } = spanOf(property.key);
  return {
    edit: { op: 'removeProperty', key: property.key },
    gone: { start, end: spanOf(property.value ?? property.key).end },
    expected: at((old) => fromEntries(Object.entries(asObject(old)).filter(([it]) => it !== property.name))),
  };
}

function asObject(value: JsonValue): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

/** A comment between the dash and the item is about the item. */
function startWithDash(text: string, start: number): number {
  const dash = /-(?:\s|#[^\n]*|[&!]\S+)*$/.exec(text.slice(0, start))?.[0] ?? '';
  return start - (dash.includes('#') ? dash.length : 0);
}

function commentsIn(text: string): string[] {
  return [...text.matchAll(/c\d+!/g)].map(([it]) => it);
}

const wishes: fc.Arbitrary<Wish> = fc.record({
  place: fc.nat(100),
  kind: fc.nat(3),
  value: values,
  name: keys,
});

describe('an edit of the tree, made in the text', () => {
  it('changes the value as it says, keeps the comments of everything else, and touches nothing else', () => {
    let made = 0;
    let refused = 0;
    fc.assert(
      fc.property(written(collections), wishes, ({ format, text }, wish) => {
        const parsed = parseText(format, text);
        fc.pre(parsed.problems.length === 0);
        const change = changeOf(parsed, wish);
        fc.pre(change !== undefined);
        if (!change) return;
        const edits = textEdits(parsed, [change.edit]);
        if (!edits) {
          refused++;
          return;
        }
        made++;
        const after = applySpanEdits(text, edits);
        const again = parseText(format, after);
        const shown = JSON.stringify({ op: change.edit.op, edits, text, after }, null, 1);
        expect(again.problems, shown).toEqual([]);
        expect(JSON.stringify(plainValue(again.roots[0])), shown).toBe(JSON.stringify(change.expected));
        const lineEnd = change.gone ? text.indexOf('\n', change.gone.end - 1) : 0;
        const free = change.gone
          ? { start: startWithDash(text, change.gone.start), end: lineEnd < 0 ? text.length : lineEnd }
          : { start: 0, end: 0 };
        const kept = commentsIn(text.slice(0, free.start) + text.slice(free.end));
        const left = commentsIn(after);
        expect(
          kept.filter((it) => !left.includes(it)),
          shown,
        ).toEqual([]);
        for (const { span } of edits) {
          const outside =
            text.slice(span.start, Math.min(span.end, free.start)) +
            text.slice(Math.max(span.start, free.end), Math.max(span.end, free.end));
          expect(outside, shown).toMatch(/^(?:[\s,\-:]|&\S+)*$/);
        }
        if (text.includes('\r\n')) expect(after, shown).not.toMatch(/[^\r]\n/);
      }),
      { numRuns: Number(process.env['KANTO_PROPERTY_RUNS'] ?? 1000) },
    );
    expect(refused).toBeLessThan(made / 20);
  }, 120_000);
});

describe('a value in place of a block scalar', () => {
  it('keeps the comment behind its sign', () => {
    const text = 'a: |- # why\n  x\nb: 1\n';
    const parsed = parseText('yaml', text);
    const [root] = parsed.roots;
    const value = root?.type === 'object' ? root.properties[0]?.value : undefined;
    if (!value) throw new Error('there is no value');
    const edits = textEdits(parsed, [{ op: 'replace', value, by: 'other' }]) ?? [];
    expect(applySpanEdits(text, edits)).toBe('a: other # why\nb: 1\n');
  });
});

describe('an item that ends with a block scalar', () => {
  it('leaves the comment of the line below it, where it does not begin its own line', () => {
    const text = '- - - >-\n      true\n    # c1!\n    - >-\n      other\n';
    const parsed = parseText('yaml', text);
    const [root] = parsed.roots;
    const list = root?.type === 'array' ? root.items[0] : undefined;
    const inner = list?.type === 'array' ? list.items[0] : undefined;
    const item = inner?.type === 'array' ? inner.items[0] : undefined;
    if (!item) throw new Error('there is no item');
    const edits = textEdits(parsed, [{ op: 'removeItem', item }]) ?? [];
    const after = applySpanEdits(text, edits);
    expect(after).toBe('- - # c1!\n    - >-\n      other\n');
    expect(plainValue(parseText('yaml', after).roots[0])).toEqual([[['other']]]);
  });
});
