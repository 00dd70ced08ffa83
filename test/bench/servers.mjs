// The servers that are measured: ours, and for each format its peer, which is given our schema.
import { access, copyFile, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { npm, runOrFail } from '../../scripts/lib/run.mjs';

/**
 * @typedef {object} Server
 * @property {string} name
 * @property {readonly string[]} command arguments of Node.js
 * @property {string} languageId of the documents that it is given
 * @property {boolean} pull it is asked for diagnostics; otherwise it sends them by itself
 * @property {object} initializationOptions
 * @property {Record<string, unknown>} settings by section
 */

const project = fileURLToPath(new URL('../..', import.meta.url));
const recipe = join(project, 'test/bench/peers');
const schema = join(project, 'schemas/apply.value.schema.json');

/** @param {import('./manifests.mjs').Format} format @returns {Server} */
export function ours(format) {
  return {
    name: 'Kanto Manifests',
    command: [join(project, 'dist/server.js'), '--stdio'],
    languageId: `kanto-${format}`,
    pull: format === 'json',
    initializationOptions: {},
    settings: {},
  };
}

/**
 * @param {import('./manifests.mjs').Format} format
 * @param {string} folder where the peers are installed
 * @returns {Promise<Server>}
 */
export async function peer(format, folder) {
  return format === 'yaml' ? yamlServer(folder) : jsonServer(folder);
}

/** @param {string} folder @returns {Server} */
function yamlServer(folder) {
  return {
    name: 'yaml-language-server',
    command: [join(folder, 'node_modules/yaml-language-server/bin/yaml-language-server'), '--stdio'],
    languageId: 'yaml',
    pull: false,
    initializationOptions: {},
    settings: {
      yaml: {
        schemas: { [pathToFileURL(schema).href]: ['*.yaml'] },
        schemaStore: { enable: false, url: '' },
        kubernetesCRDStore: { enable: false, url: '' },
        validate: true,
        hover: true,
        completion: true,
        format: { enable: false },
        maxItemsComputed: 5000,
      },
      http: { proxy: '', proxyStrictSSL: false },
      editor: { detectIndentation: true },
      '[yaml]': { 'editor.tabSize': 2 },
      files: {},
    },
  };
}

/** @param {string} folder @returns {Promise<Server>} */
async function jsonServer(folder) {
  return {
    name: 'VS Code’s JSON server',
    command: [
      join(folder, 'node_modules/vscode-langservers-extracted/bin/vscode-json-language-server'),
      '--stdio',
    ],
    languageId: 'json',
    pull: true,
    initializationOptions: { provideFormatter: true, handledSchemaProtocols: ['file'] },
    settings: {
      json: {
        validate: { enable: true },
        schemas: [
          {
            fileMatch: ['*.json'],
            url: 'kanto://apply.json',
            schema: JSON.parse(await readFile(schema, 'utf8')),
          },
        ],
        resultLimit: 5000,
      },
      http: {},
    },
  };
}

/**
 * Installs the peers where they are not there yet, some ten seconds, from the npm registry alone.
 * @param {(line: string) => void} say
 * @returns {Promise<{ folder: string, versions: Readonly<Record<import('./manifests.mjs').Format, string>> }>}
 */
export async function installPeers(say) {
  const { dependencies } = JSON.parse(await readFile(join(recipe, 'package.json'), 'utf8'));
  const yaml = dependencies['yaml-language-server'];
  const json = dependencies['vscode-langservers-extracted'];
  const cache = join(project, '.cache');
  const folder = join(cache, `peers-${yaml}-${json}`);
  if (!(await isThere(folder))) {
    say('Installing the servers to compare with into .cache/, once …');
    const building = `${folder}.${process.pid}`;
    await rm(building, { recursive: true, force: true });
    await mkdir(building, { recursive: true });
    for (const file of ['package.json', 'package-lock.json'])
      await copyFile(join(recipe, file), join(building, file));
    const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    await runOrFail('npm ci of the servers to compare with', npm, args, { cwd: building, quiet: true });
    await rename(building, folder);
  }
  return {
    folder,
    versions: { yaml: `yaml-language-server ${yaml}`, json: `vscode-langservers-extracted ${json}` },
  };
}

/** @param {string} path */
async function isThere(path) {
  try {
    await access(path);
    return true;
  } catch {
    return false; // not there: that is the answer
  }
}
