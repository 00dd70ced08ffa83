/** The values of options and the files of a call, each in its form; anything else is a usage error (exit 2). */
import type { SoftwareUpdatableTarget } from '../../../server/src/messages.ts';
import { type Receivable, receivables } from '../connections/profile.ts';
import { type ConsentCommand, consentCommands } from '../protocol/updateManager.ts';
import type { ConsentAnswer } from '../updates/consent.ts';
import { type AskLevel, askLevels } from '../words/applyQuestion.ts';
import type { Format, ImportFormat, StreamFormat } from './call.ts';
import type { ConfigurationChoice } from './configuration.ts';
import { type ReportFormat, reportFormats } from './reporters.ts';

/** A wrong call. The message says what was wrong; the help says what is right. */
export class UsageError extends Error {}

export function required(value: string | undefined, name: string, what: string): string {
  if (value === undefined || value === '') throw new UsageError(`--${name} is missing: ${what}.`);
  return value;
}

export function oneFile(command: string, [file, ...others]: readonly string[]): string {
  if (others.length > 0) throw new UsageError(`"${command}" takes one FILE, got ${others.length + 1}.`);
  if (file === undefined) throw new UsageError(`"${command}" needs a FILE.`);
  return file;
}

export function noFiles(command: string, files: readonly string[]): void {
  if (files.length > 0) throw new UsageError(`"${command}" takes no FILE, got "${files[0]}".`);
}

export function format(value: string | undefined): Format {
  if (value === undefined || value === 'text') return 'text';
  if (value === 'json') return 'json';
  throw new UsageError(`--format is text or json, got "${value}".`);
}

/** Of what tells one thing after the other. */
export function streamFormat(value: string | undefined): StreamFormat {
  if (value === 'jsonl') return value;
  if (value === undefined || value === 'text' || value === 'json') return format(value);
  throw new UsageError(`--format is text, json or jsonl, got "${value}".`);
}

export function importFormat(value: string | undefined): ImportFormat {
  if (value === undefined || value === 'yaml') return 'yaml';
  if (value === 'json' || value === 'jsonl') return value;
  throw new UsageError(`--format is yaml, json or jsonl, got "${value}".`);
}

export function reportFormat(value: string | undefined): ReportFormat {
  const known = reportFormats.find((it) => it === (value ?? 'text'));
  if (known === undefined)
    throw new UsageError(`--format is one of ${reportFormats.join(', ')}, got "${value}".`);
  return known;
}

/** The nearest file unless the call says otherwise. */
export function configurationChoice(values: {
  readonly config?: string | undefined;
  readonly 'no-config'?: boolean | undefined;
}): ConfigurationChoice {
  const { config, 'no-config': none } = values;
  if (config === undefined) return none ? 'none' : 'nearest';
  if (none) throw new UsageError('Only one of --config and --no-config has a meaning.');
  return { file: required(config, 'config', 'a configuration file') };
}

export function warnings(value: string): number {
  const number = Number(value);
  if (!/^\d+$/.test(value)) throw new UsageError(`--max-warnings is a number from 0, got "${value}".`);
  return number;
}

export function consent(value: string): ConsentAnswer {
  if (value === 'approve') return 'APPROVED';
  if (value === 'deny') return 'DENIED';
  throw new UsageError(`--consent is approve or deny, got "${value}".`);
}

/** The levels of the setting `kanto.apply.ask`. */
export function askLevel(value: string): AskLevel {
  const known = askLevels.find((it) => it === value);
  if (known === undefined) throw new UsageError(`--ask is one of ${askLevels.join(', ')}, got "${value}".`);
  return known;
}

export function consentNames(value: string | undefined): readonly ConsentCommand[] {
  if (value === undefined) return [];
  return value.split(',').map((written) => {
    const known = consentCommands.find((it) => it === written.trim().toUpperCase());
    if (known === undefined)
      throw new UsageError(`--owner-consent is a list of ${consentCommands.join(', ')}, got "${written}".`);
    return known;
  });
}

export function receivable(value: string): readonly Receivable[] {
  return value.split(',').map((written) => {
    const known = receivables.find((it) => it === written.trim());
    if (known === undefined)
      throw new UsageError(`--receive is a list of ${receivables.join(', ')}, got "${written}".`);
    return known;
  });
}

export function port(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0 || number > 65_535) {
    throw new UsageError(`--port is a number from 0 (any free port) to 65535, got "${value}".`);
  }
  return number;
}

const mostSimulated = 200;

export function simulated(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > mostSimulated)
    throw new UsageError(`--devices of "simulate" is a number from 1 to ${mostSimulated}, got "${value}".`);
  return number;
}

export function ordinal(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1)
    throw new UsageError(`--document is a number from 1, got "${value}".`);
  return number;
}

export function daemon(value: string): SoftwareUpdatableTarget {
  if (value === 'containers') return 'containers';
  if (value === 'software-update') return 'root';
  throw new UsageError(`--daemon is containers or software-update, got "${value}".`);
}

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** `500ms`, `60s`, `2m`, `1h`, or bare seconds → milliseconds. */
export function duration(value: string, name = 'timeout'): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(value);
  const milliseconds = match === null ? 0 : Number(match[1]) * (units[match[2] ?? 's'] ?? 0);
  // setTimeout counts in 31 bits: a longer wait would end at once.
  if (milliseconds <= 0 || milliseconds > 2 ** 31 - 1) {
    throw new UsageError(
      `--${name} is a time such as 500ms, 60s, 2m or 1h (at most 24 days), got "${value}".`,
    );
  }
  return milliseconds;
}
