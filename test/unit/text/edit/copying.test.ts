import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TextFormat } from '../../../../server/src/text/document.ts';
import { applySpanEdits } from '../../../../server/src/text/edit/spanEdit.ts';
import { textEdits } from '../../../../server/src/text/edit/textEdits.ts';
import { parseText } from '../../../../server/src/text/parse.ts';
import { asArray, nodeAtPath, plainValue } from '../../../../server/src/text/tree.ts';
import { values, written } from './texts.ts';

/** The text with all items of the list at `from` put behind those of the list at `to`. */
function copied(format: TextFormat, text: string, from: string | number, to: string | number) {
  const parsed = parseText(format, text);
  const list = asArray(nodeAtPath(parsed.roots[0], [to]));
  const items = asArray(nodeAtPath(parsed.roots[0], [from]))?.items;
  if (!list || !items) return undefined;
  const edits = textEdits(parsed, [{ op: 'copy', list, items }]);
  return edits && applySpanEdits(text, edits);
}

describe('items that are copied to another list', () => {
  it('keep their comments in block YAML, and stand as the others there', () => {
    const text = [
      'a:',
      '    # the database',
      '    - id: db # one',
      '      text: |',
      '        # no comment',
      '          far',
      '    # what is',
      '    # in front',
      '    - id: proxy',
      'b:',
      '- id: z # last',
      '# end',
      '',
    ].join('\n');
    expect(copied('yaml', text, 'a', 'b')).toBe(
      [
        ...text.split('\n').slice(0, 11),
        '# the database',
        '- id: db # one',
        '  text: |',
        '    # no comment',
        '      far',
        '# what is',
        '# in front',
        '- id: proxy',
        '# end',
        '',
      ].join('\n'),
    );
  });

  it('keep their comments in JSON', () => {
    const text = [
      '{',
      '  "a": [',
      '    // the database',
      '    { "id": "db" /* one */ }, // two',
      '    {',
      '      "id": "proxy" // three',
      '    }',
      '  ],',
      '  "b": [',
      '      { "id": "z" } // last',
      '  ]',
      '}',
    ].join('\n');
    expect(copied('json', text, 'a', 'b')).toBe(
      [
        ...text.split('\n').slice(0, 9),
        '      { "id": "z" }, // last',
        '      // the database',
        '      { "id": "db" /* one */ }, // two',
        '      {',
        '        "id": "proxy" // three',
        '      }',
        '  ]',
        '}',
      ].join('\n'),
    );
  });

  it('stand for the same values, however the text is written', () => {
    const lists = fc.tuple(
      fc.array(values, { minLength: 1, maxLength: 3 }),
      fc.array(values, { maxLength: 3 }),
    );
    let made = 0;
    fc.assert(
      fc.property(written(lists.map((it) => [...it])), ({ format, text }) => {
        const parsed = parseText(format, text);
        fc.pre(parsed.problems.length === 0);
        const [from, to] = [0, 1].map((index) => plainValue(nodeAtPath(parsed.roots[0], [index])));
        const after = copied(format, text, 0, 1);
        if (after === undefined || !Array.isArray(from) || !Array.isArray(to)) return;
        made++;
        const again = parseText(format, after);
        expect(again.problems, after).toEqual([]);
        expect(plainValue(again.roots[0]), after).toEqual([from, [...to, ...from]]);
      }),
      { numRuns: 500 },
    );
    expect(made).toBeGreaterThan(100);
  });
});
