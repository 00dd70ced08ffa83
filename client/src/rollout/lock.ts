/** One program at a time on a journal: two would each send what the other has sent. */

import { randomUUID } from 'node:crypto';
import { link, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { t } from '@vscode/l10n';
import { FaultError, fault } from '../errors.ts';
import { isObject, parseJson } from '../protocol/json.ts';

/** Who holds it, as the lock file says. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  /** Another one after each start of the machine, when a number stands for another process; absent where the system has none. */
  readonly boot?: string;
  readonly token: string;
}

/**
 * Takes the lock beside `file`; the returned function gives it back. A lock whose process is gone is taken over.
 * @throws FaultError `journal-in-use`
 */
export async function lock(file: string): Promise<() => Promise<void>> {
  const path = await lockOf(file);
  const token = randomUUID();
  const own = `${path}.${token}`;
  const boot = await bootId();
  const holder: Holder = { pid: process.pid, host: hostname(), ...(boot !== undefined && { boot }), token };
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

/** Whether a program that is alive works with `file`. */
export async function isHeld(file: string): Promise<boolean> {
  const holder = await readHolder(await lockOf(file));
  return holder !== undefined && (await isAlive(holder));
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
  if (!(await placed(own, turn))) throw new FaultError(inUse(file, turn, await readHolder(turn)));
  try {
    const held = await readHolder(path);
    if (held && (await isAlive(held))) throw new FaultError(inUse(file, path, held));
    await rm(path, { force: true });
    if (!(await placed(own, path))) throw new FaultError(inUse(file, path, await readHolder(path)));
  } finally {
    await rm(turn, { force: true });
  }
}

async function readHolder(path: string): Promise<Holder | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  const value = text === undefined ? undefined : parseJson(text);
  if (!isObject(value)) return undefined;
  const { pid, host, boot, token } = value;
  if (typeof pid !== 'number' || typeof host !== 'string' || typeof token !== 'string') return undefined;
  return { pid, host, ...(typeof boot === 'string' && { boot }), token };
}

/** What runs on another machine cannot be seen from here. */
async function isAlive({ pid, host, boot }: Holder): Promise<boolean> {
  if (host !== hostname()) return true;
  if (boot !== undefined && boot !== (await bootId())) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there, and another user's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Of Linux (proc(5), random). No time: a clock that is set meanwhile would make another start of the machine of it. */
async function bootId(): Promise<string | undefined> {
  if (process.platform !== 'linux') return undefined;
  return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
}

function inUse(file: string, path: string, holder: Holder | undefined) {
  const who = holder === undefined ? t('Another program') : t('Process {0} on {1}', holder.pid, holder.host);
  return fault(
    'journal-in-use',
    t('{0} works with the journal {1}.', who, file),
    t(
      'Wait until it has ended, or end it; then go on. If there is no such program any more, delete {0}.',
      path,
    ),
  );
}
