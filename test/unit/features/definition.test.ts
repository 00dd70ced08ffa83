import { describe, expect, it } from 'vitest';
import { definition } from '../../../server/src/features/definition.ts';
import { askAt, marked } from './names.ts';
import { writings } from './writings.ts';

/** Where the definition leads, marked in the text. */
function leadsTo(languageId: string, text: string, word: string, nth?: number): string {
  const { document, position, names } = askAt(languageId, text, word, nth);
  const links = definition(document, position, names);
  return marked(
    document,
    links.map(({ targetSelectionRange }) => targetSelectionRange),
  );
}

describe.each(writings)('definition in $name', ({ languageId, text }) => {
  const declared = (id: string) => text.replace(new RegExp(`(["']?id["']?: ["']?)(${id})\\b`), '$1«$2»');

  it('leads from a baseline to the component', () => {
    expect(leadsTo(languageId, text, 'influxdb', 0)).toBe(declared('influxdb'));
    expect(leadsTo(languageId, text, 'telegraf', 0)).toBe(declared('telegraf'));
    expect(leadsTo(languageId, text, 'os-image', 0)).toBe(declared('os-image'));
  });

  it('leads from the front part of a reference to the domain', () => {
    expect(leadsTo(languageId, text, 'containers:', 1)).toBe(declared('containers'));
    expect(leadsTo(languageId, text, 'self-update:')).toBe(declared('self-update'));
  });

  it('leads from a reference without a domain to the component that is meant', () => {
    expect(leadsTo(languageId, text, 'influxdb', 1)).toBe(declared('influxdb'));
  });

  it('leads from the host name of another container to its component', () => {
    expect(leadsTo(languageId, text, 'influxdb-host')).toBe(declared('influxdb'));
  });

  it('leads from a list of system containers to the component', () => {
    expect(leadsTo(languageId, text, 'influxdb', 2)).toBe(declared('influxdb'));
    expect(leadsTo(languageId, text, 'monitor')).toBe(text);
  });

  it('leads from a declaration to itself', () => {
    expect(leadsTo(languageId, text, 'influxdb', 3)).toBe(declared('influxdb'));
  });

  it('shows the whole component', () => {
    const { document, position, names } = askAt(languageId, text, 'influxdb');
    const [link] = definition(document, position, names);
    expect(link && document.text.getText(link.targetRange)).toMatch(/^(\{\s*)?"?id[\s\S]*influxdb:2\.7\.1/);
    expect(link?.originSelectionRange && document.text.getText(link.originSelectionRange)).toBe('influxdb');
  });

  it('leads nowhere from anything else', () => {
    expect(leadsTo(languageId, text, 'version')).toBe(text);
    expect(leadsTo(languageId, text, 'image', -1)).not.toBe('');
    expect(leadsTo(languageId, text, '2.7.1')).toBe(text);
  });
});

describe('definition', () => {
  it('leads to each of two components of one name', () => {
    const text =
      'baselines: [{components: ["containers:a"]}]\ndomains:\n  - id: containers\n    components:\n      - id: a\n      - id: a\n';
    expect(leadsTo('kanto-yaml', text, 'a"')).toBe(text.replaceAll('id: a', 'id: «a»'));
  });

  it('keeps the documents of a file apart', () => {
    const one =
      'baselines: [{components: ["containers:a"]}]\ndomains: [{id: containers, components: [{id: a}]}]\n';
    expect(leadsTo('kanto-yaml', `${one}---\n${one}`, 'a"', 1)).toBe(
      `${one}---\n${one.replace('id: a', 'id: «a»')}`,
    );
  });

  it('leads from an alias to its anchor, with all that it names', () => {
    const text =
      'domains:\n  - id: containers\n    components:\n      - &base\n        id: a\n      - *base\n';
    expect(leadsTo('kanto-yaml', text, '*base')).toBe(text.replace('&base', '&«base»'));
    const { document, position, names } = askAt('kanto-yaml', text, '*base');
    const [link] = definition(document, position, names);
    expect(link && document.text.getText(link.targetRange)).toBe('base\n        id: a');
  });

  it('leads from an alias to the anchor before it, of two with one name', () => {
    const text = 'domains: []\nx: &a 1\ny: *a\nz: &a 2\nw: *a\n';
    expect(leadsTo('kanto-yaml', text, '*a', 0)).toBe(text.replace('x: &a', 'x: &«a»'));
    expect(leadsTo('kanto-yaml', text, '*a', 1)).toBe(text.replace('z: &a', 'z: &«a»'));
  });

  it('leads nowhere from an alias that names nothing', () => {
    expect(leadsTo('kanto-yaml', 'domains: *none\n', '*none')).toBe('domains: *none\n');
  });

  it('finds a name that is written with escapes', () => {
    const text =
      '{"baselines":[{"components":["containers:infl\\u0075x"]}],"domains":[{"id":"containers","components":[{"id":"in\\u0066lux"}]}]}';
    expect(leadsTo('kanto-json', text, 'infl')).toBe(text.replace('in\\u0066lux', '«in\\u0066lux»'));
  });
});
