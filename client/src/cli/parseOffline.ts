/** What the commands understand that need no device. */
import {
  configurationChoice,
  format,
  oneFile,
  ordinal,
  reportFormat,
  UsageError,
  warnings,
} from './arguments.ts';
import { type Call, type Shell, shells } from './call.ts';

/** The options of these commands, as `parseArgs` of Node takes them. */
export const offlineOptions = {
  stdin: { type: 'boolean' },
  'stdin-filename': { type: 'string' },
  'max-warnings': { type: 'string' },
  fix: { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  config: { type: 'string' },
  'no-config': { type: 'boolean' },
  list: { type: 'boolean' },
  to: { type: 'string' },
  form: { type: 'string' },
} as const;

type OfflineOption = keyof typeof offlineOptions | 'format' | 'device' | 'document';

/** Which options each of them has. */
export const offlineCommands = {
  validate: ['format', 'stdin', 'stdin-filename', 'max-warnings', 'fix', 'dry-run', 'config', 'no-config'],
  convert: ['to', 'form', 'device', 'document', 'config', 'no-config'],
  schema: ['list'],
  rules: ['format'],
  completion: [],
} as const satisfies Record<string, readonly OfflineOption[]>;

export type OfflineCommand = keyof typeof offlineCommands;

export function isOfflineCommand(command: string): command is OfflineCommand {
  return Object.hasOwn(offlineCommands, command);
}

type Values = { readonly [P in OfflineOption]?: string | boolean | undefined };
interface Given {
  readonly texts: Readonly<Record<string, string>>;
  has(name: OfflineOption): boolean;
}

/** @throws UsageError */
export function offlineCall(command: OfflineCommand, files: readonly string[], values: Values): Call {
  const texts = Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
  const given: Given = { texts, has: (name) => values[name] !== undefined };
  switch (command) {
    case 'validate':
      return validateCall(files, given);
    case 'convert':
      return convertCall(files, given);
    case 'schema':
      if (files.length > 1) throw new UsageError(`"schema" takes one NAME, got ${files.length}.`);
      if (given.has('list') && files.length > 0) throw new UsageError('With --list no NAME has a meaning.');
      return { command, ...(files[0] !== undefined && { name: files[0] }) };
    case 'completion':
      return { command, shell: shellOf(files) };
    case 'rules':
      if (files.length > 1) throw new UsageError(`"rules" takes one CODE, got ${files.length}.`);
      return { command, format: format(texts['format']), ...(files[0] !== undefined && { code: files[0] }) };
  }
}

function shellOf([named, ...others]: readonly string[]): Shell {
  const shell = shells.find((it) => it === named);
  if (shell === undefined || others.length > 0)
    throw new UsageError(
      `"completion" takes the name of a shell, ${shells.join(', ')}${named === undefined ? '' : `, got "${[named, ...others].join(' ')}"`}.`,
    );
  return shell;
}

function validateCall(named: readonly string[], { texts, has }: Given): Call {
  const files = has('stdin') && !named.includes('-') ? ['-', ...named] : named;
  const { 'stdin-filename': name, 'max-warnings': most } = texts;
  if (files.length === 0) throw new UsageError('"validate" needs at least one FILE.');
  if (name !== undefined && !files.includes('-'))
    throw new UsageError('--stdin-filename has a meaning only with --stdin.');
  if (has('dry-run') && !has('fix')) throw new UsageError('--dry-run has a meaning only with --fix.');
  if (has('fix') && !has('dry-run') && files.includes('-'))
    throw new UsageError('--fix writes files, and standard input is none: add --dry-run.');
  return {
    command: 'validate',
    format: reportFormat(texts['format']),
    files,
    configuration: configurationChoice({ config: texts['config'], 'no-config': has('no-config') }),
    ...(name !== undefined && { stdinName: name }),
    ...(most !== undefined && { maxWarnings: warnings(most) }),
    ...(has('fix') && { fix: has('dry-run') ? ('dry' as const) : ('write' as const) }),
  };
}

/** By the words of the command line. */
export const forms = { envelope: 'envelope', value: 'value', content: 'bare' } as const;
export const textFormats = ['json', 'yaml'] as const;

function convertCall(files: readonly string[], { texts, has }: Given): Call {
  const { to, form, device, document: number } = texts;
  const textFormat = textFormats.find((it) => it === to);
  if (to !== undefined && textFormat === undefined)
    throw new UsageError(`--to is json or yaml, got "${to}".`);
  const meant = Object.entries(forms).find(([name]) => name === form)?.[1];
  if (form !== undefined && meant === undefined)
    throw new UsageError(`--form is envelope, value or content, got "${form}".`);
  if (to === undefined && form === undefined) throw new UsageError('"convert" needs --to, --form or both.');
  if (device !== undefined && meant !== 'envelope')
    throw new UsageError('--device has a meaning only with --form envelope.');
  return {
    command: 'convert',
    file: oneFile('convert', files),
    configuration: configurationChoice({ config: texts['config'], 'no-config': has('no-config') }),
    ...(textFormat && { to: textFormat }),
    ...(meant && { form: meant }),
    ...(device !== undefined && { device }),
    ...(number !== undefined && { document: ordinal(number) }),
  };
}
