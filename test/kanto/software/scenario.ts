/** What is sent to a generic daemon, and what happens around it: the same for the real one and the simulated. */
import type { Requisites, Stage } from './stage.ts';

export interface Scenario {
  readonly name: string;
  readonly requisites?: Requisites;
  run(stage: Stage): Promise<unknown>;
}

/** The value of an install or a download. */
export function operation(correlationId: string, ...softwareModules: readonly object[]) {
  return { correlationId, softwareModules };
}

export function moduleOf(name: string, ...artifacts: readonly object[]) {
  return { softwareModule: { name, version: '1' }, artifacts };
}

/** One install of the module `hello`. */
export function installsHello(name: string, requisites: Requisites, changes: object = {}): Scenario {
  return {
    name,
    requisites,
    run: ({ command, module }) => command('install', operation('c', { ...module('hello'), ...changes })),
  };
}

/** A script that says nothing and ends well. */
export const quiet = { steps: [] };
