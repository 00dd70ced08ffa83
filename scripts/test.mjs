// `npm test`: everything that is checked, part by part, and the sum of it as the last line.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findChromium, findMosquitto, findProton, installPackages, mayInstall } from './lib/machine.mjs';
import { run } from './lib/run.mjs';
import { results, vitest } from './lib/vitest.mjs';

const usage = `Usage: npm test -- [options] [PART …]

Runs every part, or the parts that are named, in this order:
  types lint unused schemas rules unit build protocol integration package e2e

  --screenshots  writes the pictures of the documentation anew (part e2e).
  --strict       a part that is left out, or a test that skips itself, is a failure (also: STRICT=1).
  --second-look  files of integration and e2e that fail, at most two of each, are run once more, alone (also:
                 SECOND_LOOK=1). What then passes is no failure, but named as unsteady: something is to be mended.
  --help         this text.

What a part needs and the machine lacks is installed where that may be done (root on Debian). Elsewhere the part is
skipped, and a line says so and how to get it.`;

const project = fileURLToPath(new URL('..', import.meta.url));
const bin = (/** @type {string} */ path) => join(project, 'node_modules', path);

/** @typedef {import('./lib/vitest.mjs').Outcome} Outcome */
/** @typedef {(options: Options) => Promise<Outcome>} Part */
/** @typedef {{ screenshots: boolean, strict: boolean, secondLook: boolean }} Options */

/** A tool that says yes or no counts as one test. @type {(script: string, ...args: string[]) => Part} */
const tool =
  (script, ...args) =>
  async () => {
    const { code } = await run(process.execPath, [script, ...args], { cwd: project });
    return code === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
  };

/** Tests against a real broker, or an AMQP network of other make, skip themselves where there is none. @type {Part} */
async function integration({ secondLook }) {
  const missing = [await provide(mosquitto), await provide(proton)].filter((it) => it !== undefined);
  const note = missing.map((it) => it.note).join('; ');
  return { ...(await vitest('integration', { secondLook })), ...(note !== '' && { note }) };
}

/** @type {Part} */
async function e2e({ screenshots, secondLook }) {
  const missing = await provide(chromium);
  if (missing) return { passed: 0, failed: 0, skipped: 1, ...missing };
  const withoutBroker = await provide(mosquitto);
  const env = screenshots ? { SCREENSHOTS: '1' } : {};
  return { ...(await vitest('e2e', { env, secondLook })), ...withoutBroker };
}

/**
 * @typedef {object} Need
 * @property {string} name also, in capitals, the environment variable that may name the program
 * @property {() => Promise<string | undefined>} find
 * @property {readonly string[]} packages of Debian
 */

/** @type {Need} */
const mosquitto = { name: 'Mosquitto', find: findMosquitto, packages: ['mosquitto', 'openssl'] };
/** @type {Need} */
const proton = { name: 'Proton', find: findProton, packages: ['python3-qpid-proton'] };
/** @type {Need} */
const chromium = { name: 'Chromium', find: findChromium, packages: ['chromium', 'fonts-dejavu-core'] };

/**
 * Looks for a program and installs it where it is missing and that may be done.
 * @param {Need} need
 * @returns {Promise<{ note: string } | undefined>} what to tell where it stays missing
 */
async function provide({ name, find, packages }) {
  if (await find()) return undefined;
  const advice = `install it (Debian: apt-get install ${packages.join(' ')}) or name it in the environment variable ${name.toUpperCase()}`;
  if (!(await mayInstall())) return { note: `no ${name} found; ${advice}` };
  console.log(`Installing ${packages.join(', ')} …`);
  const output = await installPackages(packages);
  if (await find()) return undefined;
  console.log(output);
  return { note: `no ${name} found, and apt-get could not install it; ${advice}` };
}

/** The page of a webview has other types than the programs: it knows a document, but not Node.js. @type {Part} */
async function types(options) {
  const check = (/** @type {string[]} */ ...args) =>
    tool(bin('typescript/bin/tsc'), '--noEmit', ...args)(options);
  const [programs, page] = [await check(), await check('-p', 'client/src/ui/page')];
  return { passed: programs.passed + page.passed, failed: programs.failed + page.failed, skipped: 0 };
}

/** @type {Record<string, Part>} */
const parts = {
  types,
  lint: tool(bin('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', '.'),
  unused: tool(bin('knip/bin/knip.js')),
  schemas: tool(join(project, 'scripts/schemas.mjs'), '--check'),
  rules: tool(join(project, 'scripts/rules.mjs'), '--check'),
  unit: () => vitest('unit'),
  build: tool(join(project, 'esbuild.mjs'), '--production'),
  protocol: () => vitest('protocol'),
  integration,
  package: tool(join(project, 'scripts/package.mjs')),
  e2e,
};

/** Parts that run what another part made: they are not run where that one failed. @type {Record<string, string>} */
const needs = { protocol: 'build', integration: 'build', package: 'build', e2e: 'package' };

/**
 * @param {readonly string[]} names
 * @param {Options} options
 * @returns {Promise<boolean>} true where all is well
 */
async function test(names, options) {
  await mkdir(results, { recursive: true });
  /** @type {Map<string, Outcome & { seconds: number }>} */
  const outcomes = new Map();
  for (const [name, part] of Object.entries(parts)) {
    if (!names.includes(name)) continue;
    console.log(`\n── ${name} ${'─'.repeat(70 - name.length)}`);
    const start = performance.now();
    const need = needs[name];
    const outcome =
      need !== undefined && (outcomes.get(need)?.failed ?? 0) > 0
        ? { passed: 0, failed: 1, skipped: 0, note: `not run, because ${need} failed` }
        : await part(options);
    outcomes.set(name, { ...outcome, seconds: (performance.now() - start) / 1000 });
  }
  return summarise(outcomes, options);
}

/**
 * @param {ReadonlyMap<string, Outcome & { seconds: number }>} outcomes
 * @param {Options} options
 */
function summarise(outcomes, { strict }) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  let seconds = 0;
  console.log(`\n── summary ${'─'.repeat(63)}`);
  for (const [name, outcome] of outcomes) {
    const { passed, failed, skipped, note } = outcome;
    sum.passed += passed;
    sum.failed += failed;
    sum.skipped += skipped;
    seconds += outcome.seconds;
    const time = `${outcome.seconds.toFixed(1)} s`;
    console.log(`${name.padEnd(12)}${time.padStart(8)}   ${count({ passed, failed, skipped })}`);
    if (note) console.log(`${' '.repeat(23)}${failed ? '' : 'SKIPPED: '}${note}`);
  }
  console.log(`${'all'.padEnd(12)}${`${seconds.toFixed(1)} s`.padStart(8)}`);
  for (const [name, { failures = [], unsteady = [] }] of outcomes) {
    for (const failure of failures) console.log(`\nFAILED ${name}: ${failure}`);
    for (const failure of unsteady) console.log(`\nUNSTEADY ${name} (failed once, then passed): ${failure}`);
  }
  const incomplete = [...outcomes.values()].some(({ skipped, note }) => skipped > 0 || note);
  if (strict && incomplete) console.log('\nSomething was skipped, which --strict (STRICT=1) does not allow.');
  console.log(`\n${count(sum)}`);
  return sum.failed === 0 && !(strict && incomplete);
}

/** @param {{ passed: number, failed: number, skipped: number }} counts */
const count = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`;

const { values, positionals } = parseArgs({
  options: {
    screenshots: { type: 'boolean', default: false },
    strict: { type: 'boolean', default: process.env['STRICT'] === '1' },
    'second-look': { type: 'boolean', default: process.env['SECOND_LOOK'] === '1' },
    help: { type: 'boolean', short: 'h', default: false },
  },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => !(name in parts));
if (values.help) {
  console.log(usage);
} else if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}.\n\n${usage}`);
  process.exitCode = 2;
} else {
  const names = positionals.length > 0 ? positionals : Object.keys(parts);
  process.exitCode = (await test(names, { ...values, secondLook: values['second-look'] })) ? 0 : 1;
}
