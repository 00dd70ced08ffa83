/** A real daemon's process, in a scratch folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { describe, onTestFinished } from 'vitest';
import { type DaemonName, findDaemon } from '../../scripts/lib/kantoDaemons.mjs';

export interface DaemonProcess {
  /** Ends it as a service manager does. */
  stop(): Promise<void>;
  /** Ends it as a lack of memory or power does. */
  kill(): Promise<void>;
  /** Starts it again where it was ended; resolves when it is ready. */
  start(): Promise<void>;
  /** The exit code of a daemon that ended by itself; waits for it. */
  ended(): Promise<number | null>;
}

export interface DaemonSetup {
  readonly name: DaemonName;
  readonly args: readonly string[];
  readonly logFile: string;
  /** Resolves once it does what it is for; called before each start. */
  readonly ready: () => Promise<unknown>;
}

/** `describe`, left out with a line that says so where there is no such daemon. */
export async function describeWithDaemon(
  daemons: DaemonName | readonly DaemonName[],
  title: string,
  body: () => void,
): Promise<void> {
  const missing: string[] = [];
  for (const name of [daemons].flat()) if (!(await findDaemon(name))) missing.push(name);
  if (missing.length > 0)
    console.log(`SKIPPED: ${title}: no ${missing.join(' and no ')}; see npm run test:kanto.`);
  describe.skipIf(missing.length > 0)(title, body);
}

export async function startDaemonProcess({
  name,
  args,
  logFile,
  ready,
}: DaemonSetup): Promise<DaemonProcess> {
  const found = await findDaemon(name);
  if (!found) throw new Error(`There is no ${name}.`);
  const program = found;
  let child: ChildProcess | undefined;
  let said = '';
  onTestFinished(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    const log = await readFile(logFile, 'utf8').catch(() => '(no log)');
    console.log(`── what ${name} said\n${said}${log}`);
  });

  async function start(): Promise<void> {
    const isReady = ready();
    const started = spawn(program, [...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'] ?? '' },
    });
    child = started;
    for (const stream of [started.stdout, started.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        said += chunk.toString();
      });
    }
    const gone = once(started, 'exit').then(([code]) => {
      throw new Error(`${name} ended with ${code} before it was ready.`);
    });
    await Promise.race([isReady, gone]);
    gone.catch(() => undefined);
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  }

  await start();
  return {
    start,
    stop: () => end('SIGINT'),
    kill: () => end('SIGKILL'),
    ended: async () => {
      if (child && child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      return child?.exitCode ?? null;
    },
  };
}
