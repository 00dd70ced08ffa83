/**
 * `npm run l10n`: writes the texts of the sources to `l10n/bundle.l10n.json`, drops from the translations what is no longer
 * said, and names what they lack.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleFile, findTexts, readBundle, root, translations } from './lib/l10n.mjs';

const { texts, faults } = findTexts();
for (const fault of faults) console.error(fault);
const keep = (/** @type {string} */ file, /** @type {Record<string, string>} */ content) =>
  writeFileSync(join(root, file), `${JSON.stringify(content, null, 2)}\n`);

keep(bundleFile(), Object.fromEntries([...texts].map((text) => [text, text])));
let complete = faults.length === 0;
for (const language of translations) {
  const known = readBundle(bundleFile(language));
  const missing = [...texts].filter((text) => known[text] === undefined);
  keep(
    bundleFile(language),
    Object.fromEntries(
      [...texts].flatMap((text) => (known[text] === undefined ? [] : [[text, known[text]]])),
    ),
  );
  for (const text of missing) console.error(`${bundleFile(language)} lacks ${JSON.stringify(text)}`);
  complete &&= missing.length === 0;
}
process.exitCode = complete ? 0 : 1;
