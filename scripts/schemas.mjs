/**
 * Keeps every file of schemas/ self-contained. A definition has one home: the file in which it stands without a
 * `Copied from` comment. The root of a file is a definition too, named after the file (`apply.value` -> `applyValue`).
 * Every file that needs a definition from elsewhere gets a copy under `definitions`; copies nobody needs are dropped.
 *
 *   node scripts/schemas.mjs           writes the copies
 *   node scripts/schemas.mjs --check   fails, naming the files, where a copy is missing, stale or left over
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../schemas/', import.meta.url));
const copiedFrom = 'Copied from ';
const prefix = '#/definitions/';

/** @typedef {{ $comment?: string, definitions?: Record<string, Schema>, [keyword: string]: unknown }} Schema */
/** @typedef {Map<string, { home: string, schema: Schema }>} Homes */

/** @type {Map<string, Schema>} */
const files = new Map(
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.schema.json'))
    .map((file) => file.replaceAll('\\', '/'))
    .sort()
    .map((file) => [file, JSON.parse(readFileSync(join(folder, file), 'utf8'))]),
);

const isCopy = (/** @type {Schema} */ definition) => definition.$comment?.startsWith(copiedFrom) ?? false;
const rootName = (/** @type {string} */ file) =>
  file.replace('.schema.json', '').replace(/[.-][a-zA-Z]/g, (match) => match.slice(1).toUpperCase());

/** Name of a definition -> where it lives and what it says. */
function findHomes() {
  /** @type {Homes} */
  const homes = new Map();
  const add = (/** @type {string} */ name, /** @type {string} */ home, /** @type {Schema} */ schema) => {
    const other = homes.get(name);
    if (other) throw new Error(`"${name}" has two homes: ${other.home} and ${home}. Rename one of them.`);
    homes.set(name, { home, schema });
  };
  for (const [file, { $schema, $id, definitions = {}, ...root }] of files) {
    if (file.includes('/')) continue; // a vocabulary stands alone: all of them use the same names
    add(rootName(file), file, root);
    for (const [name, schema] of Object.entries(definitions)) {
      if (!isCopy(schema)) add(name, `${file}${prefix}${name}`, schema);
    }
  }
  return homes;
}

/**
 * The names that `schema` refers to, in order of appearance.
 * @param {unknown} schema
 * @returns {string[]}
 */
function references(schema) {
  if (Array.isArray(schema)) return schema.flatMap(references);
  if (schema === null || typeof schema !== 'object') return [];
  const own = '$ref' in schema && typeof schema.$ref === 'string' ? [schema.$ref] : [];
  for (const ref of own) {
    if (!ref.startsWith(prefix))
      throw new Error(`"${ref}": only ${prefix}<name> keeps a file self-contained.`);
  }
  return [...own.map((ref) => ref.slice(prefix.length)), ...Object.values(schema).flatMap(references)];
}

/** @param {string} file @param {Schema} schema @param {Homes} homes */
function withCopies(file, schema, homes) {
  const { definitions = {}, ...root } = schema;
  const own = Object.fromEntries(Object.entries(definitions).filter(([, definition]) => !isCopy(definition)));
  /** @type {Record<string, Schema>} */
  const copies = {};
  const wanted = references({ root, own });
  for (let name = wanted.shift(); name !== undefined; name = wanted.shift()) {
    if (name in own || name in copies) continue;
    const found = homes.get(name);
    if (!found) throw new Error(`${file} refers to "${name}", which no file defines.`);
    const $comment = `${copiedFrom}${found.home}; edit there and run npm run schemas`;
    copies[name] = { $comment, ...found.schema };
    wanted.push(...references(found.schema));
  }
  const all = { ...own, ...copies };
  return Object.keys(all).length > 0 ? { ...root, definitions: all } : root;
}

const homes = findHomes();
const stale = [...files]
  .map(([file, schema]) => ({ file, before: schema, after: withCopies(file, schema, homes) }))
  .filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after));

if (process.argv.includes('--check')) {
  for (const { file } of stale) console.error(`schemas/${file} is stale: run npm run schemas.`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  for (const { file, after } of stale) {
    writeFileSync(join(folder, file), `${JSON.stringify(after, null, 2)}\n`);
    console.log(`schemas/${file} written.`);
  }
}
