/** What the README says of settings, commands and programs, held against the product. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { helpText } from '../../client/src/cli/help.ts';
import { addressings } from '../../client/src/connections/profile.ts';
import type packageJson from '../../package.json';
import { withSettings } from '../../scripts/lib/settingsTable.mjs';
import { localised } from './localised.ts';

const manifest: typeof packageJson = JSON.parse(localised('en'));
const readme = readFileSync('README.md', 'utf8');
const settings = manifest.contributes.configuration.flatMap((it): [string, { default?: unknown }][] =>
  Object.entries(it.properties),
);

const docs = readdirSync('docs')
  .filter((file) => file.endsWith('.md'))
  .map((file) => `docs/${file}`);
const pages = ['README.md', ...docs];

/** What GitHub calls the headings of a page in a link. */
function anchorsOf(page: string): string[] {
  const text = readFileSync(page, 'utf8').replace(/^```.*?^```/gms, '');
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/(?<!\w)_|_(?!\w)/g, '')
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe.each(pages)('%s', (page) => {
  test('links to pages and headings that there are', () => {
    const links = [...readFileSync(page, 'utf8').matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
    const broken = links
      .filter((link) => !link.includes(':'))
      .filter((link) => {
        const [path = '', anchor] = link.split('#');
        const target = path === '' ? page : join(dirname(page), path);
        return !existsSync(target) || (anchor !== undefined && !anchorsOf(target).includes(anchor));
      });
    expect(broken).toEqual([]);
  });
});

describe('README', () => {
  test('lists every setting with its default', () => {
    const rows = [...readme.matchAll(/^\| `(kanto\.[\w.]+)` +\| `(.*?)` /gm)].map(([, key, value]) => [
      key,
      value,
    ]);
    expect(rows).toEqual(settings.map(([key, { default: value }]) => [key, JSON.stringify(value)]));
  });

  test('has the table of the settings that package.json makes', () => {
    expect(withSettings(readme), 'run `node scripts/readme.mjs`').toBe(readme);
  });

  test('names no setting that is not there', () => {
    const keys = settings.map(([key]) => key);
    const named = [...readme.matchAll(/`(kanto\.[\w.]+)`/g)].map(([, key]) => key);
    expect(named.filter((key) => key !== undefined && !keys.includes(key))).toEqual([]);
  });

  test('explains every property of a connection', () => {
    const connections = manifest.contributes.configuration[0]?.properties['kanto.connections'];
    const properties = Object.keys(connections?.items.properties ?? {});
    const tls = Object.keys(connections?.items.properties.tls.properties ?? {});
    expect(properties.length).toBeGreaterThan(0);
    expect([...properties, ...tls, ...addressings].filter((it) => !readme.includes(`\`${it}\``))).toEqual([]);
  });

  test('names commands as the palette does', () => {
    const titles = manifest.contributes.commands.map(({ category, title }) => `${category}: ${title}`);
    const named = [...readme.matchAll(/[*_](Kanto: [^*_]+)[*_]/g)].map(([, title]) => title ?? '');
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((title) => !titles.includes(title))).toEqual([]);
  });

  test('calls the command line with subcommands and options that it has', () => {
    const calls = pages.flatMap((page) => [
      ...readFileSync(page, 'utf8').matchAll(/^kanto-manifest (\w+)([^#\n]*)/gm),
    ]);
    expect(calls.length).toBeGreaterThan(0);
    for (const [, command, rest = ''] of calls) {
      expect(helpText()).toContain(`kanto-manifest ${command}`);
      for (const [option] of rest.matchAll(/--[\w-]+/g)) expect(helpText()).toContain(option);
    }
  });

  test('names scripts that package.json has', () => {
    const named = [...readme.matchAll(/npm run ([\w:]+)/g)].map(([, script]) => script ?? '');
    expect(named.filter((script) => !(script in manifest.scripts))).toEqual([]);
  });
});
