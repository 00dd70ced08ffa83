// The section about a fleet in docs/performance.md, in Markdown.
import { amount, table } from './report.mjs';

/** @typedef {import('./fleet.mjs').Fleet} Fleet */
/** @typedef {import('./fleet.mjs').Round} Round */

export const fleetTitle = '## A fleet in full swing';

const megabyte = 1024 * 1024;

/** @type {readonly { name: string, of: (round: Round) => string }[]} */
const lines = [
  {
    name: 'messages published a second',
    of: ({ published, seconds }) => `${Math.round(published / seconds)}`,
  },
  { name: 'messages published', of: ({ published }) => `${published}` },
  { name: 'messages heard', of: ({ heard }) => `${heard.received}` },
  { name: 'messages lost', of: ({ published, heard }) => `${published - heard.received}` },
  { name: 'heard after the last was published', of: ({ heard }) => `${amount(heard.behind)} ms` },
  { name: 'processor time for a message', of: ({ heard }) => `${amount(heard.cost)} µs` },
  { name: 'event loop, 99 % of delays, idle', of: ({ heard }) => `${amount(heard.idle.p99)} ms` },
  { name: 'event loop, 99 % of delays', of: ({ heard }) => `${amount(heard.busy.p99)} ms` },
  { name: 'event loop, longest delay, idle', of: ({ heard }) => `${amount(heard.idle.most)} ms` },
  { name: 'event loop, longest delay', of: ({ heard }) => `${amount(heard.busy.most)} ms` },
  { name: 'devices known', of: ({ heard }) => `${heard.devices}` },
  { name: 'devices left out', of: ({ heard }) => `${heard.leftOut}` },
  {
    name: 'changes told to the editor a second',
    of: ({ heard, seconds }) => amount(heard.treeEvents / seconds),
  },
  { name: 'rows drawn a second', of: ({ heard, seconds }) => amount(heard.rowsDrawn / seconds) },
  { name: 'first paint of the tree', of: ({ heard }) => `${amount(heard.firstPaint)} ms` },
  { name: 'filtered, until drawn', of: ({ heard }) => `${amount(heard.filtered)} ms` },
  { name: 'grouped by state, until drawn', of: ({ heard }) => `${amount(heard.grouped)} ms` },
  { name: 'memory of a device', of: ({ heard }) => `${amount(heard.perDevice / 1024)} kB` },
  {
    name: 'of that left when its connection is gone',
    of: ({ heard }) => `${amount(heard.keptPerDevice / 1024)} kB`,
  },
  { name: 'peak memory of the process', of: ({ heard }) => `${amount(heard.peakMemory / megabyte)} MB` },
];

/** @type {readonly { name: string, of: (heard: Fleet['inHost']) => string }[]} */
const linesInHost = [
  {
    name: 'messages published a second',
    of: ({ published, seconds }) => `${Math.round(published / seconds)}`,
  },
  { name: 'messages published', of: ({ published }) => `${published}` },
  { name: 'devices known', of: ({ devices }) => `${devices}` },
  { name: 'devices left out', of: ({ leftOut }) => `${leftOut}` },
  { name: 'devices that are not as they said last', of: ({ outdated }) => `${outdated}` },
  { name: 'heard after the last was published', of: ({ behind }) => `${amount(behind)} ms` },
  { name: 'processor time of the extension host for a message', of: ({ cost }) => `${amount(cost)} µs` },
  { name: 'event loop of the extension host, 99 % of delays', of: ({ p99 }) => `${amount(p99)} ms` },
  { name: 'event loop of the extension host, longest delay', of: ({ most }) => `${amount(most)} ms` },
  { name: 'memory of the extension host', of: ({ memory }) => `${amount(memory / megabyte)} MB` },
  { name: 'first paint of the tree, from the click', of: ({ firstPaint }) => `${amount(firstPaint)} ms` },
];

/** @param {Fleet} fleet @param {Date} date @returns {string} */
export function fleetSection({ broker, rounds, inHost }, date) {
  const [few, many] = [rounds.at(0), rounds.at(-1)];
  const ratio = many && few ? many.heard.cost / few.heard.cost : Number.NaN;
  return [
    fleetTitle,
    '',
    `${date.toISOString().slice(0, 10)}; over ${broker}. A process publishes as the devices of a fleet do: of ten messages`,
    'one is the whole state with 20 components, three tell of an update, and six are telemetry. Another process has the engine',
    'and the tree of devices and draws what the extension would. Publisher, broker and this one share the same two cores: the',
    'longest delays are those of the machine, too.',
    '',
    `A message costs ${amount(ratio)} times as much among ${many?.devices} devices as among ${few?.devices}.`,
    '',
    ...table(
      ['', ...rounds.map(({ devices }) => `${devices} devices`)],
      lines.map(({ name, of }) => [name, ...rounds.map(of)]),
    ),
    '',
    'The same in the real extension host: the packaged extension in a VS Code, with the tree in a window that is drawn by a',
    'browser on the same two cores.',
    '',
    ...table(
      ['', `${many?.devices} devices`],
      linesInHost.map(({ name, of }) => [name, of(inHost)]),
    ),
    '',
    'Messages that come faster than they can be read are read for 8 ms at a time, and whatever else is due has its turn',
    'between. Meanwhile nothing is taken from the network: the broker keeps what it cannot hand out, as many as it is set to',
    '(`max_queued_messages` of Mosquitto, 1000 unless set otherwise), and what is beyond that it drops without a word.',
    '',
  ].join('\n');
}
