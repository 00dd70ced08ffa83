/** Runs the built command line as a person's shell would. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export const cliProgram = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const project = fileURLToPath(new URL('../..', import.meta.url));

export interface Ended {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string | Uint8Array;
  /** The working folder, in place of the project's. */
  readonly folder?: string;
  /** A script of `sh` that runs the call, which is `"$@"` in it. */
  readonly script?: string;
}

export function runCommandLine(
  argv: readonly string[],
  { env, input, folder = project, script }: RunOptions = {},
): Promise<Ended> {
  const call = [process.execPath, cliProgram, ...argv] as const;
  const [program, ...rest] = script === undefined ? call : (['sh', '-c', script, 'sh', ...call] as const);
  return new Promise((resolve) => {
    const child = execFile(
      program,
      rest,
      { cwd: folder, env: { ...process.env, ...env } },
      (error, out, err) => resolve({ status: error === null ? 0 : Number(error.code), out, err }),
    );
    child.stdin?.end(input ?? '');
  });
}

export interface Simulation {
  readonly url: string;
  stop(): Promise<number | null>;
}

/** `simulate` on a free port, until stopped as Ctrl+C stops it. */
export async function startSimulation(options: readonly string[] = []): Promise<Simulation> {
  const child = spawn(process.execPath, [cliProgram, 'simulate', '--port', '0', ...options], {
    cwd: project,
  });
  let out = '';
  child.stdout.setEncoding('utf8');
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
    out += chunk;
    if (out.includes('\n')) break;
  }
  child.stdout.resume();
  child.stderr.resume();
  const url = /mqtt:\/\/[\d.]+:\d+/.exec(out)?.[0];
  if (url === undefined) throw new Error(`The simulation did not start: ${out}`);
  return {
    url,
    stop: async () => {
      const exit = once(child, 'exit');
      child.kill('SIGINT');
      const [status] = await exit;
      return typeof status === 'number' ? status : null;
    },
  };
}
