/** What the programs say, in each language. */
import { describe, expect, test } from 'vitest';
import {
  bundleFile,
  findTexts,
  placeholders,
  readBundle,
  textsOf,
  translations,
} from '../../scripts/lib/l10n.mjs';

const { texts, faults } = findTexts();
const code = (text: string) => [...text.matchAll(/`[^`]+`|\$\([\w~-]+\)/g)].map(([part]) => part).sort();

test('Every text is a literal with a place for each value, looked up once the language is known', () => {
  expect(faults).toEqual([]);
});

test('A call that cannot be translated is found', () => {
  const faultsOf = (source: string) => textsOf(source).faults;
  expect(faultsOf("const words = () => t('{0} of {1}', a, b);")).toEqual([]);
  expect(faultsOf("const words = () => t('{0} of {1}', a);")).toHaveLength(1);
  expect(faultsOf('const words = () => t(text);')).toHaveLength(1);
  expect(faultsOf("const words = t('early');")).toHaveLength(1);
});

test('The English bundle is what the sources say', () => {
  expect(Object.entries(readBundle(bundleFile()))).toEqual([...texts].map((text) => [text, text]));
});

describe.each(translations)('In the language %s', (language) => {
  const bundle = readBundle(bundleFile(language));

  test('there is each text, and no other', () => {
    expect(Object.keys(bundle).sort()).toEqual([...texts]);
  });

  test('each text has the same places for values, the same code and the same icons', () => {
    for (const [english, translated] of Object.entries(bundle)) {
      expect(translated, english).toMatch(/\S/);
      expect(placeholders(translated), english).toEqual(placeholders(english));
      expect(code(translated), english).toEqual(code(english));
    }
  });
});
