/** Reads a journal back. What others may have written is parsed by guards; what is damaged is told. Pure. */
import { t } from '@vscode/l10n';
import { FaultError, fault } from '../errors.ts';
import { isObject, parseJson } from '../protocol/json.ts';
import type { AgreedDevice, BeginRecord, JournalRecord, ManifestMark } from './journal.ts';
import { readOptions, writtenOptions } from './options.ts';
import { type Losses, type Outcome, outcomes, type RolloutComponent } from './types.ts';

export interface JournalText {
  readonly begin: BeginRecord;
  /** Those after the first, in order. */
  readonly records: readonly Exclude<JournalRecord, BeginRecord>[];
  /** Bytes of the file that hold whole records. What follows was being written when the program or the machine was stopped. */
  readonly whole: number;
}

/**
 * A last line without an end was being written when everything ended: what it would have told was not acted upon yet.
 * @throws FaultError `journal-damaged` for any other damage: what is missing there may be a command that was sent
 */
export function readJournal(bytes: Buffer, file: string): JournalText {
  const lines = linesOf(bytes);
  const records = lines.map(({ text }) => parseRecord(text === undefined ? undefined : parseJson(text)));
  if (lines.length > 1 && lines.at(-1)?.text === undefined) records.pop();
  const bad = records.indexOf(undefined);
  const [begin, ...others] = records;
  if (begin?.kind !== 'begin' || bad >= 0) throw new FaultError(damaged(file, Math.max(0, bad) + 1));
  const known = new Set(begin.devices.map(({ number }) => number));
  const later = others.map((it, index) => {
    if (it === undefined || it.kind === 'begin' || !namesOnly(it, known))
      throw new FaultError(damaged(file, index + 2));
    return it;
  });
  return { begin, records: later, whole: lines[records.length - 1]?.end ?? 0 };
}

interface Line {
  /** Undefined for what has no end. */
  readonly text: string | undefined;
  /** Bytes up to the end of it. */
  readonly end: number;
}

const newline = 0x0a;

function linesOf(bytes: Buffer): readonly Line[] {
  const lines: Line[] = [];
  for (let start = 0; start < bytes.length; ) {
    const at = bytes.indexOf(newline, start);
    const end = at < 0 ? bytes.length : at + 1;
    lines.push({ text: at < 0 ? undefined : decoded(bytes.subarray(start, at)), end });
    start = end;
  }
  return lines;
}

function decoded(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return ''; // damaged, as one that is no JSON is
  }
}

function damaged(file: string, line: number) {
  return fault(
    'journal-damaged',
    t('Line {0} of the journal {1} is damaged, or no record of a rollout.', line, file),
  );
}

function namesOnly(record: Exclude<JournalRecord, BeginRecord>, known: ReadonlySet<number>): boolean {
  if (record.kind === 'retry') return record.numbers.every((it) => known.has(it));
  return !('number' in record) || known.has(record.number);
}

function parseRecord(value: unknown): JournalRecord | undefined {
  if (!isObject(value)) return undefined;
  const { kind, time, number } = value;
  if (!isNumber(time)) return undefined;
  switch (kind) {
    case 'begin':
      return parseBegin(value, time);
    case 'sending': {
      const { attempt, activity } = value;
      if (!isNumber(number) || !isNumber(attempt) || typeof activity !== 'string') return undefined;
      return { kind, number, attempt, activity, time };
    }
    case 'unsent':
      return isNumber(number) ? { kind, number, time } : undefined;
    case 'outcome': {
      const outcome = parseOutcome(value['outcome']);
      if (!isNumber(number) || outcome === undefined) return undefined;
      const { components } = value;
      return {
        kind,
        number,
        outcome,
        ...texts(value, 'message', 'status'),
        ...(Array.isArray(components) && { components: components.flatMap(parseComponent) }),
        time,
      };
    }
    case 'wave':
      return isNumber(value['wave']) ? { kind, wave: value['wave'], time } : undefined;
    case 'retry': {
      const { numbers } = value;
      return Array.isArray(numbers) && numbers.every(isNumber) ? { kind, numbers, time } : undefined;
    }
    case 'resumed': {
      const options = readOptions(value['options']);
      return options && { kind, options: writtenOptions(options), time };
    }
    default:
      return undefined;
  }
}

function parseBegin(value: Readonly<Record<string, unknown>>, time: number): BeginRecord | undefined {
  const { journal, id, manifest, owners, devices } = value;
  const mark = parseMark(manifest);
  const options = readOptions(value['options']);
  if (journal !== 1 || typeof id !== 'string' || id === '' || !mark || !options) return undefined;
  if (!isObject(owners) || !Array.isArray(devices)) return undefined;
  const agreed = devices.map(parseDevice);
  const known = agreed.filter((it) => it !== undefined);
  const owned = Object.entries(owners).filter((it): it is [string, string] => typeof it[1] === 'string');
  if (known.length < agreed.length || !isOneEach(known)) return undefined;
  // Without its owner nobody could tell where a connection led.
  const ownersOf = new Map(owned);
  if (known.some(({ connection }) => !ownersOf.has(connection))) return undefined;
  return {
    kind: 'begin',
    journal,
    id,
    time,
    manifest: mark,
    owners: Object.fromEntries(owned),
    options: writtenOptions(options),
    devices: known,
  };
}

/** One that is listed twice would be sent twice. */
function isOneEach(devices: readonly AgreedDevice[]): boolean {
  const numbers = new Set(devices.map(({ number }) => number));
  const places = new Set(devices.map(({ connection, device }) => JSON.stringify([connection, device])));
  return numbers.size === devices.length && places.size === devices.length;
}

function parseMark(value: unknown): ManifestMark | undefined {
  if (!isObject(value)) return undefined;
  const { name, salt, digest } = value;
  const isMark = typeof name === 'string' && typeof salt === 'string' && typeof digest === 'string';
  return isMark ? { name, salt, digest } : undefined;
}

function parseDevice(value: unknown): AgreedDevice | undefined {
  if (!isObject(value)) return undefined;
  const { number, connection, device, wave } = value;
  if (!isNumber(number) || typeof connection !== 'string' || typeof device !== 'string') return undefined;
  const outcome = parseOutcome(value['outcome']);
  const losses = parseLosses(value['losses']);
  // One that is neither in a wave nor over would be forgotten.
  if (!isNumber(wave) && outcome === undefined) return undefined;
  if (isNumber(wave) && losses === undefined) return undefined;
  return {
    number,
    connection,
    device,
    ...(isNumber(wave) && { wave }),
    ...(losses && { losses }),
    ...(outcome && { outcome }),
    ...texts(value, 'message'),
  };
}

function parseLosses(value: unknown): Losses | undefined {
  if (!isObject(value)) return undefined;
  const { destroyed, replaced, empties } = value;
  if (!isTexts(destroyed) || !isTexts(replaced) || typeof empties !== 'boolean') return undefined;
  return { destroyed, replaced, empties };
}

function parseComponent(value: unknown): readonly RolloutComponent[] {
  if (!isObject(value)) return [];
  const { component, status, since, progress } = value;
  if (typeof component !== 'string' || typeof status !== 'string' || !isNumber(since)) return [];
  const measured = isNumber(progress) && { progress };
  return [{ component, status, since, ...texts(value, 'version', 'message'), ...measured }];
}

function parseOutcome(value: unknown): Outcome | undefined {
  return outcomes.find((it) => it === value);
}

function texts<K extends string>(
  value: Readonly<Record<string, unknown>>,
  ...names: readonly K[]
): { [P in K]?: string } {
  const found: { [P in K]?: string } = {};
  for (const name of names) {
    const text = value[name];
    if (typeof text === 'string') found[name] = text;
  }
  return found;
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((it) => typeof it === 'string');
}
