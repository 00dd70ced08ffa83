import { describe, expect, it } from 'vitest';
import { folding } from '../../../server/src/features/folding.ts';
import { documentOf } from './support.ts';

/** `first-last` lines, counted from 0; `#` marks comments. */
function folds(languageId: string, text: string): string[] {
  return folding(documentOf(languageId, text)).map(
    ({ startLine, endLine, kind }) => `${startLine}-${endLine}${kind === 'comment' ? '#' : ''}`,
  );
}

describe('folding', () => {
  it('folds objects and lists of JSON, and leaves the closing bracket', () => {
    expect(folds('kanto-json', '{\n  "domains": [\n    {\n      "id": "a"\n    }\n  ]\n}')).toEqual([
      '0-5',
      '1-4',
      '2-3',
    ]);
  });

  it('folds nothing that stands in one line', () => {
    expect(folds('kanto-json', '{ "domains": [{}] }')).toEqual([]);
    expect(folds('kanto-json', '{\n}')).toEqual([]);
  });

  it('folds keys and items of block YAML up to their last word', () => {
    const text =
      'domains:\n  - id: a\n    components:\n      - id: b\n        version: c\n\n\nbaselines: []\n';
    expect(folds('kanto-yaml', text)).toEqual(['0-4', '1-4', '2-4', '3-4']);
  });

  it('folds flow collections and block scalars in YAML', () => {
    const text =
      'baselines:\n  - title: a\n    description: |\n      one\n      two\n    components: [\n      a:b,\n    ]\n';
    expect(folds('kanto-yaml', text)).toEqual(['0-7', '1-7', '2-4', '5-6']);
  });

  it('folds groups of comments, not comments behind words', () => {
    expect(folds('kanto-yaml', '# one\n# two\n\n# three\ndomains: [] # four\n# five\n')).toEqual(['0-1#']);
    expect(folds('kanto-json', '/* one\n two */\n{}')).toEqual(['0-1#']);
  });
});
