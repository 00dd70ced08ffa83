/** What the programs say, in each language. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  bundleFile,
  findTexts,
  placeholders,
  readBundle,
  textsOf,
  translations,
  untranslated,
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

/** Sentences that stay English, by the path of their source, and why. */
const english: readonly (readonly [path: RegExp, why: string])[] = [
  [/^client\/src\/cli(\.ts$|\/)/, 'the command line speaks English'],
  [/^client\/src\/simulator\//, 'the words of the daemons of a device'],
  [/^server\/src\/agents\/(containerRejections|selfUpdate)\.ts$/, 'the words of the daemons of a device'],
  [/^server\/src\/rules\/.*(envInvalid|baselineReference\w+)\.ts$/, 'the words of the daemons of a device'],
  [/^server\/src\/rules\/((\w+\/)?\w+Texts|skeletons)\.ts$/, 'manifests, in examples and fixes'],
  [/^server\/src\/rules\/(desiredState\/selfUpdate|software\/)/, 'manifests, in examples and fixes'],
  [/^server\/src\/lsp\//, 'the log of the server'],
  [/^server\/src\/main\.ts$/, 'the command line of the server'],
  [/^client\/src\/(ui\/model\/engineLog|words\/runLog)\.ts$/, 'the log of the extension'],
  [/^client\/src\/ui\/(model\/issueReport|commands\/reportIssue)\.ts$/, 'a report for the developers'],
  [/^client\/src\/ui\/languageClient\.ts$/, 'the name of an output channel'],
  [/^client\/src\/ui\/model\/matrixPage\.ts$/, 'a style sheet'],
  [/^client\/src\/ui\/model\/newManifest\.ts$/, 'names of snippets, by which they are found'],
  [/^client\/src\/transports\/kafka\/faults\.ts$/, 'the rights of Kafka, as it calls them'],
  [/^server\/src\/features\/(completion\/|semanticTokens|valueParts)/, 'names, by which parts are found'],
  [/^server\/src\/text\/yamlProblems\.ts$/, 'the words of the YAML parser'],
];

test('Every sentence goes through t, and what stays English is known', () => {
  const sources = ['client/src', 'server/src'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`),
  );
  const found = sources
    .filter((path) => path.endsWith('.ts') && !english.some(([exempt]) => exempt.test(path)))
    .flatMap((path) => untranslated(readFileSync(path, 'utf8')).map((text) => `${path}: ${text}`));
  expect(sources.length).toBeGreaterThan(500);
  expect(found).toEqual([]);
});

test('A sentence that does not go through t is found', () => {
  const found = (value: string) => untranslated(`const words = (host: string) => ${value};`);
  expect(found("t('{0} is not there', host)")).toEqual([]);
  expect(found(`\`\${host} is not there\``)).toEqual(['… is not there']);
  expect(found("t('{0}: {1}', host, 'it is not there')")).toEqual(['it is not there']);
  expect(found("new FaultError(fault('gone', 'It is not there.'))")).toEqual(['It is not there.']);
  expect(found("new Error('it is not there')")).toEqual([]);
});

test('What a schema says is among the texts', () => {
  expect([...texts]).toContain('Domain id');
  expect([...texts]).toContain('Only when it failed; see `restartMaxRetries` and `restartTimeout`.');
});

test('The English bundle is what the sources say', () => {
  expect(Object.entries(readBundle(bundleFile()))).toEqual([...texts].map((text) => [text, text]));
});

describe.each(translations)('In the language %s', (language) => {
  const bundle = readBundle(bundleFile(language));

  test('there is each text, and no other', () => {
    expect(Object.keys(bundle).sort()).toEqual([...texts]);
  });

  test('the text that names the language does', () => {
    expect(bundle['en']).toBe(language);
  });

  test('each text has the same places for values, the same code and the same icons', () => {
    for (const [english, translated] of Object.entries(bundle)) {
      expect(translated, english).toMatch(/\S/);
      expect(placeholders(translated), english).toEqual(placeholders(english));
      expect(code(translated), english).toEqual(code(english));
    }
  });
});
