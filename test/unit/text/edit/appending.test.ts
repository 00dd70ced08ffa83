import { describe, expect, it } from 'vitest';
import { applySpanEdits } from '../../../../server/src/text/edit/spanEdit.ts';
import { textEdits } from '../../../../server/src/text/edit/textEdits.ts';
import { parseText } from '../../../../server/src/text/parse.ts';
import { asArray, nodeAtPath, plainValue } from '../../../../server/src/text/tree.ts';

describe('several items that are put behind the others of a list at once', () => {
  it.each([
    ['json', '{"a": []}'],
    ['json', '{\n  "a": [ ]\n}'],
    ['json', '{"a": [1]}'],
    ['json', '{\n  "a": [\n    1 // last\n  ]\n}'],
    ['yaml', 'a: []\n'],
    ['yaml', 'a: [1]\n'],
    ['yaml', 'a: [\n  1, # last\n]\n'],
    ['yaml', 'a: [\n  1 # last\n]\n'],
    ['yaml', 'a:\n  - 1 # last\n'],
  ] as const)('as %s: %j', (format, text) => {
    const parsed = parseText(format, text);
    const list = asArray(nodeAtPath(parsed.roots[0], ['a']));
    if (!list) throw new Error('there is no list');
    const edits = textEdits(parsed, [
      { op: 'append', list, item: { key: 'x' } },
      { op: 'append', list, item: 'y' },
    ]);
    const after = applySpanEdits(text, edits ?? []);
    const again = parseText(format, after);
    expect(again.problems, after).toEqual([]);
    expect(plainValue(again.roots[0])).toEqual({
      a: [...(text.includes('1') ? [1] : []), { key: 'x' }, 'y'],
    });
    if (text.includes('last')) expect(after).toMatch(/1,? (#|\/\/) last/);
  });
});
