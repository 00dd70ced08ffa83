// `npm run package`: the extension as a .vsix, and what it weighs.
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './lib/run.mjs';

const project = fileURLToPath(new URL('..', import.meta.url));
const { name, version } = JSON.parse(await readFile(join(project, 'package.json'), 'utf8'));
const vsix = join(project, `${name}-${version}.vsix`);

/** The bundles hold every dependency; the README's links stay as they are until there is a public repository. */
const options = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'];

const { code } = await run(
  process.execPath,
  [join(project, 'node_modules/@vscode/vsce/vsce'), 'package', ...options, '--out', vsix],
  { cwd: project },
);
if (code === 0) {
  const dist = join(project, 'dist');
  const bundles = (await readdir(dist))
    .filter((file) => file.endsWith('.js'))
    .map((file) => join(dist, file));
  for (const file of [...bundles, vsix]) {
    const { size } = await stat(file);
    console.log(`${file.slice(project.length).padEnd(32)} ${(size / 1024).toFixed(0).padStart(6)} KB`);
  }
}
process.exitCode = code;
