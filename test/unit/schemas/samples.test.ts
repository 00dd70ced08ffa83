import { readdirSync, readFileSync } from 'node:fs';
import Ajv from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createLanguageService } from '../../../server/src/service.ts';

interface Snippet {
  readonly body: readonly string[];
  readonly description: string;
}
interface Entry {
  readonly key: string;
  readonly value: string;
}

const read = (file: string) => readFileSync(file, 'utf8');
const id = (name: string) => `https://kanto-manifests.dev/schemas/${name}`;
const ajv = new Ajv({
  allErrors: true,
  allowUnionTypes: true,
  keywords: ['enumDescriptions', 'patternErrorMessage', 'x-parts', 'x-severity'],
});
for (const file of readdirSync('schemas', { recursive: true, encoding: 'utf8' }))
  if (file.endsWith('.schema.json')) ajv.addSchema(JSON.parse(read(`schemas/${file}`)));

function faults(schema: string, value: unknown): string[] {
  const validate = ajv.getSchema(schema);
  if (!validate) throw new Error(`No schema ${schema}`);
  validate(value);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const service = createLanguageService();

/** What the language server says against a whole manifest, by the code of each problem in order of the text. */
function problems(text: string, format: string): string[] {
  const { kind, problems } = service.describe({ text, format: format === 'json' ? 'json' : 'yaml' });
  return kind ? problems.map(({ code }) => code) : ['no manifest'];
}

/** Every list of config entries below `value`. */
function configs(value: unknown): Entry[][] {
  if (typeof value !== 'object' || value === null) return [];
  const below = Object.values(value).flatMap(configs);
  return 'config' in value && Array.isArray(value.config) ? [value.config, ...below] : below;
}

const repeatable = new Set(['env', 'cmd', 'port', 'mount', 'device', 'host']);

/** What the containers agent would have against the config entries below `value`. */
function configFaults(value: unknown): string[] {
  return configs(value).flatMap((entries) => {
    const map: Record<string, string | string[]> = {};
    for (const { key, value } of entries)
      map[key] = repeatable.has(key) ? [...(map[key] ?? []), value] : value;
    return faults(id('domains/containers.schema.json'), map);
  });
}

/** The snippet as it stands after tabbing through it without typing. */
function tabThrough(body: readonly string[]): string {
  const defaults = new Map<string, string>();
  let text = body
    .join('\n')
    .replace(/\$\{UUID\}/g, 'd91ad6fe-9b0c-4549-bf31-17d0a71b61de')
    .replace(/\$\{(\d+)\|([^,|]*)[^|]*\|\}/g, (_, stop: string, first: string) => `\${${stop}:${first}}`)
    .replace(/\$\{(\d+):([^}]*)\}/g, (_, stop: string, value: string) => {
      defaults.set(stop, value);
      return `\${${stop}}`;
    });
  while (/\$\{?\d/.test(text))
    text = text.replace(/\$(?:\{(\d+)\}|(\d+))/g, (_, a?: string, b?: string) => {
      const value = defaults.get(a ?? b ?? '');
      if (value === undefined) throw new Error(`Tab stop ${a ?? b} has no default in: ${text}`);
      return value;
    });
  return text;
}

const snippets: Record<'json' | 'yaml', Record<string, Snippet>> = {
  json: JSON.parse(read('snippets/kanto-json.json')),
  yaml: JSON.parse(read('snippets/kanto-yaml.json')),
};

/** What a snippet makes: a whole document, or a part of one, which in YAML is an item of a list. */
const documents: Record<string, string> = {
  'Desired state': 'desired-state',
  'Software modules': 'software-modules',
  'Software to remove': 'software',
  'Download: whole message': 'download.envelope', // as a value alone it looks like an installation
  ...Object.fromEntries(
    ['Apply', 'Refresh', 'Install', 'Remove'].flatMap((operation) => [
      [`${operation}: whole message`, `${operation.toLowerCase()}.envelope`],
      [`${operation}: value`, `${operation.toLowerCase()}.value`],
    ]),
  ),
};
const parts: Record<string, string> = {
  Baseline: 'desired-state.schema.json#/definitions/baseline',
  Domain: 'desired-state.schema.json#/definitions/domain',
  'Domain: self-update': 'desired-state.schema.json#/definitions/domain',
  Component: 'desired-state.schema.json#/definitions/component',
  'Component with port, variable, mount and limits': 'desired-state.schema.json#/definitions/component',
  'Config entry': 'desired-state.schema.json#/definitions/configEntry',
  'Config entry: systemContainers': 'desired-state.schema.json#/definitions/configEntry',
  'Software module': 'software-modules.schema.json#/definitions/softwareModuleAction',
  Artifact: 'software-modules.schema.json#/definitions/artifact',
};

describe.each(['json', 'yaml'] as const)('snippets/kanto-%s.json', (format) => {
  const all = Object.entries(snippets[format]).map(([name, snippet]) => ({ name, ...snippet }));

  it('has each document and each part once', () => {
    expect(all.map(({ name }) => name).sort()).toEqual(
      [...Object.keys(documents), ...Object.keys(parts)].sort(),
    );
  });

  it('is not offered while typing: the language server offers all of it, where it fits', () => {
    for (const snippet of all) expect(snippet).not.toHaveProperty('prefix');
  });

  it.each(all)('$name is valid as it comes', ({ name, body }) => {
    const text = tabThrough(body);
    const value: unknown = format === 'json' ? JSON.parse(text) : parse(text);
    const document = documents[name];
    const found =
      document === undefined
        ? (format === 'json' ? [value] : [value].flat()).flatMap((item) =>
            faults(id(parts[name] ?? ''), item),
          )
        : faults(id(`${document}.schema.json`), value);
    expect([...found, ...configFaults(value)]).toEqual([]);
    if (document) expect(problems(text, format)).toEqual([]);
  });
});

it('the snippets of both formats say the same', () => {
  const values = (['json', 'yaml'] as const).map((format) =>
    Object.entries(snippets[format]).map(([name, { body, description }]) => {
      const value: unknown = format === 'json' ? JSON.parse(tabThrough(body)) : parse(tabThrough(body));
      return { name, description, value: name in parts && format === 'yaml' ? [value].flat()[0] : value };
    }),
  );
  expect(values[1]).toEqual(values[0]);
});

describe('examples/', () => {
  const schemas: Record<string, string> = {
    'hello.desired-state.yaml': 'desired-state',
    'influxdb.desired-state.json': 'desired-state',
    'install-hello.software-modules.json': 'software-modules',
    'remove.software-modules.yaml': 'software',
    'refresh.kanto.json': 'refresh.envelope',
    'apply-envelope.kanto.json': 'apply.envelope',
  };

  it.each(Object.entries(schemas))('%s is valid', (file, schema) => {
    const value: unknown = parse(read(`examples/${file}`));
    expect([...faults(id(`${schema}.schema.json`), value), ...configFaults(value)]).toEqual([]);
    expect(problems(read(`examples/${file}`), file.endsWith('.json') ? 'json' : 'yaml')).toEqual([]);
  });

  it('with-mistakes.desired-state.yaml has mistakes of every sort', () => {
    expect(problems(read('examples/with-mistakes.desired-state.yaml'), 'yaml')).toEqual([
      'unknown-field',
      'baseline-reference-dropped',
      'component-id-prefix',
      'wrong-type',
      'placeholder-left',
      'port-ignored',
      'memory-invalid',
      'config-key-unknown',
    ]);
  });

  it('lists every manifest of the folder here', () => {
    const manifests = readdirSync('examples').filter((file) => /\.(json|ya?ml)$/.test(file));
    expect(manifests.sort()).toEqual([...Object.keys(schemas), 'with-mistakes.desired-state.yaml'].sort());
  });
});
