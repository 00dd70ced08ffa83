/** The script of `kanto-manifest completion bash`, in a real bash. */
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { findProgram } from '../../scripts/lib/machine.mjs';
import { runCommandLine } from './commandLine.ts';
import { temporaryFolder } from './forThisTest.ts';

const run = promisify(execFile);
const bash = await findProgram('bash');

/** Asks the function that is registered for the command, as readline does. */
const ask = `
source ./completion
set -- "$@"
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
registered=$(complete -p kanto-manifest)
[[ $registered =~ -F\\ ([a-z_]+) ]] && "\${BASH_REMATCH[1]}" kanto-manifest "\${COMP_WORDS[COMP_CWORD]}" "\${COMP_WORDS[COMP_CWORD-1]}"
printf '%s\\n' "\${COMPREPLY[@]}"
`;

describe.skipIf(bash === undefined)('In bash', () => {
  let script = '';
  beforeAll(async () => {
    script = (await runCommandLine(['completion', 'bash'])).out;
  });

  async function completions(...typed: string[]): Promise<string[]> {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'completion'), script);
    await mkdir(join(folder, 'my deploy'));
    await writeFile(join(folder, 'my deploy/a.yaml'), '');
    const { stdout } = await run('bash', ['--norc', '-c', ask, 'bash', 'kanto-manifest', ...typed], {
      cwd: folder,
    });
    return stdout.split('\n').filter((it) => it !== '');
  }

  it.each<[string, string[], string[]]>([
    ['a command', ['val'], ['validate']],
    [
      'options of the command alone',
      ['convert', '--'],
      ['--to', '--form', '--device', '--document', '--config', '--no-config', '--help'],
    ],
    ['a value of an option', ['validate', '--format', 's'], ['sarif']],
    ['a value behind an equals sign', ['validate', '--format', '=', 'j'], ['json', 'jsonl', 'junit']],
    ['the formats that this command has', ['import', '--format', ''], ['yaml', 'json', 'jsonl']],
    ['the name of a rule', ['rules', 'image-m'], ['image-moving']],
    ['the name of a schema', ['schema', 'kanto'], ['kanto.config']],
    ['a command after help', ['help', 'dri'], ['drift']],
    ['a file with a blank in its name', ['plan', 'my'], ['my deploy']],
    ['a file of an option', ['apply', '--ca', 'my deploy/'], ['my deploy/a.yaml']],
    ['nothing where nobody can know it', ['apply', '--device', ''], []],
    ['no file where none is taken', ['devices', ''], []],
  ])('completes %s', async (_, typed, meant) => {
    expect(await completions(...typed)).toEqual(meant);
  });

  it('says which shells there are', async () => {
    const { status, err } = await runCommandLine(['completion', 'tcsh']);
    expect(err).toContain('takes the name of a shell, bash, zsh, fish, got "tcsh"');
    expect(status).toBe(2);
  });
});
