// `npm run package`: the extension as a .vsix, and what it and its parts weigh.
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createVSIX } from '@vscode/vsce';

/** Bytes that the package may have: people download it over whatever they have. */
const largest = 1.5 * 1024 * 1024;

const project = fileURLToPath(new URL('..', import.meta.url));
const { name, version } = JSON.parse(await readFile(join(project, 'package.json'), 'utf8'));
const vsix = join(project, `${name}-${version}.vsix`);

await createVSIX({
  cwd: project,
  packagePath: vsix,
  dependencies: false, // the bundles hold them
  allowMissingRepository: true,
  rewriteRelativeLinks: false, // there is no public repository to point to
});

const bundles = (await readdir(join(project, 'dist'))).filter((file) => file.endsWith('.js')).sort();
for (const file of [...bundles.map((bundle) => join(project, 'dist', bundle)), vsix]) {
  const { size } = await stat(file);
  console.log(`${file.slice(project.length).padEnd(32)} ${(size / 1024).toFixed(0).padStart(6)} KB`);
  if (file === vsix && size > largest) {
    console.error(`The package is larger than ${largest / 1024} KB.`);
    process.exitCode = 1;
  }
}
