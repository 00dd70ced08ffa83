/** One program at a time on a journal: two would each send what the other has sent. */

import { randomUUID } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, uptime } from 'node:os';
import { FaultError, fault } from '../errors.ts';
import { isObject, parseJson } from '../protocol/json.ts';

/** Who holds it, as the lock file says. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  /** When the machine was started, seconds since the epoch: after that a number stands for another process. */
  readonly booted: number;
  readonly token: string;
}

/** Seconds. The clock can have been set since. */
const sameBoot = 120;

/**
 * Takes the lock beside `file`; the returned function gives it back. A lock whose process is gone is taken over.
 * @throws FaultError `journal-in-use`
 */
export async function lock(file: string): Promise<() => Promise<void>> {
  const path = `${file}.lock`;
  const token = randomUUID();
  const own = `${path}.${token}`;
  const holder: Holder = { pid: process.pid, host: hostname(), booted: bootTime(), token };
  await writeFile(own, JSON.stringify(holder), { mode: 0o600, flag: 'wx' });
  try {
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
  const holder = await readHolder(`${file}.lock`);
  return holder !== undefined && isAlive(holder);
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
    if (held && isAlive(held)) throw new FaultError(inUse(file, path, held));
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
  const { pid, host, booted, token } = value;
  if (typeof pid !== 'number' || typeof host !== 'string') return undefined;
  if (typeof booted !== 'number' || typeof token !== 'string') return undefined;
  return { pid, host, booted, token };
}

/** What runs on another machine cannot be seen from here. */
function isAlive({ pid, host, booted }: Holder): boolean {
  if (host !== hostname()) return true;
  if (Math.abs(booted - bootTime()) > sameBoot) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there, and another user's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function bootTime(): number {
  return Math.round(Date.now() / 1000 - uptime());
}

function inUse(file: string, path: string, holder: Holder | undefined) {
  const who = holder === undefined ? 'Another program' : `Process ${holder.pid} on ${holder.host}`;
  return fault(
    'journal-in-use',
    `${who} works with the journal ${file}.`,
    `Wait until it has ended, or end it; then go on. If there is no such program any more, delete ${path}.`,
  );
}
