import { describe, expect, it } from 'vitest';
import { rules } from '../../../server/src/rules/index.ts';
import { createLanguageService } from '../../../server/src/service.ts';
import { marks } from './listing.ts';

const service = createLanguageService();

const examples = rules.flatMap(({ id, severity, examples }) =>
  examples.map((example) => ({ rule: id, severity, ...example })),
);

function found({ rule, text }: (typeof examples)[number]) {
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

  it('have ids that are unique, kebab-case and no code of the syntax', () => {
    const ids = rules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z]+(-[a-z]+)*$/.test(id) || id.startsWith('syntax-'))).toEqual([]);
  });
});
