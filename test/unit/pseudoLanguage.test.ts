/**
 * A language that does not exist: each text of the bundle in brackets. What is shown without brackets is English in every
 * other language, too.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { config } from '@vscode/l10n';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CompletionItem, Hover } from 'vscode-languageserver-types';
import { domainsFinding } from '../../client/src/connections/doctor/device.ts';
import { stepTitles } from '../../client/src/connections/doctor/finding.ts';
import { parseProfiles } from '../../client/src/connections/profiles.ts';
import { fault } from '../../client/src/errors.ts';
import { networkFault } from '../../client/src/transports/faults.ts';
import { bundleFile, readBundle } from '../../scripts/lib/l10n.mjs';
import { fieldHeading, fieldText } from '../../server/src/features/markdown.ts';
import type { ManifestKind } from '../../server/src/messages.ts';
import { createSchemaLookup, type FieldSchema } from '../../server/src/schema/lookup.ts';
import { createLanguageService } from '../../server/src/service.ts';

beforeAll(() => {
  // `en` names the language of the texts, by which times are written: none is called `⟦en⟧`.
  const texts = Object.keys(readBundle(bundleFile())).filter((text) => text !== 'en');
  config({ contents: Object.fromEntries(texts.map((text) => [text, `⟦${text}⟧`])) });
});
afterAll(() => config({ contents: {} }));

/** Two words on end that stand in no brackets; code and what is quoted are a device's or the author's. */
function english(shown: string): readonly string[] {
  let rest = shown.replaceAll(/(`+)[\s\S]*?\1|"[^"]*"/g, '…');
  for (let before = ''; before !== rest; ) {
    before = rest;
    rest = rest.replaceAll(/⟦[^⟦⟧]*⟧/g, '…');
  }
  return /[a-z]{3,},? [a-z]{2,}/i.test(rest) ? [shown] : [];
}

test('brackets are seen through, and what is not in them is found', () => {
  expect(english('⟦of ⟦a part⟧, and `some code`⟧ "as quoted"')).toEqual([]);
  expect(english('⟦of a part⟧: it is not there')).toHaveLength(1);
});

const service = createLanguageService();
const folder = 'examples';
const manifests = readdirSync(folder)
  .filter((name) => !name.endsWith('.md'))
  .map((name) => ({ name, text: readFileSync(`${folder}/${name}`, 'utf8') }));

describe.each(manifests)('in $name', ({ name, text }) => {
  const uri = `file:///${name}`;
  const lines = text.split('\n');
  const places = lines.flatMap((line, number) =>
    [...line.matchAll(/[\w-]+/g)].map((word) => ({ line: number, character: word.index + 1 })),
  );
  beforeAll(() => service.open(uri, name.endsWith('yaml') ? 'kanto-yaml' : 'kanto-json', 1, text));
  afterAll(() => service.close(uri));

  test('hovers', () => {
    const shown = places.map((place) => service.hover(uri, place)).filter((it) => it !== null);
    expect(shown.length).toBeGreaterThan(5);
    expect([...new Set(shown.flatMap((it) => english(hoverText(it))))]).toEqual([]);
  });

  test('completions', () => {
    const shown = places.flatMap((place) => service.complete(uri, place).items);
    expect(shown.length).toBeGreaterThan(5);
    // What the author has written is offered again.
    const said = shown.flatMap(itemTexts).filter((it) => !text.includes(it));
    expect([...new Set(said.flatMap((it) => english(it)))]).toEqual([]);
  });

  test('lenses, hints, links, fixes, problems and the outline', () => {
    const range = { start: { line: 0, character: 0 }, end: { line: lines.length, character: 0 } };
    const diagnostics = service.validate(uri);
    const shown = [
      ...service.codeLenses(uri).map(({ command }) => command?.title),
      ...service.inlayHints(uri, range).map(({ tooltip }) => markdownOf(tooltip)),
      ...service.documentLinks(uri).map(({ tooltip }) => tooltip),
      ...service.codeActions(uri, range, { diagnostics }).map(({ title }) => title),
      ...diagnostics.map(({ message }) => markdownOf(message)),
      ...service.symbols(uri).map(({ detail }) => detail),
    ].filter((it) => it !== undefined);
    expect(shown.length).toBeGreaterThan(1);
    expect([...new Set(shown.flatMap((it) => english(it)))]).toEqual([]);
  });
});

test('what the schemas say of each field', () => {
  const lookup = createSchemaLookup();
  const told = new Set<string>();
  const tell = (name: string, field: FieldSchema) => {
    for (const text of [fieldHeading(name, field), fieldText(field), ...partTexts(field)]) told.add(text);
  };
  const walk = (kind: ManifestKind, path: readonly (string | number)[]) => {
    const site = lookup.at(kind, path);
    if (!site || path.length > 8) return;
    for (const { name, field } of site.properties) {
      tell(name, field);
      walk(kind, [...path, name]);
    }
    if (site.list) walk(kind, [...path, 0]);
  };
  for (const kind of kinds) walk(kind, []);
  for (const domain of ['containers', 'self-update'])
    for (const { key, field } of lookup.vocabulary(domain)?.component ?? []) tell(key, field);
  expect(told.size).toBeGreaterThan(150);
  expect([...told].flatMap((it) => english(it))).toEqual([]);
});

test('what is wrong with connections, the way to them and the steps of the doctor', () => {
  const broken = {
    name: 'lab',
    url: 'ftp://host',
    tls: 3,
    keepAlive: -1,
    devices: 'a',
    mode: 'x',
    tenant: 'a/b',
  };
  const { faults } = parseProfiles([broken, {}, 7, { name: 'a', url: 'mqtt://h', password: 'x' }]);
  const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
  const { message, advice } = domainsFinding('edge:device', noState);
  const told = [...faults, networkFault(refused, 'x') ?? fault('unexpected', ''), { message, advice }];
  expect(faults.length).toBeGreaterThan(5);
  expect(told.flatMap((it) => [it.message, it.advice ?? '']).flatMap((it) => english(it))).toEqual([]);
  expect(Object.values(stepTitles()).flatMap((it) => english(it))).toEqual([]);
});

const noState = { activityId: '', nodes: [], hardware: [], associations: [], inventory: {} };

const requests = ['apply', 'refresh', 'install', 'remove', 'download', 'consent'] as const;
const events = ['feedback', 'consent', 'state', 'lastOperation', 'installedDependencies'] as const;
const kinds: readonly ManifestKind[] = [
  ...requests.flatMap((operation) =>
    (['bare', 'value', 'envelope', 'local'] as const).map((form) => ({
      operation,
      form,
      role: 'request' as const,
    })),
  ),
  ...requests.map((operation) => ({ operation, form: 'envelope' as const, role: 'response' as const })),
  ...events.map((event) => ({ event, form: 'envelope' as const, role: 'event' as const })),
];

function partTexts({ parts = [] }: FieldSchema): readonly string[] {
  return parts.map(({ description }) => description);
}

function hoverText({ contents }: Hover): string {
  return typeof contents === 'object' && 'value' in contents ? contents.value : '';
}

function markdownOf(text: string | { readonly value: string } | undefined): string | undefined {
  return typeof text === 'object' ? text.value : text;
}

function itemTexts({ label, detail, documentation }: CompletionItem): readonly string[] {
  return [label, detail, markdownOf(documentation)].filter((it) => it !== undefined);
}
