/**
 * The installation script of a module. The simulated device never runs one: it tells what a well-behaved script
 * tells, and fails where the script plainly ends with a failure.
 */
import type { Module } from './module.ts';

export interface Dependency {
  readonly group: string;
  readonly name: string;
  readonly version: string;
  readonly type: string;
}

/** What a script wrote into its file `status` while it ran, what it left installed, and how it ended. */
export interface ScriptRun {
  readonly progress: readonly { readonly progress: number; readonly message: string }[];
  readonly installed: readonly Dependency[];
  readonly exitCode: number;
}

/** @param script text of `install.sh`; undefined where it was not downloaded from this machine */
export type RunScript = (module: Module, script: string | undefined) => ScriptRun;

export const pretendScript: RunScript = (module, script) => {
  const lastLine = script?.trimEnd().split('\n').at(-1) ?? '';
  const exitCode = Number(/^\s*exit\s+(\d{1,3})\s*$/.exec(lastLine)?.[1] ?? 0);
  if (exitCode !== 0) return { progress: [], installed: [], exitCode };
  return {
    progress: [
      { progress: 10, message: '' },
      { progress: 10, message: 'started' },
      { progress: 60, message: 'copying' },
      { progress: 100, message: 'done' },
    ],
    installed: [{ group: 'simulated', name: module.name, version: module.version, type: 'software' }],
    exitCode,
  };
};
