/** The built extension beside an editor that answers anything: what is read when, and what is told where a part is missing. */
import { cp, mkdir, readdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from './forThisTest.ts';

/** Knows the commands that are registered and the errors that are shown; whatever else is asked of it is there and does nothing. */
const editor = `
const anything = () => new Proxy(function () {}, {
  get: (_, name) => (name === 'then' ? undefined : anything()),
  apply: anything,
  construct: anything,
});
const some = (known) => new Proxy(known, { get: (_, name) => known[name] ?? anything() });
exports.registered = new Map();
exports.shown = [];
exports.commands = some({ registerCommand: (id, run) => exports.registered.set(id, run) });
exports.window = some({ showErrorMessage: async (...words) => void exports.shown.push(words) });
exports.workspace = new Proxy({}, { get: (_, name) => (name === 'isTrusted' ? false : anything()) });
exports.l10n = {};
Object.setPrototypeOf(exports, anything());
`;

/** Activates the extension where only those of its files are that are wanted. */
async function activated(isWanted: (file: string) => boolean) {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'node_modules/vscode'), { recursive: true });
  await writeFile(join(folder, 'node_modules/vscode/index.js'), editor);
  for (const file of await readdir('dist'))
    if (file.startsWith('extension') && isWanted(file))
      await cp(join('dist', file), join(folder, 'dist', file));
  const load = createRequire(join(folder, 'dist/test.js'));
  const memory = { get: (_key: string, usual: unknown) => usual, keys: () => [] };
  const context = { subscriptions: [], workspaceState: memory, globalState: memory };
  load('./extension.js').activate(context);
  const { registered, shown } = load('vscode');
  const read = () =>
    Object.keys(load.cache)
      .filter((file) => file.startsWith(join(folder, 'dist')))
      .map((file) => basename(file));
  return { registered, shown, read };
}

it('is active by its own file and what that shares with others', async () => {
  const { read } = await activated(() => true);
  expect(read()).toContain('extension.js');
  expect(read().filter((it) => !/^extension(-chunk-\w+)?\.js$/.test(it))).toEqual([]);
});

it('reads what deals with devices at the first command', async () => {
  const { registered, read } = await activated(() => true);
  await registered.get('kanto.connect')();
  expect(read().filter((it) => it.startsWith('extension-session-'))).toHaveLength(1);
});

it('tells whoever runs a command what cannot be loaded, and what to do', async () => {
  const { registered, shown } = await activated((file) => !file.startsWith('extension-session'));
  await registered.get('kanto.connect')();
  expect(shown).toEqual([
    [
      expect.stringMatching(
        /^A part of the extension could not be loaded: Cannot find module '\.\/extension-session-\S+'\. Reload the window;/,
      ),
      'Show Output',
    ],
  ]);
});
