// `npm run bench`: our language server beside yaml-language-server and VS Code's JSON server, as an editor feels them; and
// what a fleet in full swing costs the extension host.
import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Client } from './client.mjs';
import { measureFleet } from './fleet.mjs';
import { fleetSection, fleetTitle } from './fleetReport.mjs';
import { manifestOf } from './manifests.mjs';
import { reportOf } from './report.mjs';
import { installPeers, ours, peer } from './servers.mjs';

const usage = `Usage: npm run bench -- [options]

  --format yaml,json          formats (default: both)
  --lines 100,1000,10000,…    lines of the manifests (default: 100,1000,10000,50000)
  --rounds N                  rounds of each manifest (default: by its length)
  --only fleet                only the fleet; its section of docs/performance.md is written anew
  --help                      this text

Prints the tables. A run without options also writes them to docs/performance.md; it takes about a quarter of an hour.`;

const report = fileURLToPath(new URL('../../docs/performance.md', import.meta.url));

/** Each round of a long YAML takes its peer minutes. @param {import('./manifests.mjs').Format} format @param {number} lines */
const roundsOf = (format, lines) => (format === 'json' ? 25 : lines > 20_000 ? 3 : lines > 5000 ? 7 : 9);
/** @param {number} lines */
const warmUpOf = (lines) => (lines > 20_000 ? 1 : 2);
/** @param {number} lines */
const typingsOf = (lines) => (lines > 20_000 ? 0 : 3);
const starts = 9;
const keys = 10;
const keyPause = 120;

/** @typedef {'change' | 'completeValueAfterChange' | 'completeKeyAfterChange' | 'completeValue' | 'completeKey' | 'hover' | 'symbols'} Measure */

/**
 * @typedef {object} Figures of one server with one manifest: medians in milliseconds, memory in MB
 * @property {number} open
 * @property {Record<Measure, number>} times
 * @property {number | undefined} typing undefined where it was not measured
 * @property {number} missing keys, while typing, for which no diagnostics came
 * @property {number} problems
 * @property {number | undefined} memory
 */

/**
 * @typedef {object} Case
 * @property {import('./manifests.mjs').Format} format
 * @property {number} lines as wanted
 * @property {boolean} faulty
 * @property {import('./manifests.mjs').Manifest} manifest
 * @property {Figures} ours
 * @property {Figures} peer
 */

/** @type {Readonly<Record<Measure, (client: Client) => Promise<number>>>} */
const measures = {
  change: (client) => client.change(),
  completeValueAfterChange: (client) => client.completeAfterChange(client.manifest.value),
  completeKeyAfterChange: (client) => client.completeAfterChange(client.manifest.key),
  completeValue: (client) => client.complete(client.manifest.value),
  completeKey: (client) => client.complete(client.manifest.key),
  hover: (client) => client.hover(client.manifest.name),
  symbols: (client) => client.symbols(),
};

/** Both servers take turns within each round, so that a noisy machine disturbs both alike. */
/** @type {(pair: readonly [Client, Client], lines: number, rounds: number) => Promise<[Figures, Figures]>} */
async function measure(pair, lines, rounds) {
  /** @type {number[]} */
  const opened = [];
  for (const client of pair) {
    await client.start();
    opened.push(await client.open());
  }
  const names = /** @type {Measure[]} */ (Object.keys(measures));
  const samples = pair.map(() => new Map(names.map((name) => [name, /** @type {number[]} */ ([])])));
  for (let round = -warmUpOf(lines); round < rounds; round++)
    for (const name of names)
      for (const [index, client] of pair.entries()) {
        const time = await measures[name](client);
        if (round >= 0) samples[index]?.get(name)?.push(time);
        await delay(30);
      }
  /** @type {{ time: number, missing: number }[][]} */
  const typed = pair.map(() => []);
  for (let round = 0; round < typingsOf(lines); round++)
    for (const [index, client] of pair.entries()) typed[index]?.push(await client.typing(keys, keyPause));
  const figures = pair.map(async (client, index) => ({
    open: opened[index] ?? Number.NaN,
    times: /** @type {Record<Measure, number>} */ (
      Object.fromEntries([...(samples[index] ?? [])].map(([name, times]) => [name, median(times)]))
    ),
    typing: typed[index]?.length ? median(typed[index].map(({ time }) => time)) : undefined,
    missing: Math.max(0, ...(typed[index] ?? []).map(({ missing }) => missing)),
    problems: client.problems,
    memory: await client.memory(),
  }));
  const [first, second] = await Promise.all(figures);
  if (!first || !second) throw new Error('There are no figures.');
  return [first, second];
}

/** @param {readonly number[]} values */
function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[values.length >> 1] ?? Number.NaN;
}

/** @type {(format: import('./manifests.mjs').Format, folder: string) => Promise<[number, number]>} medians, milliseconds */
async function startTimes(format, folder) {
  const manifest = manifestOf(format, 10, false);
  /** @type {[number[], number[]]} */
  const times = [[], []];
  for (let round = -1; round < starts; round++)
    for (const [index, server] of [ours(format), await peer(format, folder)].entries()) {
      const client = new Client(server, manifest);
      try {
        await client.start();
        if (round >= 0) times[index]?.push(client.startTime);
      } finally {
        await client.stop();
      }
    }
  return [median(times[0]), median(times[1])];
}

/** @param {string} line */
const say = (line) => console.error(line);

const { values } = parseArgs({
  options: {
    format: { type: 'string', default: 'yaml,json' },
    lines: { type: 'string', default: '100,1000,10000,50000' },
    rounds: { type: 'string' },
    only: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) console.log(usage);
else if (values.only === 'fleet') await benchFleet();
else await bench();

async function benchFleet() {
  const section = fleetSection(await measureFleet(say), new Date());
  console.log(section);
  const before = await readFile(report, 'utf8');
  const end = before.indexOf(`\n${fleetTitle}\n`);
  await writeFile(report, `${(end < 0 ? before : before.slice(0, end)).trimEnd()}\n\n${section}`);
}

async function bench() {
  const { folder, versions } = await installPeers(say);
  const formats = /** @type {const} */ (['yaml', 'json']).filter((it) =>
    values.format.split(',').includes(it),
  );
  /** @type {Case[]} */
  const cases = [];
  /** @type {Partial<Record<import('./manifests.mjs').Format, [number, number]>>} */
  const started = {};
  for (const format of formats) {
    say(`Start of the ${format} servers`);
    started[format] = await startTimes(format, folder);
    for (const lines of values.lines.split(',').map(Number))
      for (const faulty of [false, true]) {
        say(`${format}, ${lines} lines${faulty ? ', with faults' : ''}`);
        const manifest = manifestOf(format, lines, faulty);
        const pair = /** @type {const} */ ([
          new Client(ours(format), manifest),
          new Client(await peer(format, folder), manifest),
        ]);
        try {
          const rounds = values.rounds === undefined ? roundsOf(format, lines) : Number(values.rounds);
          const [own, other] = await measure(pair, lines, rounds);
          cases.push({ format, lines, faulty, manifest, ours: own, peer: other });
        } finally {
          for (const client of pair) await client.stop();
        }
      }
  }
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, ${process.platform}, Node.js ${process.version}`;
  const date = new Date();
  const text = reportOf({ date, machine, versions, cases, started });
  console.log(text);
  if (process.argv.length > 2) return;
  const fleet = fleetSection(await measureFleet(say), date);
  console.log(fleet);
  await writeFile(report, `${text}\n${fleet}`);
}
