/**
 * The configuration file of a project, which the command line and the editor read alike. Its keys are those of the
 * editor's settings, of which it has the ones that say what a manifest is and how findings are shown. Where things go
 * is never decided by a file that came with them: it has no connections.
 */
import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser';

export const configurationName = 'kanto.config.json';

export interface Configuration {
  /** `kanto.rules` as written: the manifest half judges it. */
  readonly rules: Readonly<Record<string, unknown>>;
  /** `kanto.domains`: the files of vocabularies, relative to the folder of the configuration, by the domain. */
  readonly domains: ReadonlyMap<string, string>;
  /** `kanto.manifest.globs`: more files that are manifests, relative to the same folder. */
  readonly globs: readonly string[];
}

export const noConfiguration: Configuration = { rules: {}, domains: new Map(), globs: [] };

export interface ReadConfiguration {
  readonly configuration: Configuration;
  /** What of the file is ignored, and why: sentences. */
  readonly faults: readonly string[];
}

const keys = ['$schema', 'kanto.rules', 'kanto.domains', 'kanto.manifest.globs'];

/**
 * Reads the text of a configuration file: JSON, with comments where wanted. Never throws. `amongOthers`: the settings of
 * an editor, most of which are about something else, and none of which is a fault.
 */
export function readConfiguration(text: string, amongOthers = false): ReadConfiguration {
  const errors: ParseError[] = [];
  const value: unknown = parse(text.replace(/^\uFEFF/, ''), errors, { allowTrailingComma: true });
  const [error] = errors;
  if (error) {
    const line = text.slice(0, error.offset).split('\n').length;
    return broken(`it is damaged JSON, see line ${line}: ${printParseErrorCode(error.error)}`);
  }
  if (!isObject(value)) return broken('it must be an object with settings such as "kanto.rules"');
  const faults = amongOthers ? [] : Object.keys(value).flatMap(strangeKey);
  const rules = value['kanto.rules'];
  const domains = value['kanto.domains'];
  const globs = value['kanto.manifest.globs'];
  if (rules !== undefined && !isObject(rules))
    faults.push('"kanto.rules" must be an object: rules, and how to show them.');
  const files = new Map<string, string>();
  if (domains !== undefined && !isObject(domains))
    faults.push('"kanto.domains" must be an object: ids of domains, and files.');
  for (const [domain, file] of isObject(domains) ? Object.entries(domains) : []) {
    if (typeof file === 'string' && file.trim() !== '') files.set(domain, file.trim());
    else faults.push(`"${domain}" in "kanto.domains" must name a file, a JSON Schema of the config.`);
  }
  const patterns = Array.isArray(globs) ? globs : [];
  const texts = patterns.filter((it): it is string => typeof it === 'string' && it !== '');
  if (globs !== undefined && (!Array.isArray(globs) || texts.length < patterns.length))
    faults.push('"kanto.manifest.globs" must be a list of patterns.');
  return { configuration: { rules: isObject(rules) ? rules : {}, domains: files, globs: texts }, faults };
}

function broken(why: string): ReadConfiguration {
  return { configuration: noConfiguration, faults: [`Nothing in it counts: ${why}.`] };
}

function strangeKey(key: string): string[] {
  if (keys.includes(key)) return [];
  const known = keys.filter((it) => it !== '$schema').map((it) => `"${it}"`);
  if (keys.includes(`kanto.${key}`))
    return [`"${key}" is written "kanto.${key}", as in the settings of the editor.`];
  if (key === 'kanto.connections' || key === 'connections')
    return [
      `"${key}" does not count here: where things are sent is not decided by a file that came with them.`,
    ];
  return [`There is no setting "${key}" here; there are ${known.join(', ')}.`];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
