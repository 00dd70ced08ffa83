/** The two packages that this project makes: what is in each, and the command line as npm installs it. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listFiles, PackageManager } from '@vscode/vsce';
import { beforeAll, describe, expect, it } from 'vitest';
import { Client } from '../protocol/client.ts';
import { type Installed, installPackage } from './installedPackage.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));

let installed: Installed;
/** Files of the package for VS Code. */
let ofEditor: readonly string[];
beforeAll(async () => {
  installed = await installPackage();
  ofEditor = await listFiles({ cwd: project, packageManager: PackageManager.None });
  return () => installed.remove();
});

const programs = (files: readonly string[]) =>
  files.filter((file) => file.startsWith('dist/')).map((file) => file.slice('dist/'.length));
/** Which files of ours the programs load, at once or late, that are not among them. */
async function needed(files: readonly string[]): Promise<readonly string[]> {
  const texts = await Promise.all(
    files.filter((it) => it.endsWith('.js')).map((it) => readFile(join(project, 'dist', it), 'utf8')),
  );
  const loaded = texts.flatMap((text) => [...text.matchAll(/require\("\.\/([\w-]+\.js)"\)/g)]);
  return [...new Set(loaded.map(([, file]) => file ?? ''))].filter((it) => !files.includes(it));
}
const others = (files: readonly string[]) => [
  ...new Set(
    files
      .filter((file) => !file.startsWith('dist/'))
      .map((file) => file.replace(/^(docs\/rules|docs|schemas)\/.*/, '$1')),
  ),
];

describe('the package for npm', () => {
  it('holds the command line and the language server, their pages and licences, and nothing else', () => {
    const { files } = installed;
    expect(programs(files)).toEqual(
      expect.arrayContaining([
        'cli.js',
        'server.js',
        'handlers.js',
        'languageserver.js',
        'third-party-notices.txt',
      ]),
    );
    expect(programs(files)).not.toEqual(expect.arrayContaining(['extension.js']));
    expect(programs(files).filter((it) => /extension|languageclient|rolloutMatrix|\.map$/.test(it))).toEqual(
      [],
    );
    expect(others(files).sort()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'docs',
      'docs/rules',
      'package.json',
      'schemas',
    ]);
  });

  it('needs no other package: it was installed without a network', async () => {
    const { packages } = JSON.parse(await readFile(join(installed.folder, 'package-lock.json'), 'utf8'));
    expect(Object.keys(packages)).toEqual(['', 'node_modules/kanto-manifests']);
  });

  it('has the licence of everything that is bundled', async () => {
    const notices = await readFile(join(installed.package, 'dist/third-party-notices.txt'), 'utf8');
    for (const name of ['mqtt', 'yaml', 'ajv', 'vscode-languageserver', 'tinyglobby'])
      expect(notices).toMatch(new RegExp(`^${name} [\\d.]+ \\(`, 'm'));
    expect(notices).not.toMatch(/^(vitest|esbuild|typescript) /m);
  });
});

describe('a package', () => {
  /** Those in which the folder of the project stands. */
  const telling = async (folder: string, files: readonly string[]) => {
    const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'latin1')));
    return files.filter((_, index) => texts[index]?.includes(project));
  };

  it('says nothing of the machine on which it was made', async () => {
    expect(await telling(installed.package, installed.files)).toEqual([]);
    expect(ofEditor.length).toBeGreaterThan(100);
    expect(await telling(project, ofEditor)).toEqual([]);
  });
});

describe('the package for VS Code', () => {
  it('holds the extension and the language server, and nothing of the command line', async () => {
    const files = ofEditor;
    expect(programs(files)).toEqual(
      expect.arrayContaining([
        'extension.js',
        'languageclient.js',
        'server.js',
        'handlers.js',
        'third-party-notices.txt',
      ]),
    );
    expect(programs(files)).not.toEqual(expect.arrayContaining(['cli.js']));
    expect(await needed(programs(files))).toEqual([]);
    expect(
      files.filter((it) => /\.(ts|mjs|map|tgz|vsix)$|^(test|scripts|client|server|node_modules)\//.test(it)),
    ).toEqual([]);
  });
});

describe('the installed command line', () => {
  it('checks a manifest', async () => {
    await writeFile(
      join(installed.folder, 'a.desired-state.yaml'),
      'domains: [{id: containers, components: [{id: hello, version: "1"}]}]\n',
    );
    const { stdout } = await installed.run('kanto-manifest', ['validate', 'a.desired-state.yaml']);
    expect(stdout).toContain('a.desired-state.yaml: apply bare: 0 errors');
  });

  it('explains rules by the pages that came with it', async () => {
    const folder = join(installed.folder, 'faulty');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'a.kanto.yaml'), 'domains: {}\n');
    const failed = await installed
      .run('kanto-manifest', ['validate', '--format', 'sarif', folder])
      .catch((it) => it);
    const [rule] = JSON.parse(failed.stdout).runs[0].tool.driver.rules;
    expect(rule.help.markdown).toContain(`# ${rule.id}`);
    expect(failed.stdout).not.toContain(installed.package);
  });

  it('says its version, as the language server does', async () => {
    const { version } = JSON.parse(await readFile(join(project, 'package.json'), 'utf8'));
    for (const program of ['kanto-manifest', 'kanto-language-server'])
      expect((await installed.run(program, ['--version'])).stdout).toBe(`${version}\n`);
  });
});

it('the installed language server finds faults and explains them by the pages that came with it', async () => {
  const client = await Client.start({
    program: join(installed.folder, 'node_modules/.bin/kanto-language-server'),
  });
  const uri = 'file:///a.desired-state.yaml';
  await client.open(uri, 'kanto-yaml', 'domains: {}\n');
  const { diagnostics } = await client.diagnostics(uri);
  expect(diagnostics).toMatchObject([{ code: 'wrong-type' }]);
  const page = fileURLToPath(diagnostics[0]?.codeDescription?.href ?? '');
  expect(page).toBe(join(installed.package, 'docs/rules/wrong-type.md'));
  expect(await client.stop()).toBe(0);
});
