/**
 * Makes of the rules what is told about them: the pages of docs/rules/, by what they say of themselves and what they
 * find in their examples, and the properties of the setting `kanto.rules` in package.json, with their texts in
 * package.nls.json.
 *
 *   node scripts/rules.mjs           writes them
 *   node scripts/rules.mjs --check   fails, naming the files, where one is missing, stale or left over
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  configurationSchema,
  indexPage,
  ruleKey,
  rulePage,
  rulesSetting,
  ruleTexts,
} from './lib/rulePages.mjs';
import { load } from './lib/typescript.mjs';

/** @typedef {import('../server/src/rules/rule.ts').Described} Described */
/** @typedef {import('../server/src/rules/rule.ts').Example} Example */
/** @typedef {typeof import('../server/src/service.ts') & typeof import('../server/src/rules/index.ts') & typeof import('../server/src/rules/notices.ts') & typeof import('../server/src/rules/levels.ts') & typeof import('../server/src/schema/vocabularies.ts')} Product */

const root = fileURLToPath(new URL('../', import.meta.url));
const folder = `${root}docs/rules/`;
const sources = 'server/src/rules/';
const check = process.argv.includes('--check');

const { createLanguageService, rules, notices, isConfigurable, readVocabularies } = /** @type {Product} */ (
  await load([
    'server/src/service.ts',
    `${sources}index.ts`,
    `${sources}notices.ts`,
    `${sources}levels.ts`,
    'server/src/schema/vocabularies.ts',
  ])
);

/** Rule -> the file that it stands in. */
const files = new Map(
  readdirSync(`${root}${sources}`, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.includes('/') && file.endsWith('.ts'))
    .flatMap((file) => {
      const id = /^ {2}id: '([a-z-]+)',$/m.exec(readFileSync(`${root}${sources}${file}`, 'utf8'))?.[1];
      return id === undefined ? [] : [[id, file]];
    }),
);
const fileOf = (/** @type {Described} */ { id }) => {
  const file = files.get(id);
  if (file === undefined) throw new Error(`The rule "${id}" stands in no file of ${sources}.`);
  return file;
};

const service = createLanguageService();
/** A service that knows the vocabularies of an example. */
const serviceFor = (/** @type {Example} */ { vocabularies = {} }) => {
  service.configure({ domains: readVocabularies(vocabularies).vocabularies });
  return service;
};
const wanted = new Map(
  [
    ...rules.map((rule) => ({ rule, source: fileOf(rule), configurable: true })),
    ...notices.map((rule) => ({ rule, source: 'notices.ts', configurable: isConfigurable(rule.id) })),
  ].map((it) => [`${it.rule.id}.md`, rulePage({ ...it, source: `${sources}${it.source}` }, serviceFor)]),
);
wanted.set(
  'README.md',
  indexPage([
    ...rules.map((rule) => ({ rule, group: fileOf(rule).split('/')[0] ?? '' })),
    ...notices.map((rule) => ({ rule, group: 'notices' })),
  ]),
);

/** @type {string[]} */
const stale = [];
mkdirSync(folder, { recursive: true });
for (const [name, text] of wanted) {
  const file = `${folder}${name}`;
  if (existing(file) === text) continue;
  stale.push(`docs/rules/${name}`);
  if (!check) writeFileSync(file, text);
}
for (const name of readdirSync(folder)) {
  if (wanted.has(name)) continue;
  stale.push(`docs/rules/${name} (left over)`);
  if (!check) rmSync(`${folder}${name}`);
}
const settable = [...rules, ...notices].filter(({ id }) => isConfigurable(id));
rewrite('package.json', (manifest) => {
  for (const { properties } of manifest.contributes.configuration)
    if ('kanto.rules' in properties) properties['kanto.rules'].properties = rulesSetting(settable);
  return manifest;
});
rewrite('package.nls.json', (texts) => {
  const others = Object.entries(texts).filter(([key]) => !key.startsWith(ruleKey));
  return { ...Object.fromEntries(others), ...ruleTexts(settable) };
});
const configuration = 'schemas/kanto.config.schema.json';
const schema = configurationSchema(settable);
// The formatter lays it out otherwise.
if (JSON.stringify(JSON.parse(existing(`${root}${configuration}`) ?? 'null')) !== JSON.stringify(schema)) {
  stale.push(configuration);
  if (!check) writeFileSync(`${root}${configuration}`, `${JSON.stringify(schema, null, 2)}\n`);
}

if (check) {
  for (const file of stale) console.error(`${file} is stale: run npm run rules.`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  for (const file of stale) console.log(`${file} written.`);
}

/**
 * Changes what a JSON file of the project says, where that is something else.
 * @template Content
 * @param {string} name @param {(content: Content) => Content} change
 */
function rewrite(name, change) {
  const text = readFileSync(`${root}${name}`, 'utf8');
  const changed = `${JSON.stringify(change(JSON.parse(text)), null, 2)}\n`;
  if (changed === text) return;
  stale.push(name);
  if (!check) writeFileSync(`${root}${name}`, changed);
}

function existing(/** @type {string} */ file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
