// What the programs say to people: the texts that the sources hand to `t` of @vscode/l10n, found in their syntax trees, and
// those of the schemas that the language server reads.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';
import { parseAst } from 'vite';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** The languages besides English, which stands in the sources. */
export const translations = ['de'];

/** @param {string} [language] none: English @returns {string} beneath the project's root */
export const bundleFile = (language) =>
  `l10n/bundle.l10n${language === undefined ? '' : `.${language}`}.json`;

/** @param {string} file @returns {Record<string, string>} */
export const readBundle = (file) => JSON.parse(readFileSync(join(root, file), 'utf8'));

/**
 * @typedef {object} Found
 * @property {ReadonlySet<string>} texts English, in the order of the alphabet
 * @property {readonly string[]} faults calls that cannot be translated, and why
 */

/** The texts of all sources, and of the schemas. @returns {Found} */
export function findTexts() {
  /** @type {string[]} */
  const texts = [];
  /** @type {string[]} */
  const faults = [];
  for (const folder of ['client/src', 'server/src'])
    for (const name of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.ts')) continue;
      const source = readFileSync(join(root, folder, name), 'utf8');
      if (!source.includes("'@vscode/l10n'")) continue;
      const found = textsOf(source);
      texts.push(...found.texts);
      faults.push(...found.faults.map((fault) => `${folder}/${name}: ${fault}`));
    }
  return { texts: new Set([...texts, ...schemaTexts()].sort()), faults };
}

/** Read by VS Code itself, which knows no translations of schemas. */
const readByEditor = 'kanto.config.schema.json';

/** What the schemas say of fields and their values. @returns {string[]} */
function schemaTexts() {
  /** @type {string[]} */
  const texts = [];
  for (const name of readdirSync(join(root, 'schemas'), { recursive: true, encoding: 'utf8' }))
    if (name.endsWith('.schema.json') && name !== readByEditor)
      collect(JSON.parse(readFileSync(join(root, 'schemas', name), 'utf8')));
  return texts;

  /** @param {unknown} schema where a field is called `title`, what stands there is a schema and no text */
  function collect(schema) {
    if (typeof schema !== 'object' || schema === null) return;
    for (const [key, value] of Object.entries(schema)) {
      if ((key === 'title' || key === 'description') && typeof value === 'string') texts.push(value);
      else if (key === 'enumDescriptions' && Array.isArray(value)) texts.push(...value);
      // Values, not what is said of them.
      else if (!['const', 'default', 'enum', 'examples'].includes(key)) collect(value);
    }
  }
}

/**
 * The texts of one source.
 * @param {string} source TypeScript
 * @returns {{ texts: string[], faults: string[] }}
 */
export function textsOf(source) {
  const { code } = transformSync(source, { loader: 'ts', target: 'esnext' });
  /** @type {string[]} */
  const texts = [];
  /** @type {string[]} */
  const faults = [];
  visit(parseAst(code), false);
  return { texts, faults };

  /** @param {unknown} node @param {boolean} late inside of a function, which runs once the language is known */
  function visit(node, late) {
    if (Array.isArray(node)) for (const it of node) visit(it, late);
    if (typeof node !== 'object' || node === null || !('type' in node)) return;
    const isFunction = typeof node.type === 'string' && node.type.includes('Function');
    if (node.type === 'CallExpression' && 'callee' in node && isT(node.callee) && 'arguments' in node) {
      const [first, ...rest] = /** @type {unknown[]} */ (node.arguments);
      const text = literal(first);
      if (text === undefined) faults.push('t is called with what is no literal: translators cannot see it.');
      else {
        texts.push(text);
        const wanted = placeholders(text);
        const given = rest.map((_, index) => `{${index}}`);
        if (wanted.join() !== given.join())
          faults.push(`"${text}" has the places ${wanted.join(' ') || 'none'} for ${rest.length} values.`);
        if (!late) faults.push(`"${text}" is looked up before the language is known: do it in a function.`);
      }
    }
    for (const child of Object.values(node)) visit(child, late || isFunction);
  }
}

/** Three words on end: what is shorter is a name or a value more often than something that is said. */
const sentence = /[a-z]{2,}[,;:]? [a-z]+[,;:]? [a-z]{2,}/i;

/**
 * The sentences in one source that do not go through `t`. Not those of an `Error`, which tells programmers of a defect: what
 * people are told is a Fault. Nor what the pages of the rules say, which are in English.
 * @param {string} source TypeScript
 * @returns {string[]}
 */
export function untranslated(source) {
  const { code } = transformSync(source, { loader: 'ts', target: 'esnext' });
  /** @type {string[]} */
  const found = [];
  visit(parseAst(code));
  return found;

  /** @param {unknown} node */
  function visit(node) {
    if (Array.isArray(node)) for (const it of node) visit(it);
    if (typeof node !== 'object' || node === null || !('type' in node)) return;
    if ('callee' in node && 'arguments' in node) {
      if (isError(node.callee)) return;
      if (isT(node.callee)) return visit(/** @type {unknown[]} */ (node.arguments).slice(1));
    }
    if ('key' in node && isOfPage(node.key)) return;
    const text = written(node);
    if (text !== undefined && sentence.test(text)) found.push(text);
    for (const child of Object.values(node)) visit(child);
  }
}

const isError = (/** @type {unknown} */ node) =>
  typeof node === 'object' && node !== null && 'name' in node && node.name === 'Error';

const ofPages = ['summary', 'why', 'examples'];

const isOfPage = (/** @type {unknown} */ key) =>
  typeof key === 'object' && key !== null && 'name' in key && ofPages.includes(String(key.name));

/** A literal, or a template with `…` for each value in it. @param {object} node @returns {string | undefined} */
function written(node) {
  if ('quasis' in node && Array.isArray(node.quasis))
    return node.quasis.map(({ value }) => value.cooked).join('…');
  return literal(node);
}

/** `{0}`, `{1}` … of a text, each once, in order. @param {string} text */
export const placeholders = (text) => [...new Set(text.match(/\{\d+\}/g) ?? [])].sort();

const isT = (/** @type {unknown} */ node) =>
  typeof node === 'object' && node !== null && 'name' in node && node.name === 't';

/** @param {unknown} node @returns {string | undefined} */
function literal(node) {
  if (typeof node !== 'object' || node === null || !('type' in node)) return undefined;
  if (node.type === 'Literal' && 'value' in node && typeof node.value === 'string') return node.value;
  if (node.type !== 'TemplateLiteral' || !('quasis' in node) || !Array.isArray(node.quasis)) return undefined;
  return node.quasis.length === 1 ? node.quasis[0].value.cooked : undefined;
}
