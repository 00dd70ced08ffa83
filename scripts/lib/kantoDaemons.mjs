// The real Kanto daemons that `npm run test:kanto` runs: where they are, and how they are had.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findProgram, isProgram } from './machine.mjs';
import { run } from './run.mjs';

/** @typedef {'update-manager' | 'software-update'} DaemonName */

/** @type {readonly DaemonName[]} */
export const daemonNames = ['update-manager', 'software-update'];

/**
 * What is installed: the sources that the tests know, both newer than v1.0.0. That release of update-manager does not ask
 * the owner through its thing, and that of software-update tells less of a download.
 * @type {Readonly<Record<DaemonName, string>>}
 */
const versions = {
  'update-manager': 'v1.0.1-0.20240626151904-dfd2129cf50e',
  'software-update': 'v1.0.1-0.20250216173232-6097f8fab12e',
};

/** @param {DaemonName} name */
const packageOf = (name) => `github.com/eclipse-kanto/${name}/cmd/${name}@${versions[name]}`;

/** @param {DaemonName} name */
const cacheOf = (name) =>
  fileURLToPath(new URL(`../../.cache/kanto/${name}-${versions[name]}`, import.meta.url));

/** Both need Go 1.18 (their go.mod). */
const oldestGo = 18;

/** A proxy that never answers must not hold up everything. */
const patience = 300_000;

/**
 * @param {DaemonName} name
 * @returns {Promise<string | undefined>} its program: in the folder that `KANTO_DAEMONS` of the environment names,
 *   else in the cache
 */
export async function findDaemon(name) {
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  const named = process.env['KANTO_DAEMONS'];
  for (const folder of named ? [named, cacheOf(name)] : [cacheOf(name)]) {
    const program = join(folder, file);
    if (await isProgram(program)) return program;
  }
  return undefined;
}

/**
 * Installs a daemon into the cache, from source and by Go's own means.
 * @param {DaemonName} name
 * @returns {Promise<string | undefined>} what went wrong
 */
export async function installDaemon(name) {
  const go = await findProgram('go');
  if (go === undefined)
    return `there is no Go on the PATH; install Go 1.${oldestGo} or newer (https://go.dev/dl/)`;
  const { output: said } = await run(go, ['version'], { quiet: true });
  const minor = /\bgo1\.(\d+)/.exec(said)?.[1];
  if (minor !== undefined && Number(minor) < oldestGo) {
    return `Go 1.${minor} is too old; install Go 1.${oldestGo} or newer (https://go.dev/dl/)`;
  }
  const { code, output } = await run(go, ['install', packageOf(name)], {
    quiet: true,
    env: { GOBIN: cacheOf(name) },
    timeout: patience,
  });
  if (code === 0) return undefined;
  const reason = shortened(output, packageOf(name)) || `it did not end within ${patience / 1000} s`;
  return `go install ${packageOf(name)} failed: ${reason}`;
}

/**
 * What Go said, on one line, without what it repeats and without the names and passwords that an address may hold.
 * @param {string} output
 * @param {string} wanted the package
 */
function shortened(output, wanted) {
  const lines = output.split('\n').filter((line) => !line.startsWith('go: downloading'));
  const text = lines
    .join(' ')
    .replaceAll(`${wanted}: `, '')
    .replace(/\/\/[^/@\s]*@/g, '//')
    .replace(/\s+/g, ' ')
    .replace(/\.?\s*$/, '');
  return text.length > 400 ? `${text.slice(0, 400)} …` : text;
}
