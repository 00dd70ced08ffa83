// The notices that the licences of others ask for, of whatever the bundles hold of them.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * @param {Iterable<string>} inputs what was bundled, as esbuild names it
 * @returns {Promise<string>} name, version, licence and its text of each package in it
 */
export async function noticesOf(inputs) {
  const folders = new Set(
    [...inputs].flatMap((input) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? []),
  );
  const notices = await Promise.all([...folders].sort(nameOrder).map(noticeOf));
  return `${[head, ...new Set(notices)].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

const head = 'This program holds parts of the following packages, under their own licences.';

/** @param {string} folder */
async function noticeOf(folder) {
  const about = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const { name, version, license, author, homepage, repository } = about;
  if (typeof license !== 'string') throw new Error(`The package ${name} names no licence: see ${folder}.`);
  const files = (await readdir(folder)).filter((file) =>
    /^(licen[cs]e|notice|copying)(?!.*\.js$)/i.test(file),
  );
  if (files.length === 0) {
    const holder = author?.name ?? author ?? 'its authors';
    const place = homepage ?? repository?.url ?? repository ?? 'its registry';
    const terms = license === 'MIT' ? `\n\n${mit}` : '';
    return `${name} ${version} (${license})\n\nCopyright ${holder}; its package brings no text of the licence, see ${place}${terms}`;
  }
  const texts = await Promise.all(files.sort().map((file) => readFile(join(folder, file), 'utf8')));
  return [`${name} ${version} (${license})`, ...texts.map((text) => text.trim())].join('\n\n');
}

/** What the licence wants to be repeated. */
const mit = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation
files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy,
modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the
Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE,
ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

/** @param {string} one @param {string} other */
function nameOrder(one, other) {
  const name = (/** @type {string} */ folder) => folder.slice(folder.lastIndexOf('node_modules/'));
  return name(one) < name(other) ? -1 : 1;
}
