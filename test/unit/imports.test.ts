/** The architecture's import rules, held against the linter itself: what must not be imported is refused. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const biome = resolve('node_modules/@biomejs/biome/bin/biome');

/** The modules of which the project's linter says that `file` may not import them. */
function refused(file: string, modules: readonly string[]): string[] {
  const project = mkdtempSync(join(tmpdir(), 'kanto-imports-'));
  try {
    const config = JSON.parse(readFileSync('biome.json', 'utf8'));
    writeFileSync(join(project, 'biome.json'), JSON.stringify({ ...config, vcs: { enabled: false } }));
    mkdirSync(dirname(join(project, file)), { recursive: true });
    writeFileSync(join(project, file), modules.map((module) => `export * from '${module}';\n`).join(''));
    const options = ['--only=style/noRestrictedImports', '--colors=off', '--max-diagnostics=none'];
    const { stderr } = spawnSync(process.execPath, [biome, 'lint', ...options, file], {
      cwd: project,
      encoding: 'utf8',
    });
    const lines = [...stderr.matchAll(/:(\d+):\d+ lint\/style\/noRestrictedImports/g)];
    return lines.map(([, line]) => modules[Number(line) - 1] ?? `line ${line}`);
  } finally {
    rmSync(project, { recursive: true });
  }
}

const insideOfServer = ['../../../server/src/text/json.ts', '../../../server/src/rules/index.ts'];
const faceOfServer = ['../../../server/src/service.ts', '../../../server/src/messages.ts'];
const parsers = ['ajv', 'jsonc-parser', 'yaml'];

test('the server imports neither an editor, nor the client, nor what opens files, programs and sockets', () => {
  const wrong = [
    ...['vscode', 'vscode-languageclient/node', '../../../client/src/engine.ts', 'aedes', 'mqtt', 'ws'],
    ...['node:fs', 'node:fs/promises', 'node:net', 'node:http', 'node:https', 'node:http2', 'node:tls'],
    ...['node:dgram', 'node:dns', 'node:dns/promises', 'node:child_process'],
  ];
  const right = [...parsers, './node.ts', '../messages.ts', 'vscode-languageserver', 'node:path'];
  expect(refused('server/src/text/probe.ts', [...right, ...wrong])).toEqual(wrong);
});

test('the engine imports neither the editor, nor its user interface, nor parsers, nor the inside of the server', () => {
  const editor = ['vscode', 'vscode-languageclient/node', '../ui/words.ts', '../extension.ts'];
  const wrong = [...editor, ...parsers, ...insideOfServer];
  const right = [...faceOfServer, '../errors.ts', 'mqtt', 'aedes', 'node:fs/promises'];
  expect(refused('client/src/devices/probe.ts', [...right, ...wrong])).toEqual(wrong);
});

test('a file beside the engine is held to the same', () => {
  expect(refused('client/src/probe.ts', ['./ui/words.ts', './errors.ts', 'vscode'])).toEqual([
    './ui/words.ts',
    'vscode',
  ]);
});

test('the user interface imports neither parsers nor the inside of the server', () => {
  const wrong = [...parsers, ...insideOfServer];
  const right = [...faceOfServer, 'vscode', 'vscode-languageclient/node', '../engine.ts'];
  expect(refused('client/src/ui/probe.ts', [...right, ...wrong])).toEqual(wrong);
});
