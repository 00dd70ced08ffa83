import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prepareRename, rename } from '../../../server/src/features/rename.ts';
import { plainValue } from '../../../server/src/text/tree.ts';
import { askAt, refusal, renamed } from './names.ts';
import { documentOf } from './support.ts';
import { writings } from './writings.ts';

describe.each(writings)('renaming in $name', ({ languageId, text }) => {
  it('changes a component and everything that speaks of it', () => {
    const expected = text.replaceAll(/(?<!\/)influxdb/g, 'metrics-db');
    for (const nth of [0, 1, 2, 3, 5]) {
      expect(renamed(askAt(languageId, text, 'influxdb', nth), 'metrics-db')).toBe(expected);
    }
  });

  it('changes a domain and the front parts of its references', () => {
    expect(renamed(askAt(languageId, text, 'self-update'), 'firmware')).toBe(
      text.replaceAll('self-update', 'firmware'),
    );
  });

  it('changes the title of a baseline', () => {
    expect(renamed(askAt(languageId, text, 'metrics'), 'base')).toBe(text.replace('metrics', 'base'));
  });

  it('offers the name alone', () => {
    const { document, position, names } = askAt(languageId, text, 'influxdb');
    const prepared = prepareRename(document, position, names);
    if (!prepared || 'refused' in prepared) throw new Error('it cannot be renamed');
    expect(prepared.placeholder).toBe('influxdb');
    expect(document.text.getText(prepared.range)).toBe('influxdb');
  });

  it('refuses what the device rejects, what is taken, and what is nothing', () => {
    const tried = (word: string, newName: string) => {
      const { document, position, names } = askAt(languageId, text, word);
      return refusal(rename(document, position, newName, names));
    };
    expect(tried('influxdb', 'containers:influxdb')).toContain('The device rejects "containers:influxdb"');
    expect(tried('influxdb', '-a')).toContain('begins with none of the last two');
    expect(tried('influxdb', 'telegraf')).toBe('The domain "containers" has a component "telegraf" already.');
    expect(tried('containers', 'self-update')).toBe('There is a domain "self-update" already.');
    expect(tried('containers', 'a:b')).toContain('no colon');
    expect(tried('metrics', 'os')).toBe('There is a baseline "os" already.');
    expect(tried('metrics', '')).toBe('A baseline needs a name.');
    expect(tried('os-image', 'image')).toContain('takes no component but "os-image"');
    expect(tried('monitor', 'b')).toContain('No component "monitor" is declared');
  });

  it('has nothing to rename elsewhere', () => {
    const { document, position, names } = askAt(languageId, text, '2.7.1');
    expect(prepareRename(document, position, names)).toBeUndefined();
    expect(rename(document, position, 'x', names)).toBeUndefined();
  });
});

/** Signs that JSON and YAML, in quotes and without, take for something else. */
const oddNames = fc.string({
  unit: fc.constantFrom(
    ...`ab1.:-#'"\\&*!|>%@\`,[]{}?~<= äé\u{1F980}\u2028`,
    'no',
    'null',
    '0x1',
    '1e3',
    '$&',
  ),
  minLength: 1,
  maxLength: 6,
});

describe.each(writings)('any name in $name', ({ languageId, text }) => {
  const said = (it: string) => JSON.stringify(plainValue(documentOf(languageId, it).roots[0].node));

  it('is read as it was given, and changes nothing else', () => {
    fc.assert(
      fc.property(oddNames, (name) => {
        const inJson = JSON.stringify(name).slice(1, -1);
        expect(said(renamed(askAt(languageId, text, 'metrics'), name))).toBe(
          said(text).replace('metrics', () => inJson),
        );
        if (name.includes(':')) return;
        expect(said(renamed(askAt(languageId, text, 'self-update'), name))).toBe(
          said(text).replaceAll('self-update', () => inJson),
        );
      }),
    );
  });
});

describe('renaming', () => {
  it('puts a name in quotes that YAML reads as something else', () => {
    const text =
      'baselines:\n  - components: [containers:a]\ndomains:\n  - id: containers\n    components:\n      - id: a\n';
    expect(renamed(askAt('kanto-yaml', text, 'a\n', -1), '1.10')).toBe(
      text.replace('containers:a', 'containers:1.10').replace('id: a', 'id: "1.10"'),
    );
    expect(renamed(askAt('kanto-yaml', text, 'a\n', -1), 'no')).toContain('id: "no"\n');
  });

  it('keeps the quotes of the author, and writes into them what they need', () => {
    const text = `baselines:\n  - title: 'a'\n  - title: "b"\n  - title: c\n`;
    expect(renamed(askAt('kanto-yaml', text, 'a', -1), "x's")).toContain(`title: 'x''s'`);
    expect(renamed(askAt('kanto-yaml', text, 'b"'), 'x "y"')).toContain(`title: "x \\"y\\""`);
    expect(renamed(askAt('kanto-yaml', text, 'c\n'), 'x: y # z')).toContain(`title: "x: y # z"`);
  });

  it('offers the name alone in a block scalar, and writes it plainly', () => {
    const text =
      'domains:\n  - id: containers\n    components:\n      - id: >-\n          influx\n        version: "1"\n';
    const asked = askAt('kanto-yaml', text, 'influx');
    const prepared = prepareRename(asked.document, asked.position, asked.names);
    expect(prepared && 'range' in prepared && asked.document.text.getText(prepared.range)).toBe('influx');
    expect(renamed(asked, 'db')).toBe(text.replace('>-\n          influx', 'db'));
  });

  it('writes a text where JSON had a number', () => {
    expect(
      renamed(askAt('kanto-json', '{"domains":[{"id":"containers","components":[{"id":5}]}]}', '5'), '6'),
    ).toBe('{"domains":[{"id":"containers","components":[{"id":"6"}]}]}');
  });

  it('changes the one at the cursor of two components with one name', () => {
    const text =
      'baselines:\n  - components: ["containers:a"]\ndomains:\n  - id: containers\n    components:\n      - id: a\n      - id: a\n';
    expect(renamed(askAt('kanto-yaml', text, 'a\n', -1), 'b')).toBe(text.replace(/a\n$/, 'b\n'));
    expect(renamed(askAt('kanto-yaml', text, 'a"'), 'b')).toBe(
      text.replaceAll('id: a', 'id: b').replace('containers:a', 'containers:b'),
    );
  });

  it('leaves an alias that follows its anchor, and writes out one that does not', () => {
    const follows =
      'baselines:\n  - components: [&ref "containers:a", *ref]\ndomains:\n  - id: containers\n    components:\n      - id: a\n';
    expect(renamed(askAt('kanto-yaml', follows, 'a\n', -1), 'b')).toBe(
      follows.replace('containers:a', 'containers:b').replace('id: a', 'id: b'),
    );
    const other =
      'x: &name a\ndomains:\n  - id: containers\n    components:\n      - id: *name\nbaselines: [{components: ["containers:a"]}]\n';
    expect(renamed(askAt('kanto-yaml', other, 'a"'), 'b')).toBe(
      other.replace('*name', 'b').replace('containers:a', 'containers:b'),
    );
  });

  it('changes a name that stands twice in one value', () => {
    const text =
      'domains:\n  - id: containers\n    config: [{key: systemContainers, value: "a, b, a"}]\n    components:\n      - id: a\n';
    expect(renamed(askAt('kanto-yaml', text, 'a\n', -1), 'c')).toBe(
      text.replace('a, b, a', 'c, b, c').replace('id: a\n', 'id: c\n'),
    );
  });

  it('changes an anchor with its aliases, and refuses one that is there already', () => {
    const text = 'domains:\n  - &a {id: containers}\n  - *a\nbaselines: &b []\n';
    expect(renamed(askAt('kanto-yaml', text, '*a'), 'base')).toBe(text.replaceAll(/([&*])a\b/g, '$1base'));
    expect(renamed(askAt('kanto-yaml', text, '&a'), '&base')).toBe(text.replaceAll(/([&*])a\b/g, '$1base'));
    const { document, position, names } = askAt('kanto-yaml', text, '&a');
    expect(refusal(rename(document, position, 'b', names))).toContain('There is an anchor "&b" already');
    expect(refusal(rename(document, position, 'b c', names))).toContain('no blanks');
  });

  it('keeps the comment behind the sign of a block scalar', () => {
    const text =
      'domains:\n  - id: containers\n    components:\n      - id: |- # why\n          a\n        version: "1"\n';
    expect(renamed(askAt('kanto-yaml', text, 'a\n        version'), 'b')).toBe(
      text.replace('|- # why\n          a', 'b # why'),
    );
  });

  it('changes the anchor of a key with its aliases, those that stand for keys too', () => {
    const text =
      'domains:\n  - &a id: containers\n    x: *a\n    components:\n      - *a : c\n      - &b\n        id: *a\n      - *b\n';
    for (const word of ['&a', '*a'])
      expect(renamed(askAt('kanto-yaml', text, word), 'k')).toBe(text.replaceAll(/([&*])a\b/g, '$1k'));
    expect(renamed(askAt('kanto-yaml', text, '&b'), 'k')).toBe(text.replaceAll(/([&*])b\b/g, '$1k'));
  });
});
