// The tables of `npm run bench`, in Markdown.

/** @typedef {import('./main.mjs').Case} Case */
/** @typedef {import('./main.mjs').Figures} Figures */
/** @typedef {import('./manifests.mjs').Format} Format */

/**
 * @typedef {object} Run
 * @property {Date} date
 * @property {string} machine
 * @property {Readonly<Record<Format, string>>} versions of the peers
 * @property {readonly Case[]} cases
 * @property {Partial<Record<Format, [number, number]>>} started milliseconds, ours and the peer's
 */

/**
 * @typedef {object} Row of what is wanted
 * @property {string} what
 * @property {number} ours
 * @property {number} peer
 * @property {string} unit
 * @property {string} wanted
 * @property {boolean} met
 */

/** @param {Run} run @returns {string} */
export function reportOf(run) {
  const { date, machine, versions, cases } = run;
  const rows = wantedRows(run);
  const parts = [
    '# Performance',
    '',
    'Written by `npm run bench`: the language server beside the ones that people use for YAML and JSON, turn by turn in one',
    'run, each with our schema and the same manifests (all in the domain `containers`, where every rule applies). Times are',
    'medians in milliseconds, from writing a message until the answer is parsed; a ratio tells how many times faster we are.',
    'Compare ratios: the times of a busy machine vary.',
    '',
    `${date.toISOString().slice(0, 10)}; ${machine}; ${versions.yaml}, ${versions.json}.`,
    '',
    '## What is wanted',
    '',
    'Of the manifest without faults and the one with a fault in every third component the worse one counts.',
    '',
    ...table(
      ['', 'ours', 'peer', 'ratio', 'wanted', 'met'],
      rows.map(({ what, ours, peer, unit, wanted, met }) => [
        what,
        `${amount(ours)} ${unit}`,
        `${amount(peer)} ${unit}`,
        `${ratio(peer / ours)}×`,
        wanted,
        met ? 'yes' : '**no**',
      ]),
    ),
    '',
  ];
  for (const format of /** @type {const} */ (['yaml', 'json']))
    for (const faulty of [false, true]) {
      const own = cases.filter((it) => it.format === format && it.faulty === faulty);
      if (own.length === 0) continue;
      const title = `${format.toUpperCase()}, ${faulty ? 'a fault in every third component' : 'without faults'}`;
      parts.push(`## ${title}`, '', ...details(own, versions[format]), '');
    }
  return `${parts.join('\n').trimEnd()}\n`;
}

/** @type {readonly { name: string, of: (figures: Figures) => number | undefined }[]} */
const lines = [
  { name: 'opened → diagnostics', of: ({ open }) => open },
  { name: 'change → diagnostics', of: ({ times }) => times.change },
  { name: 'completion of a value right after a change', of: ({ times }) => times.completeValueAfterChange },
  { name: 'completion of a key right after a change', of: ({ times }) => times.completeKeyAfterChange },
  { name: 'completion of a value', of: ({ times }) => times.completeValue },
  { name: 'completion of a key', of: ({ times }) => times.completeKey },
  { name: 'hover', of: ({ times }) => times.hover },
  { name: 'document symbols', of: ({ times }) => times.symbols },
  { name: 'ten keys typed, last key → diagnostics', of: ({ typing }) => typing },
  { name: 'peak memory, MB', of: ({ memory }) => memory },
];

/** @param {readonly Case[]} cases @param {string} version @returns {string[]} */
function details(cases, version) {
  const worst = Math.min(
    ...cases.flatMap((it) =>
      lines.slice(0, -1).map(({ of }) => (of(it.peer) ?? Number.POSITIVE_INFINITY) / (of(it.ours) ?? 1)),
    ),
  );
  return [
    `Ours / ${version} (ratio); the worst ratio of a time is ${ratio(worst)}×.`,
    '',
    ...table(
      ['', ...cases.map(({ manifest }) => `${manifest.lines} lines`)],
      [
        ...lines.map(({ name, of }) => [name, ...cases.map((it) => compared(of(it.ours), of(it.peer)))]),
        ['keys without diagnostics', ...cases.map((it) => `${it.ours.missing} / ${it.peer.missing}`)],
        ['problems shown', ...cases.map((it) => `${it.ours.problems} / ${it.peer.problems}`)],
      ],
    ),
  ];
}

/** @param {number | undefined} ours @param {number | undefined} peer */
function compared(ours, peer) {
  if (ours === undefined || peer === undefined) return '–';
  return `${amount(ours)} / ${amount(peer)} (${ratio(peer / ours)}×)`;
}

/** @param {Run} run @returns {Row[]} */
function wantedRows({ cases, started }) {
  /** @type {Row[]} */
  const rows = [];
  /** @type {(what: string, format: Format, count: number, of: (figures: Figures) => number | undefined, wanted: number) => void} */
  const faster = (what, format, count, of, wanted) => {
    const found = worstOf(cases, format, count, of);
    if (found)
      rows.push({
        what,
        ...found,
        unit: 'ms',
        wanted: `${wanted}× faster`,
        met: found.peer / found.ours >= wanted,
      });
  };
  for (const [count, wanted] of /** @type {const} */ ([
    [1000, 25],
    [10_000, 40],
    [50_000, 40],
  ]))
    faster(`YAML, ${count} lines: change → diagnostics`, 'yaml', count, ({ times }) => times.change, wanted);
  for (const [name, measure] of /** @type {const} */ ([
    ['a value', 'completeValueAfterChange'],
    ['a key', 'completeKeyAfterChange'],
  ]))
    faster(
      `YAML, 10000 lines: completion of ${name} right after a change`,
      'yaml',
      10_000,
      ({ times }) => times[measure],
      50,
    );
  for (const format of /** @type {const} */ (['yaml', 'json'])) {
    const typing = worstOf(
      cases,
      format,
      10_000,
      ({ typing }) => typing,
      ({ typing }) => typing ?? 0,
    );
    const missing = Math.max(0, ...of10000(cases, format).map(({ ours }) => ours.missing));
    if (typing)
      rows.push({
        what: `${format.toUpperCase()}, 10000 lines: ten keys at 120 ms, last key → diagnostics`,
        ...typing,
        unit: 'ms',
        wanted: 'at most 60 ms, none lost',
        met: typing.ours <= 60 && missing === 0,
      });
  }
  faster(
    'JSON, 10000 lines: change → diagnostics (both pulled)',
    'json',
    10_000,
    ({ times }) => times.change,
    4,
  );
  for (const format of /** @type {const} */ (['yaml', 'json'])) {
    const memory = worstOf(cases, format, 10_000, ({ memory }) => memory);
    if (memory)
      rows.push({
        what: `${format.toUpperCase()}, 10000 lines: peak memory`,
        ...memory,
        unit: 'MB',
        wanted: 'at most half',
        met: memory.ours <= memory.peer / 2,
      });
    const start = started[format];
    if (start)
      rows.push({
        what: `${format.toUpperCase()}: start until \`initialize\` is answered`,
        ours: start[0],
        peer: start[1],
        unit: 'ms',
        wanted: 'at most two thirds',
        met: start[0] <= (start[1] * 2) / 3,
      });
  }
  return rows;
}

/** @param {readonly Case[]} cases @param {Format} format */
const of10000 = (cases, format) => cases.filter((it) => it.format === format && it.lines === 10_000);

/**
 * The case in which we are least ahead, or slowest by `badness`.
 * @param {readonly Case[]} cases
 * @param {Format} format
 * @param {number} count lines
 * @param {(figures: Figures) => number | undefined} of
 * @param {(ours: Figures, peer: Figures) => number} badness
 * @returns {{ ours: number, peer: number } | undefined} undefined where nothing was measured
 */
function worstOf(cases, format, count, of, badness = (ours, peer) => (of(ours) ?? 0) / (of(peer) ?? 1)) {
  const [worst] = cases
    .filter((it) => it.format === format && it.lines === count)
    .toSorted((a, b) => badness(b.ours, b.peer) - badness(a.ours, a.peer));
  const ours = worst && of(worst.ours);
  const peer = worst && of(worst.peer);
  return ours === undefined || peer === undefined ? undefined : { ours, peer };
}

/**
 * A table of Markdown, its columns as wide as what stands in them; all but the first are aligned to the right.
 * @param {readonly string[]} head @param {readonly (readonly string[])[]} rows @returns {string[]}
 */
export function table(head, rows) {
  const widths = head.map((_, index) => Math.max(3, ...[head, ...rows].map((it) => it[index]?.length ?? 0)));
  const line = (/** @type {readonly string[]} */ cells) =>
    `| ${cells.map((it, index) => (index === 0 ? it.padEnd(widths[0] ?? 0) : it.padStart(widths[index] ?? 0))).join(' | ')} |`;
  const rule = widths.map((width, index) => (index === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [line(head), line(rule), ...rows.map(line)];
}

/** @param {number} value */
export const amount = (value) => (value >= 100 ? value.toFixed(0) : value.toFixed(1));

/** @param {number} value */
const ratio = (value) => (value >= 10 ? value.toFixed(0) : value.toFixed(1));
