/** `kanto-manifest completion`: a script that lets a shell complete commands, options and their values. */
import { everyRule } from '../../../server/src/service.ts';
import { receivables } from '../connections/profile.ts';
import { consentCommands } from '../protocol/updateManager.ts';
import { askLevels } from '../words/applyQuestion.ts';
import { type Call, type Shell, shells } from './call.ts';
import { formatsOf } from './formatNames.ts';
import { commandNames, type OptionName, options, optionsOf } from './options.ts';
import type { Output } from './output.ts';
import { forms, textFormats } from './parseOffline.ts';
import { schemaNames } from './reference.ts';
import { retriable } from './rolloutCall.ts';

/** Prints the script. @returns the exit status */
export async function completion(
  { shell }: Extract<Call, { command: 'completion' }>,
  output: Output,
): Promise<number> {
  output.text(completionScript(shell, completed(await schemaNames())));
  return 0;
}

/** What may follow: one of these words, a file, or what nobody can know. */
export type Completed = readonly string[] | 'file' | 'text';

export interface CompletedCommand {
  readonly name: string;
  readonly options: readonly CompletedOption[];
  /** What stands there without an option in front. */
  readonly operand: Completed;
}

export interface CompletedOption {
  /** With its dashes. */
  readonly name: string;
  /** Absent for one that is given alone. */
  readonly value?: Completed;
}

const files: readonly OptionName[] = [
  'ca',
  'cert',
  'key',
  'password-file',
  'passphrase-file',
  'registry-password-file',
  'registry-ca',
  'inventory',
  'output',
  'config',
  'journal',
  'stdin-filename',
];

const words: Readonly<Partial<Record<OptionName, readonly string[]>>> = {
  addressing: ['auto', 'gateway', 'device', 'documented'],
  mqtt: ['5', '3.1.1'],
  receive: receivables,
  ask: askLevels,
  consent: ['approve', 'deny'],
  daemon: ['containers', 'software-update'],
  'owner-consent': consentCommands,
  to: textFormats,
  form: Object.keys(forms),
  pause: ['ask', 'none'],
  retry: retriable,
};

/** All commands with what each takes, by the tables of the parser. */
export function completed(schemas: readonly string[]): readonly CompletedCommand[] {
  const operands: Readonly<Record<string, Completed>> = {
    schema: schemas,
    rules: everyRule.map(({ id }) => id).sort(),
    completion: shells,
    devices: 'text',
    doctor: 'text',
    simulate: 'text',
    import: 'text',
  };
  const commands = commandNames.map((name) => ({
    name,
    options: [...(optionsOf(name) ?? []), 'help' as const].map((option) => completedOption(option, name)),
    operand: operands[name] ?? ('file' as const),
  }));
  return [...commands, { name: 'help', options: [], operand: commandNames }];
}

function completedOption(option: OptionName, command: string): CompletedOption {
  const name = `--${option}`;
  if (options[option].type === 'boolean') return { name };
  const value = option === 'format' ? formatsOf(command) : words[option];
  return { name, value: value ?? (files.includes(option) ? 'file' : 'text') };
}

export function completionScript(shell: Shell, commands: readonly CompletedCommand[]): string {
  if (shell === 'fish') return fishScript(commands);
  return shell === 'bash' ? bashScript(commands) : zshScript(commands);
}

/**
 * The choice that bash and zsh make alike, from `$command` (empty before there is one) and `$prev`, the option in front
 * of the cursor, into `$offered` or `$kind`.
 */
function choice(commands: readonly CompletedCommand[]): string {
  const arm = (pattern: string, value: Completed) =>
    `    ${pattern}) ${typeof value === 'string' ? `kind=${value}` : `offered='${value.join(' ')}'`} ;;`;
  const values = commands.flatMap(({ name, options: them }) =>
    them.flatMap((it) => (it.value === undefined ? [] : [arm(`'${name} ${it.name}'`, it.value)])),
  );
  const names = commands.map(({ name, options: them }) =>
    arm(
      `'${name}'`,
      them.map((it) => it.name),
    ),
  );
  const operands = commands.map(({ name, operand }) => arm(`'${name}'`, operand));
  return `  case "$command $prev" in
${values.join('\n')}
    *) kind=operand ;;
  esac
  if [[ $kind = operand && $cur = -* ]]; then
    case "$command" in
    '') offered='--help --version' ;;
${names.join('\n')}
    esac
    kind=words
  elif [[ $kind = operand ]]; then
    case "$command" in
    '') offered='${commands.map(({ name }) => name).join(' ')}' kind=words ;;
${operands.join('\n')}
    esac
  fi`;
}

function bashScript(commands: readonly CompletedCommand[]): string {
  return `# Completion of kanto-manifest for bash: eval "$(kanto-manifest completion bash)"
_kanto_manifest() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} command='' offered='' kind='' i
  # --option=value comes as three words.
  if [[ $cur = = ]]; then cur=''
  elif [[ $prev = = ]]; then prev=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  if [[ $COMP_CWORD -gt 1 ]]; then command=\${COMP_WORDS[1]}; fi
${choice(commands)}
  if [[ -n $offered ]]; then
    COMPREPLY=($(compgen -W "$offered" -- "$cur"))
  elif [[ $kind = file ]]; then
    compopt -o filenames 2>/dev/null
    COMPREPLY=()
    while IFS= read -r i; do COMPREPLY+=("$i"); done < <(compgen -f -- "$cur")
  else
    COMPREPLY=()
  fi
}
complete -F _kanto_manifest kanto-manifest
`;
}

function zshScript(commands: readonly CompletedCommand[]): string {
  return `#compdef kanto-manifest
# Completion of kanto-manifest for zsh: source <(kanto-manifest completion zsh), after compinit
_kanto_manifest() {
  local cur="$PREFIX" prev="\${words[CURRENT-1]}" command='' offered='' kind=''
  if [[ $CURRENT -gt 2 ]]; then command="\${words[2]}"; fi
  if [[ $cur = --*=* ]]; then prev="\${cur%%=*}"; cur="\${cur#*=}"; compset -P '*='; fi
${choice(commands)}
  if [[ -n $offered ]]; then
    compadd -- \${(s: :)offered}
  elif [[ $kind = file ]]; then
    _files
  fi
}
compdef _kanto_manifest kanto-manifest
`;
}

function fishScript(commands: readonly CompletedCommand[]): string {
  const names = commands.map(({ name }) => name).join(' ');
  const lines = commands.flatMap(({ name, options: them, operand }) => {
    const when = `complete -c kanto-manifest -n '__fish_seen_subcommand_from ${name}'`;
    const operands = typeof operand === 'string' ? [] : [`${when} -f -a '${operand.join(' ')}'`];
    return [
      ...(operand === 'text' ? [`${when} -f`] : operands),
      ...them.map((it) => `${when} -l ${it.name.slice(2)}${fishValue(it.value)}`),
    ];
  });
  return `# Completion of kanto-manifest for fish: kanto-manifest completion fish | source
complete -c kanto-manifest -n __fish_use_subcommand -f -a '${names}'
complete -c kanto-manifest -n __fish_use_subcommand -l help
complete -c kanto-manifest -n __fish_use_subcommand -l version
${lines.join('\n')}
`;
}

function fishValue(value: Completed | undefined): string {
  if (value === undefined) return '';
  if (value === 'file') return ' -r -F';
  return value === 'text' ? ' -x' : ` -x -a '${value.join(' ')}'`;
}
