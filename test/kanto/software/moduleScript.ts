/**
 * What the script of a module does, step by step: as the text of a shell script, which the real daemon runs, and as
 * what the simulated device is told that it did, which runs none.
 */
export type Step =
  /** The whole content of its file `status` from now on. */
  | { readonly status: string }
  /** A file in its folder of installed dependencies. */
  | { readonly installed: string; readonly text: string }
  | { readonly stderr: string }
  /** Goes on when the test lets it. */
  | { readonly wait: string };

export interface ModuleScript {
  readonly steps: readonly Step[];
  readonly exitCode?: number;
  /** Where its dependencies lie; usually `installed-deps`. */
  readonly folder?: string;
}

/** Seconds in which the daemon looks at a file before it changes again. */
const pause = 0.2;

/** @param gates folder in which a file lets a waiting script go on */
export function shellScript(
  { steps, exitCode, folder = 'installed-deps' }: ModuleScript,
  gates: string,
): string {
  const lines = steps.flatMap((step) => {
    if ('status' in step) return [`printf '%s' ${quoted(step.status)} > status`, `sleep ${pause}`];
    if ('stderr' in step) return [`echo ${quoted(step.stderr)} >&2`];
    if ('wait' in step) return [`while [ ! -e ${quoted(`${gates}/${step.wait}`)} ]; do sleep 0.05; done`];
    const path = `${folder}/${step.installed}`;
    return [`mkdir -p "$(dirname ${quoted(path)})"`, `printf '%s' ${quoted(step.text)} > ${quoted(path)}`];
  });
  return ['#!/bin/sh', ...lines, `exit ${exitCode ?? 0}`, ''].join('\n');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
