// A fleet in full swing: what its messages cost the extension host, beside a small fleet that says as much.
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { freePort } from '../../scripts/lib/codeServer.mjs';
import { findMosquitto } from '../../scripts/lib/machine.mjs';
import { measureInHost } from './fleet/inHost.mjs';

/** Messages a second. */
const rate = 5000;
/** Seconds, by the number of devices. */
const rounds = /** @type {const} */ ([
  [100, 20],
  [10_000, 60],
]);

/**
 * @typedef {object} Round
 * @property {number} devices that publish
 * @property {number} wanted messages a second
 * @property {number} published
 * @property {number} seconds that it took to publish them
 * @property {import('./fleet/receiver.ts').Heard} heard
 */

/**
 * @typedef {object} Fleet
 * @property {string} broker
 * @property {readonly Round[]} rounds the smallest fleet first
 * @property {import('./fleet/inHost.mjs').InHost} inHost the largest once more, in the real extension host
 */

/** @param {(line: string) => void} say @param {number} [share] of the time that each round takes @returns {Promise<Fleet>} */
export async function measureFleet(say, share = 1) {
  const folder = await mkdtemp(join(tmpdir(), 'kanto-fleet-'));
  try {
    await bundle(folder);
    const broker = await startBroker(folder);
    try {
      /** @type {Round[]} */
      const measured = [];
      for (const [devices, seconds] of rounds) {
        say(`${devices} devices, ${rate} messages a second`);
        measured.push(await measure(folder, broker.url, devices, seconds * share));
      }
      const [devices, seconds] = rounds[1];
      say(`${devices} devices once more, in the extension host`);
      const publisher = join(folder, 'publisher.mjs');
      const order = { url: broker.url, publisher, devices, rate, seconds: seconds * share };
      return { broker: broker.name, rounds: measured, inHost: await measureInHost(folder, order) };
    } finally {
      await broker.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @param {string} folder */
async function bundle(folder) {
  const file = (/** @type {string} */ name) => fileURLToPath(new URL(`fleet/${name}`, import.meta.url));
  await build({
    entryPoints: [file('receiver.ts'), file('broker.ts'), file('publisher.mjs')],
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    mainFields: ['module', 'main'],
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
}

/** @param {string} folder @returns {Promise<{ name: string, url: string, stop(): Promise<void> }>} */
async function startBroker(folder) {
  const program = await findMosquitto();
  if (program === undefined) {
    const child = fork(join(folder, 'broker.mjs'));
    const [url] = await once(child, 'message');
    return { name: 'the embedded broker', url, stop: () => end(child) };
  }
  const port = await freePort(0);
  const config = join(folder, 'mosquitto.conf');
  // What cannot be handed out at once waits: then nothing is lost by the broker.
  const lines = [`listener ${port} 127.0.0.1`, 'allow_anonymous true', 'set_tcp_nodelay true'];
  await writeFile(
    config,
    [...lines, 'max_queued_messages 0', ...(isRoot() ? ['user root'] : []), ''].join('\n'),
  );
  const child = spawn(program, ['-c', config], { stdio: 'ignore' });
  while (!(await isOpen(port))) await delay(50);
  return { name: 'Mosquitto', url: `mqtt://127.0.0.1:${port}`, stop: () => end(child) };
}

const isRoot = () => process.getuid?.() === 0;

/** @param {number} port @returns {Promise<boolean>} */
function isOpen(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}

/** @param {import('node:child_process').ChildProcess} child */
async function end(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill();
  await gone;
}

/** @param {string} folder @param {string} url @param {number} devices @param {number} seconds @returns {Promise<Round>} */
async function measure(folder, url, devices, seconds) {
  const receiver = fork(join(folder, 'receiver.mjs'), { execArgv: ['--expose-gc'] });
  const publisher = fork(join(folder, 'publisher.mjs'));
  try {
    receiver.send(url);
    await once(receiver, 'message');
    publisher.send({ url, devices, rate, seconds });
    const [said] = await once(publisher, 'message');
    receiver.send(said.published);
    const [heard] = await once(receiver, 'message');
    return { devices, wanted: rate, ...said, heard };
  } finally {
    for (const child of [publisher, receiver]) await end(child);
  }
}
