// Desired states of a wanted number of lines, the same in every run, and where a bench edits and asks in them.
import { stringify } from 'yaml';

/** @typedef {'yaml' | 'json'} Format */
/** @typedef {{ line: number, character: number }} Position counted from zero, as in LSP */

/**
 * @typedef {object} Manifest
 * @property {Format} format
 * @property {string} text
 * @property {number} lines
 * @property {Position} edit in a version: what is typed here changes what is wrong
 * @property {Position} value the value of an enumeration
 * @property {Position} key the key of a config entry
 * @property {Position} name the name of a property
 */

/**
 * The shortest manifest that has so many lines.
 * @param {Format} format
 * @param {number} lines
 * @param {boolean} faulty every third component has a fault
 * @returns {Manifest}
 */
export function manifestOf(format, lines, faulty) {
  let few = 1;
  let many = lines;
  while (few < many) {
    const middle = (few + many) >> 1;
    if (linesOf(textOf(format, middle, faulty)) < lines) few = middle + 1;
    else many = middle;
  }
  const text = textOf(format, few, faulty);
  return { format, text, lines: linesOf(text), ...positionsIn(text) };
}

/** @param {string} text */
const linesOf = (text) => text.split('\n').length - 1;

/** @type {(format: Format, count: number, faulty: boolean) => string} */
function textOf(format, count, faulty) {
  const message = {
    activityId: 'd91ad6fe-9b0c-4549-bf31-17d0a71b61de',
    desiredState: desiredState(count, faulty),
  };
  return format === 'yaml'
    ? stringify(message, { lineWidth: 0 })
    : `${JSON.stringify(message, undefined, 2)}\n`;
}

/** Everything is in the one domain whose agent runs containers: there most is checked. */
const domain = 'containers';

/** @type {(count: number, faulty: boolean) => object} */
function desiredState(count, faulty) {
  const random = randomNumbers(42);
  const components = Array.from({ length: count }, (_, index) =>
    component(index, random, faulty && index % 3 === 0),
  );
  const baselines = [];
  for (let from = 0; from < count; from += 40)
    baselines.push({
      title: `baseline-${baselines.length + 1}`,
      description: `Components from ${from} on`,
      preconditions: 'vehicle.state=parked',
      components: components.slice(from, from + 3).map(({ id }) => `${domain}:${id}`),
    });
  return { baselines, domains: [{ id: domain, config: [{ key: 'source', value: 'cloud' }], components }] };
}

/** @type {(index: number, random: () => number, faulty: boolean) => { id: string, version: unknown, config: object[] }} */
function component(index, random, faulty) {
  /** @template T @param {readonly T[]} values */
  const pick = (values) => /** @type {T} */ (values[Math.floor(random() * values.length)]);
  const id = `${pick(['influxdb', 'gateway', 'broker', 'camera', 'updater', 'recorder'])}-${index}`;
  const version = `${1 + Math.floor(random() * 4)}.${Math.floor(random() * 20)}.${Math.floor(random() * 9)}`;
  // One fault that a schema sees, and one that takes knowledge of the device.
  const asNumber = faulty && index % 2 === 0;
  const config = [
    { key: 'image', value: `registry.example.com/${domain}/${id}:${version}` },
    { key: 'restartPolicy', value: faulty && !asNumber ? 'sometimes' : pick(['always', 'unless-stopped']) },
    { key: 'memory', value: `${64 * (1 + Math.floor(random() * 8))}M` },
  ];
  const ports = 1 + Math.floor(random() * 3);
  for (let port = 0; port < ports; port++)
    config.push({ key: 'port', value: `${8000 + 3 * index + port}:${80 + port}/tcp` });
  const variables = 1 + Math.floor(random() * 4);
  for (let variable = 0; variable < variables; variable++)
    config.push({ key: 'env', value: `SETTING_${variable}=${Math.floor(random() * 1e6)}` });
  return { id, version: asNumber ? Number.parseFloat(version) : version, config };
}

/** The same numbers from 0 to 1 in each run (mulberry32). @param {number} seed */
function randomNumbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Places near three quarters of the text. @param {string} text */
function positionsIn(text) {
  const lines = text.split('\n');
  /** @type {(pattern: RegExp, below?: RegExp) => Position} the end of `below` in the line below one of `pattern` */
  const find = (pattern, below) => {
    for (let step = 0; step < lines.length; step++) {
      const line = (Math.floor(lines.length * 0.75) + step) % lines.length;
      const found = pattern.exec(lines[line] ?? '');
      if (!found) continue;
      const place = below ? below.exec(lines[line + 1] ?? '') : found;
      if (place) return { line: below ? line + 1 : line, character: place.index + place[0].length };
    }
    throw new Error(`No line of the manifest matches ${pattern}.`);
  };
  return {
    // A version in text, in the middle of a component without a fault.
    edit: find(/"?version"?: "?(?=\d+\.\d+\.)/),
    value: find(/key"?: "?restartPolicy"?/, /value"?: "?/),
    key: find(/- key: |"key": "/),
    name: find(/^\s+"?vers/),
  };
}
