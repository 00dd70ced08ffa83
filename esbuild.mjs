// Bundles the three programs: the extension, the language server and the command line.
// `node esbuild.mjs [--watch] [--production]`
import { rm, writeFile } from 'node:fs/promises';
import { context } from 'esbuild';
import { asCommonJs } from './scripts/lib/asCommonJs.mjs';
import { noticesOf } from './scripts/lib/notices.mjs';

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
  metafile: true,
  mainFields: ['module', 'main'],
  // A late import becomes a late require: Node.js finds no named exports in a bundle that it imports.
  supported: { 'dynamic-import': false },
  logLevel: 'info',
};

/**
 * Heavy packages that are needed late, or never, are files of their own: the programs start without reading them, and
 * the extension and the command line share them.
 */
const late = {
  mqtt: 'mqtt',
  aedes: 'aedes',
  languageclient: 'vscode-languageclient/node',
  languageserver: 'vscode-languageserver/node',
};

/**
 * So is AMQP; as it stands its library writes whole messages to the console where they are damaged, and to standard error
 * where the environment says DEBUG.
 */
const lateSilent = { rhea: 'rhea' };

/** @type {import('esbuild').Plugin} */
const noDebug = {
  name: 'no-debug',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^debug$/ }, () => ({ path: 'debug', namespace: 'no-debug' }));
    onLoad({ filter: /.*/, namespace: 'no-debug' }, () => ({
      contents: 'module.exports = () => () => undefined;',
    }));
  },
};

/** And Kafka, whose library is mended where it is loaded. */
const lateKafka = 'client/src/transports/kafka/library.ts';

/** So is what the server needs only once it has answered `initialize`. */
const lateHandlers = 'server/src/lsp/handlers.ts';

/** @type {import('esbuild').Plugin} */
const loadLate = {
  name: 'load-late',
  setup({ onResolve }) {
    for (const [file, name] of Object.entries({ ...late, ...lateSilent })) {
      onResolve({ filter: new RegExp(`^${name}$`) }, ({ kind }) =>
        kind === 'entry-point' ? undefined : { path: `./${file}.js`, external: true },
      );
    }
    for (const [file, path] of Object.entries({ handlers: lateHandlers, kafkajs: lateKafka })) {
      const name = path.slice(path.lastIndexOf('/') + 1).replaceAll('.', '\\.');
      onResolve({ filter: new RegExp(`/${name}$`) }, ({ kind }) =>
        kind === 'dynamic-import' ? { path: `./${file}.js`, external: true } : undefined,
      );
    }
  },
};

/** The first line of what is installed as a program. */
const program = '#!/usr/bin/env node';

/** @type {import('esbuild').BuildOptions[]} */
const builds = [
  // What it imports late are files of their own, `extension-*.js`, and so is what several of its files need.
  {
    ...common,
    entryPoints: { extension: 'client/src/extension.ts' },
    chunkNames: 'extension-[name]-[hash]',
    external: ['vscode'],
    plugins: [loadLate, asCommonJs],
  },
  { ...common, entryPoints: { handlers: lateHandlers }, plugins: [loadLate] },
  {
    ...common,
    entryPoints: { server: 'server/src/main.ts' },
    banner: { js: program },
    plugins: [loadLate],
  },
  {
    ...common,
    entryPoints: { cli: 'client/src/cli.ts' },
    banner: {
      js: `#!/usr/bin/env node\nconst bundleUrl = require('node:url').pathToFileURL(__filename).href;`,
    },
    // A library asks for it, which as an ES module had one.
    define: { 'import.meta.url': 'bundleUrl' },
    plugins: [loadLate],
  },
  // What runs inside of a page of the editor.
  {
    ...common,
    entryPoints: { rolloutMatrix: 'client/src/ui/page/rolloutMatrix.ts' },
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
  },
  { ...common, entryPoints: late, external: ['vscode'] },
  {
    ...common,
    entryPoints: { ...lateSilent, kafkajs: lateKafka },
    plugins: [noDebug],
    drop: ['console'],
  },
];

// What an earlier build left would be packaged too.
await rm('dist', { recursive: true, force: true });
const contexts = await Promise.all(builds.map((options) => context(options)));
if (watch) {
  await Promise.all(contexts.map((it) => it.watch()));
} else {
  const results = await Promise.all(contexts.map((it) => it.rebuild()));
  const inputs = results.flatMap(({ metafile }) => Object.keys(metafile?.inputs ?? {}));
  await writeFile('dist/third-party-notices.txt', await noticesOf(inputs));
  await Promise.all(contexts.map((it) => it.dispose()));
}
