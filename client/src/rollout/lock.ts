/** One program at a time on a journal: two would each send what the other has sent. */

import { createHash, randomUUID } from 'node:crypto';
import { link, readFile, readlink, realpath, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { t } from '@vscode/l10n';
import { FaultError, fault } from '../errors.ts';
import { isObject, parseJson } from '../protocol/json.ts';

/** Where the number of a process stands for that process; what a system does not tell is absent. */
interface Place {
  readonly host: string;
  /** A machine of the same name is another one where it has another. */
  readonly machine?: string;
  /** Another one after each start of the machine. */
  readonly boot?: string;
  /** Each container counts processes for itself, and can have the name of the host. */
  readonly space?: string;
}

/** Who holds it, as the lock file says. */
interface Holder extends Place {
  readonly pid: number;
  readonly token: string;
}

/** Unknown where its process cannot be seen from here. */
type Standing = 'alive' | 'gone' | 'unknown';

/**
 * Takes the lock beside `file`; the returned function gives it back. A lock whose process is certainly gone is taken over.
 * @throws FaultError `journal-in-use`
 */
export async function lock(file: string): Promise<() => Promise<void>> {
  const path = await lockOf(file);
  const token = randomUUID();
  const own = `${path}.${token}`;
  const holder: Holder = { pid: process.pid, ...(await ownPlace()), token };
  try {
    await writeFile(own, JSON.stringify(holder), { mode: 0o600, flag: 'wx' });
    if (!(await placed(own, path))) await takeOver(own, path, file);
  } finally {
    await rm(own, { force: true });
  }
  return async () => {
    if ((await readHolder(path))?.token === token) await rm(path, { force: true });
  };
}

/** Whether a program works with `file`, as far as can be seen. */
export async function isHeld(file: string): Promise<boolean> {
  const holder = await readHolder(await lockOf(file));
  return holder !== undefined && (await standingOf(holder)) !== 'gone';
}

/** Beside the file by its one real name: two programs that use two links to it work with one journal all the same. */
async function lockOf(file: string): Promise<string> {
  return `${await realName(file)}.lock`;
}

/** Of one that is not there yet, by its folder. */
async function realName(file: string): Promise<string> {
  try {
    return await realpath(file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    return join(await realpath(dirname(file)), basename(file));
  }
}

/** A link is made whole or not at all. */
async function placed(own: string, path: string): Promise<boolean> {
  try {
    await link(own, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Of several that find the same one gone only one at a time may look at it and take its place. */
async function takeOver(own: string, path: string, file: string): Promise<void> {
  const turn = `${path}.turn`;
  if (!(await placed(own, turn))) throw await inUse(file, turn, await readHolder(turn));
  try {
    const held = await readHolder(path);
    if (held && (await standingOf(held)) !== 'gone') throw await inUse(file, path, held);
    await rm(path, { force: true });
    if (!(await placed(own, path))) throw await inUse(file, path, await readHolder(path));
  } finally {
    await rm(turn, { force: true });
  }
}

async function readHolder(path: string): Promise<Holder | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  const value = text === undefined ? undefined : parseJson(text);
  if (!isObject(value)) return undefined;
  const { pid, host, token } = value;
  if (typeof pid !== 'number' || typeof host !== 'string' || typeof token !== 'string') return undefined;
  return { pid, host, token, ...textsOf(value) };
}

function textsOf({ machine, boot, space }: Readonly<Record<string, unknown>>): Omit<Place, 'host'> {
  return {
    ...(typeof machine === 'string' && { machine }),
    ...(typeof boot === 'string' && { boot }),
    ...(typeof space === 'string' && { space }),
  };
}

/** Taken for gone is only what certainly is: two that work with one journal would send twice. */
async function standingOf({ pid, host, machine, boot, space }: Holder): Promise<Standing> {
  const own = await ownPlace();
  if (host !== own.host) return 'unknown';
  if (boot !== own.boot) {
    const isRestarted = boot !== undefined && machine !== undefined && machine === own.machine;
    return isRestarted && own.boot !== undefined ? 'gone' : 'unknown';
  }
  if (space !== own.space || (boot !== undefined && space === undefined)) return 'unknown';
  try {
    process.kill(pid, 0);
    return 'alive';
  } catch (error) {
    // It is there, and another user's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM' ? 'alive' : 'gone';
  }
}

async function ownPlace(): Promise<Place> {
  const host = hostname();
  if (process.platform !== 'linux') return { host };
  const [machine, boot, space] = await Promise.all([
    // machine-id(5), which wants it to be told to nobody as it is.
    told(readFile('/etc/machine-id', 'utf8')).then((id) => id && digest(id)),
    // proc(5), random. No time: a clock that is set meanwhile would make another start of the machine of it.
    told(readFile('/proc/sys/kernel/random/boot_id', 'utf8')),
    // namespaces(7)
    told(readlink('/proc/self/ns/pid')),
  ]);
  return { host, ...textsOf({ machine, boot, space }) };
}

/** Undefined where the system does not tell it. */
async function told(reading: Promise<string>): Promise<string | undefined> {
  const text = await reading.catch(() => undefined);
  return text?.trim() || undefined;
}

function digest(id: string): string {
  return createHash('sha256').update(`kanto-manifest journal ${id}`).digest('hex');
}

async function inUse(file: string, path: string, holder: Holder | undefined): Promise<FaultError> {
  const who = holder === undefined ? t('Another program') : t('Process {0} on {1}', holder.pid, holder.host);
  const isUnknown = holder !== undefined && (await standingOf(holder)) === 'unknown';
  const [message, advice] = isUnknown
    ? [
        t(
          '{0} works with the journal {1}, or has done so: it belongs to another machine or container, or to an earlier start of this one, so whether it still runs cannot be seen from here.',
          who,
          file,
        ),
        t(
          'Make sure that it has ended: two that work with one journal would send twice. Then delete {0}, and go on.',
          path,
        ),
      ]
    : [
        t('{0} works with the journal {1}.', who, file),
        t(
          'Wait until it has ended, or end it; then go on. If there is no such program any more, delete {0}.',
          path,
        ),
      ];
  return new FaultError(fault('journal-in-use', message, advice));
}
