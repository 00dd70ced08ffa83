// `npm run test:kanto`: the tests against the real Kanto daemons, where this machine has them or can get them.
import { daemonNames, findDaemon, installDaemon } from './lib/kantoDaemons.mjs';
import { findMosquitto } from './lib/machine.mjs';
import { buildAndTest } from './lib/vitest.mjs';

/** Each file has daemons and a broker of its own, and waits for them most of the time. */
const workers = '--maxWorkers=3';

/** The exit code where nothing could be tested: neither good nor a failure. */
const unavailable = 3;

/** @returns {Promise<readonly string[]>} why daemons are missing, one line each */
async function missingDaemons() {
  const missing = [];
  for (const name of daemonNames) {
    if (await findDaemon(name)) continue;
    console.log(`Installing ${name} with Go …`);
    const fault = await installDaemon(name);
    if (!(await findDaemon(name))) missing.push(`${name}: ${fault ?? 'Go installed it for another system'}.`);
  }
  return missing;
}

async function main() {
  if (!(await findMosquitto())) {
    console.error(
      'The tests against real Kanto cannot run: no Mosquitto found; install it (Debian: apt-get install mosquitto) or name it in the environment variable MOSQUITTO.',
    );
    return unavailable;
  }
  const missing = await missingDaemons();
  for (const line of missing) console.error(line);
  if (missing.length > 0) {
    console.error(
      'Where they cannot be installed that way, name a folder that has the programs in the environment variable KANTO_DAEMONS.',
    );
  }
  if (missing.length === daemonNames.length) {
    console.error('The tests against real Kanto cannot run without any of its daemons.');
    return unavailable;
  }
  return buildAndTest('kanto', [workers, ...process.argv.slice(2)]);
}

process.exitCode = await main();
