// Bundles the three programs: the extension, the language server and the command line.
// `node esbuild.mjs [--watch] [--production]`
import { context } from 'esbuild';

const watch = process.argv.includes('--watch');
const production = process.argv.includes('--production');

/** @type {import('esbuild').BuildOptions} */
const common = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  outdir: 'dist',
  sourcemap: !production,
  minify: production,
  mainFields: ['module', 'main'],
  logLevel: 'info',
};

const builds = [
  {
    ...common,
    entryPoints: { extension: 'client/src/extension.ts', server: 'server/src/main.ts' },
    external: ['vscode'],
  },
  { ...common, entryPoints: { cli: 'client/src/cli.ts' }, banner: { js: '#!/usr/bin/env node' } },
];

const contexts = await Promise.all(builds.map((options) => context(options)));
if (watch) {
  await Promise.all(contexts.map((it) => it.watch()));
} else {
  await Promise.all(contexts.map((it) => it.rebuild()));
  await Promise.all(contexts.map((it) => it.dispose()));
}
