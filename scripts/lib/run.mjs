// Runs other programs and tells what came of it.
import { spawn } from 'node:child_process';

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env] added to this process' environment
 * @property {boolean} [quiet] keeps the output back; it is part of the result
 * @property {number} [timeout] milliseconds after which it is ended
 */

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<{ code: number, output: string }>} the exit code, and for a quiet run what it wrote.
 *   Rejects where the program cannot be started.
 */
export function run(command, args, { cwd, env, quiet = false, timeout } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      timeout,
      stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
      shell: needsShell(command),
    });
    let output = '';
    const collect = (/** @type {Buffer} */ chunk) => {
      output += chunk;
    };
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code: code ?? (signal ? 128 : 1), output }));
  });
}

/**
 * Runs a program that has to succeed.
 * @param {string} what for the error message, e.g. `npm ci`
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 */
export async function runOrFail(what, command, args, options) {
  const { code, output } = await run(command, args, options);
  if (code !== 0) throw new Error(`${what} failed (exit code ${code})${output ? `:\n${output}` : ''}`);
}

/** `npm`, as a program that can be spawned. */
export const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/** Since CVE-2024-27980 Node.js starts Windows' command files through a shell only. */
const needsShell = (/** @type {string} */ command) =>
  process.platform === 'win32' && command.endsWith('.cmd');
