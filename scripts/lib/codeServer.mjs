// A real VS Code from npm: code-server, installed once into the project's cache, started on a port of this machine.
import { spawn } from 'node:child_process';
import { copyFile, cp, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { npm, runOrFail } from './run.mjs';

const recipe = fileURLToPath(new URL('../codeServer/', import.meta.url));
const cache = fileURLToPath(new URL('../../.cache/', import.meta.url));
const ready = '.installed';

/**
 * Installs code-server where it is not there yet: about 15 seconds, from the npm registry alone. No install script
 * runs and nothing is compiled. What stays away: the integrated terminal (node-pty has no binary in npm).
 * @param {(line: string) => void} say
 * @returns {Promise<string>} its folder
 */
export async function installCodeServer(say) {
  const recipeFiles = await Promise.all(
    ['package.json', 'package-lock.json', 'logWriter.cjs'].map((name) =>
      readFile(join(recipe, name), 'utf8'),
    ),
  );
  const { version } = JSON.parse(recipeFiles[1] ?? '').packages['node_modules/code-server'];
  const folder = join(cache, `code-server-${version}`);
  const wanted = recipeFiles.join('\n');
  if ((await readOptional(join(folder, ready))) === wanted) return folder;

  say(`Installing code-server ${version} (VS Code in the browser) into .cache/, once …`);
  const building = `${folder}.${process.pid}`;
  await rm(building, { recursive: true, force: true });
  await mkdir(cache, { recursive: true });
  try {
    await cp(recipe, building, { recursive: true });
    const install = ['ci', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    await runOrFail('npm ci of code-server', npm, install, { cwd: building, quiet: true });
    const vscode = join(building, 'node_modules/code-server/lib/vscode');
    // Its lock file leaves peers out.
    await runOrFail('npm ci of VS Code', npm, [...install, '--legacy-peer-deps'], {
      cwd: vscode,
      quiet: true,
    });
    await copyFile(join(building, 'logWriter.cjs'), join(vscode, 'node_modules/@vscode/spdlog/index.js'));
    await provideRipgrep(building, vscode);
    await writeFile(join(building, ready), wanted);
    await rm(folder, { recursive: true, force: true });
    await rename(building, folder);
  } finally {
    await rm(building, { recursive: true, force: true });
  }
  // Some of VS Code looks for its modules under the name that they have in the desktop's archive.
  const modules = join(folder, 'node_modules/code-server/lib/vscode/node_modules');
  await symlink(modules, `${modules}.asar`, 'junction');
  return folder;
}

/**
 * The search of VS Code runs ripgrep. The version it names downloads its binary in an install script; a newer one has
 * it in a package for each platform.
 * @param {string} root
 * @param {string} vscode
 */
async function provideRipgrep(root, vscode) {
  const require = createRequire(join(root, 'node_modules/@vscode/ripgrep/lib/index.js'));
  const { rgPath } = require(join(root, 'node_modules/@vscode/ripgrep'));
  const bin = join(vscode, 'node_modules/@vscode/ripgrep/bin');
  await mkdir(bin, { recursive: true });
  await copyFile(rgPath, join(bin, process.platform === 'win32' ? 'rg.exe' : 'rg'));
}

/** @param {string} file */
async function readOptional(file) {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * @typedef {object} Profile
 * @property {string} root folder of its own, for settings, logs and sockets
 * @property {string} userData
 * @property {string} extensions
 */

/**
 * Makes an empty profile with these user settings.
 * @param {string} root
 * @param {Record<string, unknown>} settings
 * @returns {Promise<Profile>}
 */
export async function createProfile(root, settings) {
  const profile = { root, userData: join(root, 'data'), extensions: join(root, 'extensions') };
  await mkdir(join(profile.userData, 'User'), { recursive: true });
  await mkdir(profile.extensions, { recursive: true });
  await writeFile(settingsFile(profile), JSON.stringify(settings, undefined, 2));
  return profile;
}

/** @param {Profile} profile */
export const settingsFile = (profile) => join(profile.userData, 'User', 'settings.json');

/** User settings under which nothing but the work is on the screen. */
export const quietSettings = {
  'chat.commandCenter.enabled': false,
  'chat.disableAIFeatures': true,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'remote.autoForwardPorts': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/**
 * Installs a .vsix into a profile, without a network.
 * @param {string} folder of code-server
 * @param {Profile} profile
 * @param {string} vsix
 */
export async function installExtension(folder, profile, vsix) {
  await runOrFail(
    `installing ${vsix}`,
    process.execPath,
    [entry(folder), ...profileArguments(profile), '--install-extension', vsix],
    { quiet: true, env: environment },
  );
}

/**
 * Starts code-server on loopback and waits until it answers.
 * @param {string} folder of code-server
 * @param {Profile} profile
 * @param {{ port: number, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<{ url: string, log: () => string, ended: Promise<void>, stop: () => Promise<void> }>}
 *   `url` without a folder: add `?folder=` and a path. Rejects where it ends before it answers.
 */
export async function startCodeServer(folder, profile, { port, env }) {
  const child = spawn(
    process.execPath,
    [
      entry(folder),
      ...profileArguments(profile),
      '--auth',
      'none',
      '--bind-addr',
      `127.0.0.1:${port}`,
      ...quiet,
    ],
    { env: { ...process.env, ...environment, ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      log += chunk;
    });
  }
  let over = false;
  /** @type {Promise<void>} */
  const ended = new Promise((resolve) => {
    child.once('exit', () => {
      over = true;
      resolve();
    });
  });
  const url = `http://127.0.0.1:${port}/`;
  while (!(await answers(url))) {
    if (over) throw new Error(`code-server ended before it listened on port ${port}:\n${log}`);
    await Promise.race([delay(100), ended]);
  }
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  return { url, log: () => log, ended, stop };
}

const quiet = ['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override'];

/** An editor that is started from the terminal of another VS Code must not talk to that one. */
const environment = { VSCODE_IPC_HOOK_CLI: undefined, VSCODE_PROXY_URI: undefined, PORT: undefined };

/** @param {string} folder */
const entry = (folder) => join(folder, 'node_modules/code-server/out/node/entry.js');

/** @param {Profile} profile */
const profileArguments = (profile) => [
  ...['--config', join(profile.root, 'config.yaml')],
  ...['--user-data-dir', profile.userData],
  ...['--extensions-dir', profile.extensions],
];

/** @param {string} url */
async function answers(url) {
  try {
    const response = await fetch(url, { redirect: 'manual' });
    await response.arrayBuffer();
    return true;
  } catch {
    return false; // fetch rejects while nobody listens: that is the answer
  }
}

/**
 * @param {number} wanted the port to look at first; 0 for any
 * @returns {Promise<number>} a port on loopback that is free at this moment: the wanted one where it is
 */
export async function freePort(wanted) {
  const probe = createServer();
  const port = await new Promise((resolve, reject) => {
    probe.once('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      if (error.code === 'EADDRINUSE' && wanted !== 0) resolve(freePort(0));
      else reject(error);
    });
    probe.listen(wanted, '127.0.0.1', () => {
      const address = probe.address();
      resolve(typeof address === 'object' && address ? address.port : wanted);
    });
  });
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
