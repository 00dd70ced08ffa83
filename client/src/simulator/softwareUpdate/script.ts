/**
 * The installation script of a module. The simulated device never runs one: it tells what a well-behaved script
 * tells, and fails where the script plainly ends with a failure.
 */
import type { Files } from './dependencies.ts';
import type { Module } from './module.ts';

export interface ScriptRun {
  readonly exitCode: number;
  /** What it left in the module's folder, by path. */
  readonly files: Files;
  /** Content of its file `status` that it wrote when it ended, so that the daemon hears of it afterwards. */
  readonly lastStatus?: string;
}

/**
 * @param script text of `install.sh`; undefined where it is in an archive, or was not downloaded from this machine
 * @param write the script writes this into its file `status`
 */
export type RunScript = (
  module: Module,
  script: string | undefined,
  write: (status: string) => Promise<void>,
) => Promise<ScriptRun>;

/** The group under which a pretended script leaves its module installed. */
export const pretendScript = pretendScriptOf('simulated');

export function pretendScriptOf(group: string): RunScript {
  return async ({ name, version }, script, write) => {
    const lastLine = script?.trimEnd().split('\n').at(-1) ?? '';
    const exitCode = Number(/^\s*exit\s+(\d{1,3})\s*$/.exec(lastLine)?.[1] ?? 0);
    if (exitCode !== 0) return { exitCode, files: new Map() };
    await write('progress=10\n');
    await write('progress=10\nmessage=started\n');
    await write('progress=60\nmessage=copying\n');
    const left = `group=${group}\nname=${name}\nversion=${version}\ntype=software\n`;
    return {
      exitCode,
      files: new Map([[`installed-deps/${name.replaceAll('/', '_')}.prs`, left]]),
      lastStatus: 'progress=100\nmessage=done\n',
    };
  };
}
