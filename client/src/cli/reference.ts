/** `kanto-manifest schema` and `rules`: what is written of manifests, without a network. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { everyRule } from '../../../server/src/service.ts';
import { isObject, parseJson } from '../protocol/json.ts';
import type { Call } from './call.ts';
import type { Output } from './output.ts';
import { ruleText } from './rulePages.ts';

/** Beside the folder of the programs, in the package as in the sources. */
const schemas = join(__dirname, '..', 'schemas');
const ending = '.schema.json';

/** In order of the alphabet. */
export async function schemaNames(): Promise<string[]> {
  const files = await readdir(schemas, { recursive: true });
  return files
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length).replaceAll('\\', '/'))
    .sort();
}

/** Prints one schema, or what there are. @returns the exit status: 1 where there is none of that name. */
export async function schema(
  { name }: Extract<Call, { command: 'schema' }>,
  output: Output,
): Promise<number> {
  const names = await schemaNames();
  if (name !== undefined && !names.includes(name)) {
    output.note(`There is no schema "${name}". "kanto-manifest schema --list" tells what there are.`);
    return 1;
  }
  if (name !== undefined) {
    output.text(await readFile(join(schemas, `${name}${ending}`), 'utf8'));
    return 0;
  }
  const width = Math.max(...names.map(({ length }) => length));
  for (const it of names) {
    const title = titleOf(await readFile(join(schemas, `${it}${ending}`), 'utf8'));
    output.line(`${it.padEnd(width)}  ${title}`.trimEnd());
  }
  return 0;
}

function titleOf(text: string): string {
  const value = parseJson(text);
  const title = value !== undefined && isObject(value) ? value['title'] : undefined;
  return typeof title === 'string' ? title : '';
}

/** Explains one rule by its page, or tells what there are. @returns the exit status: 1 where there is none of that code. */
export async function rules(
  { code, format }: Extract<Call, { command: 'rules' }>,
  output: Output,
): Promise<number> {
  const meant = code === undefined ? everyRule : everyRule.filter(({ id }) => id === code);
  if (meant.length === 0) {
    output.note(`There is no rule "${code}". "kanto-manifest rules" tells what there are.`);
    return 1;
  }
  const sorted = [...meant].sort((a, b) => (a.id < b.id ? -1 : 1));
  if (format === 'json') {
    const told = sorted.map(({ id, severity, summary }) => ({ code: id, severity, summary }));
    output.json(told);
    return 0;
  }
  if (code !== undefined) {
    output.text((await ruleText(code))?.page ?? '');
    return 0;
  }
  const width = Math.max(...sorted.map(({ id }) => id.length));
  for (const { id, severity, summary } of sorted)
    output.line(`${id.padEnd(width)}  ${severity.padEnd(11)}  ${summary}`);
  return 0;
}
