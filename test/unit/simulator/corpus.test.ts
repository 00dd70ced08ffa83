import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { toContainers } from '../../../client/src/simulator/containers/config.ts';
import { ContainerError } from '../../../client/src/simulator/containers/container.ts';
import { toInternalDesiredState } from '../../../client/src/simulator/containers/desiredState.ts';
import { planContainers } from '../../../client/src/simulator/containers/plan.ts';
import {
  installFault,
  removeActionType,
  removeFault,
  updateActionType,
} from '../../../client/src/simulator/containers/softwareActions.ts';
import { Panic } from '../../../client/src/simulator/daemon.ts';
import { unmarshal } from '../../../client/src/simulator/go/decode.ts';
import { splitByDomain } from '../../../client/src/simulator/updateManager/operation.ts';
import {
  type DesiredState,
  desiredState,
  type KeyValuePair,
} from '../../../client/src/simulator/updateManager/types.ts';
import type { JsonValue } from '../../../server/src/messages.ts';

/** What the code of a real device said of a generated manifest (container-management, run offline). */
interface Verdict {
  readonly error?: string;
  readonly crash?: string;
  /** Lines of the device's log about what it dropped. */
  readonly warnings?: readonly string[];
}

interface Case extends Verdict {
  readonly value: JsonValue;
}

interface PlanCase extends Verdict {
  readonly softwareNodes: readonly {
    readonly id: string;
    readonly parameters: readonly { readonly key: string; readonly value: string }[];
  }[];
  readonly desiredState: JsonValue;
  readonly actions: readonly { readonly id: string; readonly action: string }[];
}

function corpus<T>(name: string): T[] {
  const file = new URL(`../../fixtures/corpus/${name}.jsonl.gz`, import.meta.url);
  const lines = gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n');
  return lines.map((line): T => JSON.parse(line));
}

/** The verdict of the simulated device: each crash is told alike, as the corpus tells only Go's own words for it. */
function verdict(judge: (warn: (line: string) => void) => string | undefined): Verdict {
  const lines: string[] = [];
  const warnings = () => (lines.length === 0 ? {} : { warnings: lines });
  try {
    const error = judge((line) => lines.push(line));
    return error === undefined ? warnings() : { error, ...warnings() };
  } catch (error) {
    if (error instanceof ContainerError) return { error: error.message, ...warnings() };
    if (!(error instanceof Panic)) throw error;
    return { crash: 'runtime error: invalid memory address or nil pointer dereference', ...warnings() };
  }
}

const newId = () => 'an-id';

function judgeDesiredState(value: JsonValue, warn: (line: string) => void): string | undefined {
  const read = unmarshal(JSON.stringify(value), desiredState);
  if (!read.ok) return read.error;
  const own = splitByDomain(read.value).get('containers');
  if (own === undefined) return 'no supported domain';
  toInternalDesiredState(own, { newId, warn });
  return undefined;
}

function agreement<T>(name: string, cases: readonly T[], agrees: (one: T) => void): void {
  let agreeing = 0;
  const faults: unknown[] = [];
  for (const one of cases) {
    try {
      agrees(one);
      agreeing++;
    } catch (error) {
      faults.push(error);
    }
  }
  console.log(`corpus, ${name}: ${agreeing} of ${cases.length} verdicts agree`);
  if (faults.length > 0) throw faults[0];
}

describe('the simulated device judges as the real code does', () => {
  it('desired states', () => {
    agreement('desired states', corpus<Case>('desired-states'), ({ value, ...recorded }) => {
      expect(
        verdict((warn) => judgeDesiredState(value, warn)),
        JSON.stringify(value),
      ).toEqual(recorded);
    });
  });

  it('install', () => {
    agreement('install', corpus<Case>('installs'), ({ value, ...recorded }) => {
      const own = verdict(() => {
        const read = unmarshal(JSON.stringify(value), updateActionType);
        return read.ok ? installFault(read.value) : read.error;
      });
      expect(own, JSON.stringify(value)).toEqual(recorded);
    });
  });

  it('remove', () => {
    agreement('remove', corpus<Case>('removes'), ({ value, ...recorded }) => {
      const own = verdict(() => {
        const read = unmarshal(JSON.stringify(value), removeActionType);
        return read.ok ? removeFault(read.value) : read.error;
      });
      expect(own, JSON.stringify(value)).toEqual(recorded);
    });
  });

  it('plans from an inventory', () => {
    let hidden = 0;
    agreement('plans', corpus<PlanCase>('plans'), (one) => {
      const { actions, error } = one;
      const plan = (logPath: HiddenLogPath) => {
        let own: unknown;
        const { error: refused } = verdict(() => {
          own = planned(one, logPath);
          return undefined;
        });
        return { actions: own, error: refused };
      };
      const visible = plan('none');
      if (isDeepStrictEqual(visible, { actions, error })) return;
      hidden++;
      expect(plan('as wanted'), JSON.stringify(one)).toEqual({ actions, error });
    });
    console.log(`corpus, plans: ${hidden} of them turn on a log path that no inventory tells`);
  });
});

/** The containers behind an inventory: its parameters are config entries, but for the restart timeout's unit. */
function planned({ softwareNodes, desiredState: wanted }: PlanCase, logPath: HiddenLogPath): unknown {
  const read = unmarshal(JSON.stringify(wanted), desiredState);
  if (!read.ok) throw new ContainerError(read.error);
  const ignore = { newId, warn: () => undefined };
  const current = toContainers(
    softwareNodes.map(({ id, parameters }) => {
      const name = id.replace(/^containers:/, '');
      const reported = parameters.map(({ key, value }) => ({
        key,
        value: key === 'restartTimeout' ? String(seconds(value)) : value,
      }));
      return {
        id: name,
        version: '',
        config: [...reported, ...(logPath === 'none' ? [] : hiddenLogPath(reported, read.value, name))],
      };
    }),
    ignore,
  );
  const own = splitByDomain(read.value).get('containers');
  if (own === undefined) throw new ContainerError('no supported domain');
  const internal = toInternalDesiredState(own, ignore);
  return planContainers(internal.containers, current, internal.systemContainers ?? ['sys1']).map(
    ({ name, kind }) => ({ id: name, action: kind }),
  );
}

/** The path of logs that are not written (`logDriver` is `none`): the container has it, its inventory does not. */
type HiddenLogPath = 'none' | 'as wanted';

function hiddenLogPath(
  reported: readonly KeyValuePair[],
  wanted: DesiredState,
  name: string,
): KeyValuePair[] {
  if (!reported.some(({ key, value }) => key === 'logDriver' && value === 'none')) return [];
  const components = (wanted.domains ?? []).flatMap((domain) => domain?.components ?? []);
  const entries = components.find((component) => component?.id === name)?.config ?? [];
  return entries.filter((entry) => entry !== null).filter(({ key }) => key === 'logPath');
}

function seconds(duration: string): number {
  const [, hours = 0, minutes = 0, rest = 0] = /^(?:(\d+)h)?(?:(\d+)m)?(\d+)s$/.exec(duration) ?? [];
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(rest);
}
