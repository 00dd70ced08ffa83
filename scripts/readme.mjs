/** `node scripts/readme.mjs`: writes the table of the settings in README.md anew, from package.json. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { withSettings } from './lib/settingsTable.mjs';

const file = fileURLToPath(new URL('../README.md', import.meta.url));
writeFileSync(file, withSettings(readFileSync(file, 'utf8')));
