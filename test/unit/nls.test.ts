/** The texts of `package.json` in each language. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { languages, texts } from './localised.ts';

const source = readFileSync('package.json', 'utf8');
const references = [...source.matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key ?? '');
const english = texts('en');

/** What a translation keeps as it is: code, the targets of links, and names of settings. */
const kept = (text: string) =>
  [...text.matchAll(/`[^`]+`|\]\([^)]+\)|#[\w.]+#/g)].map(([part]) => part).sort();

describe.each(languages)('The texts of package.json in the language %s', (language) => {
  const known = texts(language);

  test('are there for each key, and for no other', () => {
    expect(Object.keys(known).sort()).toEqual([...new Set(references)].sort());
  });

  test('say something', () => {
    for (const [key, text] of Object.entries(known)) expect(text, key).toMatch(/\S/);
  });

  test('name the same code, commands and settings as the English ones', () => {
    for (const [key, text] of Object.entries(known))
      expect(kept(text), key).toEqual(kept(english[key] ?? ''));
  });
});

test('package.json has no text of its own where VS Code shows one', () => {
  const shown =
    /"(title|shortTitle|description|markdownDescription|patternErrorMessage|deprecationMessage|contents|label)": "(?!%)(.*)"/g;
  const untranslated = [...source.matchAll(shown)].map(([, , text]) => text);
  expect(untranslated).toEqual(['Kanto']);
});
