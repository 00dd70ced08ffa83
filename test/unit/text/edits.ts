/** What people and programs do to a manifest while they edit it: arbitraries for the laws of editing. */
import fc from 'fast-check';

/** Places are told in parts of ten thousand of the text, so that they fit every text. */
type At = number;

type Edit =
  | { readonly do: 'replace'; readonly at: At; readonly cut: number; readonly by: string }
  | { readonly do: 'removeLines'; readonly at: At; readonly count: number }
  | { readonly do: 'copyLines' | 'moveLines'; readonly at: At; readonly count: number; readonly to: At }
  | { readonly do: 'insertLine'; readonly at: At; readonly line: string }
  | {
      readonly do: 'typeInValue';
      readonly value: At;
      readonly at: At;
      readonly cut: number;
      readonly by: string;
    }
  | { readonly do: 'undo'; readonly to: At };

const whole = 10_000;
const at = fc.nat(whole);

/** What breaks YAML and JSON. */
const breaking = fc.constantFrom(
  ...['{', '}', '[', ']', ',', ':', ': ', '"', "'", '\\', '#', ' #', '# x', '#x\n', '\t', '\n', '\r\n', '\r'],
  ...[
    '- ',
    '-',
    '  ',
    '    ',
    ' ',
    '---\n',
    '...\n',
    '--- ',
    '&a ',
    '*a',
    '&b ',
    '*b ',
    '<<: *a',
    '!x ',
    '!!str ',
  ],
  ...[
    '|\n',
    '|+\n',
    '>-\n',
    '|2\n',
    '? ',
    '?',
    '@',
    '`',
    '%',
    '%YAML 1.1\n',
    '\u0000',
    '\ufeff',
    '\u2028',
    '😀',
  ],
  ...[
    '𝒳',
    'é',
    'null',
    'null: 5',
    ': 5',
    '1.10',
    'true',
    '.nan',
    '0x1',
    '2024-01-01',
    '~',
    '""',
    "''",
    '" "',
  ],
  ...[
    '//',
    '/*',
    '*/',
    '"a": ',
    '"id": "b", ',
    '{}',
    '{"id": 1}',
    '\\u12',
    '1e999',
    '\x7f',
    '\n\n',
    'a:\n',
    '- - z\n',
  ],
  ...[
    '  - id: y\n',
    '      - key: a\n        value: b\n',
    '    config:\n',
    '    # note\n',
    '# note\n',
    '  #n\n',
  ],
  ...['{a: b}', '[1, 2]', '{a: [b, {c: d}]}', '-\n', 'x:\n', '  x: &c\n', '*c', 'id: x'],
);

/** What is typed all the time. */
const ordinary = fc.constantFrom(
  'a',
  '1',
  'x: y',
  ' ',
  '"',
  "'",
  'é',
  '\n',
  '\n      ',
  '{',
  '}',
  '#',
  ',',
  '',
);

const lines = fc.constantFrom(
  ...[
    '',
    '# c',
    '  # c',
    '#c',
    '    #c',
    '   ',
    '  - id: n',
    '    - id: n',
    '      - id: n',
    '- n',
    '      id: 2',
  ],
  ...[
    '  x: y',
    'y: z',
    '-',
    '  -',
    'k',
    '  k',
    ']',
    '  }',
    "  '",
    ': x',
    '? y',
    '// c',
    '},',
    '  "id": "n",',
    '{},',
  ],
);

/** What leaves a value of YAML a value of its kind, and what just does not. */
const typedInValues = fc.constantFrom(
  ...[
    'a',
    '1',
    '.',
    '-',
    '/',
    ':',
    '8',
    'é',
    '😀',
    '_',
    '=',
    '~',
    '+',
    '0x',
    '1e3',
    ' ',
    ' b',
    ': ',
    ' #',
    '#',
  ],
  ...[
    "'",
    "''",
    '"',
    '\\',
    '\\"',
    '\\x',
    '&',
    '*',
    '!',
    '?',
    '|',
    '>',
    '%',
    '@',
    '`',
    '---',
    '...',
    '- ',
    '<<',
  ],
  ...[',', '[', '}', 'true', 'null', '.inf', '.nan', '\t', '\u0085', '\u2028', '\ufeff', '\n', '\r', ''],
);

/** What comes in the place of the break behind a value, and may leave a value and a blank there. */
const joining = fc.constantFrom('', ' ', '- ', 'a ', ': ', ', ', ' # ', '\n', '\n  ');

const edit: fc.Arbitrary<Edit> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('typeInValue'),
      value: at,
      at: fc.constantFrom(0, whole, whole / 2, 1000),
      cut: fc.nat(2),
      by: typedInValues,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('typeInValue'),
      value: at,
      at: fc.constant(whole),
      cut: fc.integer({ min: 1, max: 4 }),
      by: joining,
    }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('replace'), at, cut: fc.nat(1), by: ordinary }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('replace'), at, cut: fc.constant(0), by: breaking }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('replace'), at, cut: fc.nat(7), by: breaking }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('removeLines'), at, count: fc.integer({ min: 1, max: 4 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('copyLines', 'moveLines'),
      at,
      count: fc.integer({ min: 1, max: 7 }),
      to: at,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('insertLine'), at, line: lines }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('undo'), to: at }) },
);

export const edits = fc.array(edit, { minLength: 4, maxLength: 14, size: 'max' });

/** The text after each of the edits, the first one before them. */
export function statesOf(text: string, done: readonly Edit[]): readonly string[] {
  const states = [text];
  let current = text;
  for (const it of done) {
    current = edited(current, it, states);
    states.push(current);
  }
  return states;
}

function edited(text: string, it: Edit, before: readonly string[]): string {
  const rows = () => text.split('\n');
  switch (it.do) {
    case 'replace': {
      const start = placeIn(text.length + 1, it.at);
      return text.slice(0, start) + it.by + text.slice(start + it.cut);
    }
    case 'typeInValue': {
      const values = [...text.matchAll(valueOfLine)];
      const found = values[placeIn(values.length, it.value)];
      if (!found) return text;
      const [before = '', value = ''] = found.slice(1);
      const start = found.index + before.length + placeIn(value.length + 1, it.at);
      return text.slice(0, start) + it.by + text.slice(start + it.cut);
    }
    case 'removeLines':
    case 'copyLines':
    case 'moveLines': {
      const kept = rows();
      const start = placeIn(kept.length, it.at);
      const taken =
        it.do === 'copyLines' ? kept.slice(start, start + it.count) : kept.splice(start, it.count);
      if (it.do !== 'removeLines') kept.splice(placeIn(kept.length, it.to), 0, ...taken);
      return kept.join('\n');
    }
    case 'insertLine':
      return rows().toSpliced(placeIn(rows().length, it.at), 0, it.line).join('\n');
    case 'undo':
      return before[placeIn(before.length, it.to)] ?? text;
  }
}

/** What stands behind a dash or a key on its line. */
const valueOfLine = /^([ ]*(?:- +)*(?:- |"?[\w.-]+"?: ) *)([^\r\n]+)/gm;

function placeIn(length: number, place: At): number {
  return Math.min(Math.floor((length * place) / whole), Math.max(0, length - 1));
}

/** One change that turns a text into another, as an editor sends it: offsets in the first text, none within `\r\n`. */
export function changeBetween(before: string, after: string): { start: number; end: number; text: string } {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  if (before[start - 1] === '\r') start--;
  let same = 0;
  while (same < most - start && before[before.length - 1 - same] === after[after.length - 1 - same]) same++;
  if (before[before.length - same] === '\n') same--;
  same = Math.max(same, 0);
  return { start, end: before.length - same, text: after.slice(start, after.length - same) };
}
