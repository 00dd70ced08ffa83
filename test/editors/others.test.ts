/** Editors that are not tried here: their configurations are read as the editors read them. */
import { execFileSync } from 'node:child_process';
import { parse } from 'jsonc-parser';
import { expect, it } from 'vitest';
import { languageIds } from '../../server/src/messages.ts';
import { blocksOf } from './configurations.ts';

it('Helix reads a server, and a language for each format', async () => {
  const [toml = ''] = await blocksOf('toml');
  const program = 'import json, sys, tomllib; json.dump(tomllib.loads(sys.stdin.read()), sys.stdout)';
  const read = JSON.parse(execFileSync('python3', ['-c', program], { input: toml, encoding: 'utf8' }));
  expect(read['language-server'].kanto).toMatchObject({
    command: 'kanto-language-server',
    args: ['--stdio'],
  });
  const languages: readonly Record<string, unknown>[] = read.language;
  expect(languages.map((it) => it['language-id']).sort()).toEqual([...languageIds].sort());
  for (const language of languages) expect(language['language-servers']).toEqual(['kanto']);
});

it('Sublime Text reads a client', async () => {
  const [settings = ''] = await blocksOf('jsonc');
  expect(parse(settings).clients.kanto.command).toEqual(['kanto-language-server', '--stdio']);
});
