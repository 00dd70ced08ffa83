import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inComponents } from '../../../server/src/rules/exampleTexts.ts';
import { rules } from '../../../server/src/rules/index.ts';
import { notices } from '../../../server/src/rules/notices.ts';
import { readVocabularies } from '../../../server/src/schema/vocabularies.ts';
import { createLanguageService } from '../../../server/src/service.ts';
import { fixedExample } from './fixing.ts';
import { marks } from './listing.ts';

const service = createLanguageService();

const examples = [...rules, ...notices].flatMap(({ id, severity, examples }) =>
  examples.map((example) => ({ rule: id, severity, ...example })),
);

function found({ rule, text, vocabularies = {} }: (typeof examples)[number]) {
  service.configure({ domains: readVocabularies(vocabularies).vocabularies });
  const clean = text.replaceAll(/[«»]/g, '');
  const format = clean.startsWith('{') ? 'json' : 'yaml';
  const lines = clean.split('\n');
  const { problems } = service.describe({ text: clean, format });
  return problems
    .filter(({ code }) => code === rule)
    .map((problem) => ({ ...problem, marked: marks(lines, problem.range) }));
}

describe('rules', () => {
  it.each(examples)('$rule ($severity): $text', (example) => {
    const problems = found(example);
    const wanted = [...example.text.matchAll(/«(.*?)»/gs)].map(([, marked]) => marked);
    expect(problems.map(({ marked }) => marked)).toEqual(wanted);
    for (const { severity, crash, message } of problems) {
      expect(severity).toBe(example.severity);
      expect(crash).toBe(example.crash ?? false);
      expect(message).toMatch(/[.?`"]$/);
      expect(message).not.toMatch(/undefined|\[object|``/);
    }
    if (example.says) expect(problems.map(({ message }) => message).join('\n')).toContain(example.says);
  });

  it('have an example each', () => {
    expect(rules.filter(({ examples }) => examples.length === 0).map(({ id }) => id)).toEqual([]);
  });

  it.each(
    [...rules, ...notices].flatMap((rule) =>
      rule.examples.flatMap((example) => (example.fixed === undefined ? [] : { ...rule, example })),
    ),
  )('$id is put right: $example.text', ({ example, ...rule }) => {
    expect(fixedExample(rule, example)).toBe(example.fixed);
  });

  it('show how they are put right, wherever they offer a fix', () => {
    const hidden = [...rules, ...notices].filter(
      (rule) =>
        rule.examples.every(({ fixed }) => fixed === undefined) &&
        rule.examples.some((example) => fixedExample(rule, example) !== undefined),
    );
    expect(hidden.map(({ id }) => id)).toEqual([]);
  });

  it('have ids that are unique and kebab-case, and leave syntax to the text', () => {
    const ids = [...rules, ...notices].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z]+(-[a-z]+)*$/.test(id))).toEqual([]);
    expect(rules.filter(({ id }) => id.startsWith('syntax-'))).toEqual([]);
  });
});

describe('a version that is no text', () => {
  it('is told of its type alone: with the device saying no, nothing runs whose tag could differ', () => {
    const text = inComponents(['- id: a', '  version: 2', '  config:', '    - {key: image, value: "x:1"}']);
    const codes = service.describe({ text, format: 'yaml' }).problems.map(({ code }) => code);
    expect(codes).toContain('wrong-type');
    expect(codes).not.toContain('version-image-mismatch');
  });
});

describe('notices', () => {
  const source = (folder: string) => {
    const url = new URL(`../../../server/src/${folder}/`, import.meta.url);
    const names = readdirSync(url, { recursive: true, encoding: 'utf8' });
    return names
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(new URL(name, url), 'utf8'));
  };

  it('are of every code that the text and the document are told of', () => {
    const code = /'((?:syntax|silence)-[a-z-]+)'|code: '([a-z-]+)'|information\(\s*'([a-z-]+)'/g;
    const told = [...source('text'), ...source('manifest')].flatMap((text) =>
      [...text.matchAll(code)].map(([, whole, short, note]) => whole ?? note ?? short ?? ''),
    );
    const known = notices.map(({ id }) => id);
    expect(told.filter((it) => !known.includes(it) && !known.includes(`syntax-${it}`))).toEqual([]);
    expect(known.filter((it) => !told.includes(it) && !told.includes(it.replace('syntax-', '')))).toEqual([]);
  });
});
