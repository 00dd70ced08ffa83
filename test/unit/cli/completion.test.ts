import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../client/src/cli/arguments.ts';
import { completed, completionScript } from '../../../client/src/cli/completion.ts';
import { helpText } from '../../../client/src/cli/help.ts';
import { commandNames, optionsOf } from '../../../client/src/cli/options.ts';
import { parseCall } from '../../../client/src/cli/parseCall.ts';

const commands = completed(['apply.value']);
const offered = commands.flatMap(({ name, options }) =>
  options.flatMap(({ name: option, value }) =>
    typeof value === 'object' ? value.map((it) => ({ command: name, option, value: it })) : [],
  ),
);

/** What a call needs besides. */
const mqtt = ['--connection', 'mqtt://plant'];
const hono = ['--connection', 'amqps://plant', '--tenant', 't', '--receive', 'events'];
const needs: Readonly<Record<string, readonly string[]>> = {
  validate: ['a.yaml'],
  convert: ['a.yaml', '--to', 'json'],
  rules: [],
  simulate: [],
  devices: [],
  doctor: [],
  import: ['--device', 'a:b'],
  rollout: ['--devices', 'a:b', '--journal', 'j', 'a.yaml'],
};
const needsWith: Readonly<Record<string, readonly string[]>> = {
  '--consent': ['--wait'],
  '--retry': ['--resume'],
};

function callOf({ command, option, value }: (typeof offered)[number]): string[] {
  const connection = option === '--receive' ? hono : mqtt;
  const needed = needs[command] ?? ['--device', 'a:b', 'a.yaml'];
  const argv = [...needed, ...(needsWith[option] ?? []), option, value];
  const online = optionsOf(command)?.includes('connection') ? connection : [];
  // Whom it is for was said when it was begun.
  return [command, ...online, ...(option === '--retry' ? argv.slice(2) : argv)];
}

function isTaken(argv: readonly string[]): boolean {
  try {
    return parseCall(argv).command !== 'help';
  } catch (error) {
    if (error instanceof UsageError) return false;
    throw error;
  }
}

describe('what shells complete', () => {
  it.each(commandNames)('is told by the help: %s', (command) => {
    const help = helpText(command);
    for (const option of optionsOf(command) ?? []) expect(help, option).toMatch(new RegExp(`--${option}\\b`));
  });

  it('has only values that the parser takes', () => {
    expect(offered.length).toBeGreaterThan(100);
    // A rollout over AMQP needs the events, too.
    const alone = offered.filter((it) => it.command !== 'rollout' || it.value !== 'telemetry');
    expect(alone.filter((it) => !isTaken(callOf(it)))).toEqual([]);
  });

  it('has each command of the help, and no other', () => {
    const told = [...helpText().matchAll(/^ {2}kanto-manifest (\w+)/gm)].map(([, name]) => name);
    expect(new Set(commands.map(({ name }) => name))).toEqual(new Set([...told, 'help']));
  });

  it('is written for zsh and fish, too', () => {
    expect(completionScript('zsh', commands)).toContain("'apply --consent') offered='approve deny' ;;");
    const fish = completionScript('fish', commands).split('\n');
    const apply = "complete -c kanto-manifest -n '__fish_seen_subcommand_from apply'";
    expect(fish).toContain(`${apply} -l consent -x -a 'approve deny'`);
    expect(fish).toContain(`${apply} -l ca -r -F`);
    expect(fish).toContain(`${apply} -l wait`);
    expect(fish).toContain("complete -c kanto-manifest -n '__fish_seen_subcommand_from devices' -f");
  });
});
