// Runs the tests of one project of vitest and tells what came of them.
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './run.mjs';

const project = fileURLToPath(new URL('../..', import.meta.url));

/** Folder of the reports. */
export const results = join(project, 'test-results');

/**
 * @typedef {object} Outcome
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {string} [note] why something was skipped, and how to get it
 * @property {readonly string[]} [failures] each failed test with the first lines of why
 * @property {readonly string[]} [unsteady] the same of those that passed when they were run once more
 */

/** Files that are run once more. Where more fail, something is broken. */
const mostUnsteady = 2;

/** Lines of an error that the summary repeats. */
const mostLines = 12;

/**
 * @param {string} name of the project
 * @param {object} [options]
 * @param {NodeJS.ProcessEnv} [options.env]
 * @param {readonly string[]} [options.args] further arguments, for the runner itself
 * @param {boolean} [options.secondLook] whether the few files that fail are run once more: what then passes is unsteady
 * @returns {Promise<Outcome>}
 */
export async function vitest(name, { env = {}, args = [], secondLook = false } = {}) {
  const once = (/** @type {readonly string[]} */ files) => runOnce(name, { env, args, files });
  const first = await once([]);
  if (!secondLook || first.files.length === 0 || first.files.length > mostUnsteady) return first.outcome;
  console.log(`\nOnce more, alone: ${first.files.join(', ')}`);
  const second = await once(first.files);
  return afterSecondLook(first.outcome, second.outcome);
}

/**
 * @param {Outcome} first of all files
 * @param {Outcome} second of those that failed
 * @returns {Outcome}
 */
export function afterSecondLook(first, second) {
  if (second.failed > 0) return first;
  const { failed, failures = [], ...rest } = first;
  return { ...rest, passed: first.passed + failed, failed: 0, failures: [], unsteady: failures };
}

/**
 * @param {string} name
 * @param {object} how
 * @param {NodeJS.ProcessEnv} how.env
 * @param {readonly string[]} how.args
 * @param {readonly string[]} how.files none for all
 * @returns {Promise<{ outcome: Outcome, files: readonly string[] }>} with the files that failed
 */
async function runOnce(name, { env, args, files }) {
  const report = join(results, `${name}${files.length > 0 ? '-again' : ''}.json`);
  await rm(report, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const program = join(project, 'node_modules/vitest/vitest.mjs');
  const call = [program, 'run', '--project', name, ...reporters, ...args, ...files];
  const { code } = await run(process.execPath, call, { cwd: project, env });
  const read = await readReport(report);
  // An error outside of any test shows in the exit code alone.
  return code !== 0 && read.outcome.failed === 0
    ? { ...read, outcome: { ...read.outcome, failed: 1, failures: ['an error outside of any test'] } }
    : read;
}

/** @param {string} file @returns {Promise<{ outcome: Outcome, files: readonly string[] }>} */
async function readReport(file) {
  try {
    return outcomeOf(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    const failure = `No report of the tests: ${error instanceof Error ? error.message : error}`;
    return { outcome: { passed: 0, failed: 1, skipped: 0, failures: [failure] }, files: [] };
  }
}

/**
 * @typedef {object} Report as vitest writes it
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numPendingTests
 * @property {number} numTodoTests
 * @property {{ name: string, status: string, message: string, assertionResults: { status: string, fullName: string,
 *   failureMessages: string[] | null }[] }[]} testResults one a file
 */

/**
 * @param {Report} report
 * @returns {{ outcome: Outcome, files: readonly string[] }}
 */
export function outcomeOf({ numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults }) {
  const bad = testResults.filter(({ status }) => status === 'failed');
  const failures = bad.flatMap(({ name, message, assertionResults }) => {
    const tests = assertionResults.filter(({ status }) => status === 'failed');
    // A file that cannot be loaded has no tests.
    if (tests.length === 0) return [`${name}\n${firstLines(message)}`];
    return tests.map(({ fullName, failureMessages }) => {
      const why = (failureMessages ?? []).map(firstLines).join('\n');
      return `${name} > ${fullName}\n${why}`;
    });
  });
  const outcome = {
    passed: numPassedTests,
    failed: Math.max(numFailedTests, failures.length),
    skipped: numPendingTests + numTodoTests,
    failures,
  };
  return { outcome, files: bad.map(({ name }) => name) };
}

/** @param {string} text */
const firstLines = (text) => text.split('\n').slice(0, mostLines).join('\n');

/**
 * What `npm test` leaves to commands of their own: builds the programs, runs the tests of one project, and says which
 * failed, and which failed once.
 * @param {string} name of the project
 * @param {readonly string[]} args further arguments, for the runner itself
 * @returns {Promise<number>} the exit code
 */
export async function buildAndTest(name, args) {
  const { code } = await run(process.execPath, [join(project, 'esbuild.mjs')], { cwd: project });
  if (code !== 0) return 1;
  await mkdir(results, { recursive: true });
  const {
    failed,
    failures = [],
    unsteady = [],
  } = await vitest(name, {
    args,
    secondLook: process.env['SECOND_LOOK'] === '1',
  });
  for (const failure of failures) console.log(`\nFAILED: ${failure}`);
  for (const failure of unsteady) console.log(`\nUNSTEADY: ${failure}`);
  return failed > 0 ? 1 : 0;
}
