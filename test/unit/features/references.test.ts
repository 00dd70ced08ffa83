import { describe, expect, it } from 'vitest';
import { DocumentHighlightKind } from 'vscode-languageserver-types';
import { highlights, references } from '../../../server/src/features/references.ts';
import { askAt, marked } from './names.ts';
import { writings } from './writings.ts';

function mentioned(languageId: string, text: string, word: string, nth = 0, declaration = true): string {
  const { document, position, names } = askAt(languageId, text, word, nth);
  return marked(
    document,
    references(document, position, names, declaration).map(({ range }) => range),
  );
}

describe.each(writings)('references in $name', ({ languageId, text }) => {
  const everyInfluxdb = text.replaceAll(/(?<!\/)influxdb/g, '«influxdb»');

  it('are everywhere that a component is spoken of, but not in its image', () => {
    for (const nth of [0, 1, 2, 3, 5])
      expect(mentioned(languageId, text, 'influxdb', nth)).toBe(everyInfluxdb);
  });

  it('leave the declaration out where it is not wanted', () => {
    expect(mentioned(languageId, text, 'influxdb', 0, false)).toBe(
      everyInfluxdb.replace(/(["']?id["']?: "?)«influxdb»/, '$1influxdb'),
    );
  });

  it('of a domain are the front parts of its references', () => {
    expect(mentioned(languageId, text, 'self-update')).toBe(text.replaceAll('self-update', '«self-update»'));
  });

  it('of a baseline are its title', () => {
    expect(mentioned(languageId, text, 'metrics')).toBe(text.replace('metrics', '«metrics»'));
  });

  it('are told apart as written and read', () => {
    const { document, position, names } = askAt(languageId, text, 'telegraf');
    expect(highlights(document, position, names).map(({ kind }) => kind)).toEqual([
      DocumentHighlightKind.Read,
      DocumentHighlightKind.Write,
    ]);
  });

  it('are none of what has no name', () => {
    expect(mentioned(languageId, text, '2.7.1')).toBe(text);
  });
});

describe('references', () => {
  it('of an anchor are its aliases, from wherever they are asked', () => {
    const text =
      'domains:\n  - id: containers\n    components:\n      - &base # first\n        id: a\n      - <<: *base\n      - [*base, "*base"]\n# *base\n';
    const all = text
      .replace('&base', '&«base»')
      .replace('<<: *base', '<<: *«base»')
      .replace('[*base', '[*«base»');
    expect(mentioned('kanto-yaml', text, '&base')).toBe(all);
    expect(mentioned('kanto-yaml', text, '*base', 0)).toBe(all);
    expect(mentioned('kanto-yaml', text, '*base', 1)).toBe(all);
    expect(mentioned('kanto-yaml', text, '*base', 2)).toBe(text);
    expect(mentioned('kanto-yaml', text, '*base', 3)).toBe(text);
  });

  it('of a name are the aliases that bring it', () => {
    const text =
      'baselines:\n  - components: [&ref "containers:a"]\n  - components: [*ref]\ndomains:\n  - id: containers\n    components:\n      - id: a\n';
    expect(mentioned('kanto-yaml', text, 'a\n', -1)).toBe(
      text
        .replace('"containers:a"', '"containers:«a»"')
        .replace('*ref', '«*ref»')
        .replace('id: a', 'id: «a»'),
    );
  });

  it('of a component that aliases bring twice are there once', () => {
    const text = 'domains:\n  - id: containers\n    components:\n      - &c {id: a}\n      - *c\n';
    expect(mentioned('kanto-yaml', text, 'a}')).toBe(text.replace('id: a', 'id: «a»'));
  });
});
