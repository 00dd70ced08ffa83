// The table of the settings for the README: made of what VS Code shows of them, so that neither says what the other does not.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (/** @type {string} */ file) => readFileSync(`${root}${file}`, 'utf8');

const begin = '<!-- settings: node scripts/readme.mjs -->\n';
const end = '<!-- /settings -->';

/** The README with the table as it should be. @param {string} readme */
export function withSettings(readme) {
  const [before, rest] = readme.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined)
    throw new Error('README.md has lost the marks of its table of settings.');
  return `${before}${begin}\n${table()}\n\n${end}${after}`;
}

function table() {
  /** @type {Record<string, string>} */
  const texts = JSON.parse(read('package.nls.json'));
  /** @type {{ properties: Record<string, { default: unknown, markdownDescription: string }> }[]} */
  const groups = JSON.parse(read('package.json')).contributes.configuration;
  const rows = groups.flatMap(({ properties }) =>
    Object.entries(properties).map(([key, { default: usual, markdownDescription: reference }]) => [
      `\`${key}\``,
      `\`${JSON.stringify(usual)}\``,
      firstSentence(texts[reference.slice(1, -1)] ?? ''),
    ]),
  );
  const all = [['setting', 'default', 'what it is'], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const line = (/** @type {readonly string[]} */ row) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = all;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}

/** Without the links of the settings editor, and with the marks that a README has for what is emphasised. @param {string} text */
function firstSentence(text) {
  const sentence = /^.*?[.](?= [A-Z`]|$)/s.exec(text)?.[0] ?? text;
  return sentence
    .replaceAll(/`#([^`]+)#`/g, '`$1`')
    .replaceAll(/(`[^`]*`)|\*([^*`]+)\*/g, (_all, code, word) => code ?? `_${word}_`)
    .replaceAll('|', '\\|');
}
