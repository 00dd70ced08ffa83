/** The options of `rollout`, each in its form; anything else is a usage error. */

import { usualOptions } from '../rollout/options.ts';
import { parsePause } from '../rollout/pause.ts';
import { parseThreshold } from '../rollout/threshold.ts';
import { type Outcome, outcomes, type RolloutOptions } from '../rollout/types.ts';
import { parseWaves } from '../rollout/waves.ts';
import { duration, required, UsageError } from './arguments.ts';

/** The options of this command alone, as `parseArgs` of Node takes them. */
export const rolloutOptions = {
  devices: { type: 'string' },
  filter: { type: 'string' },
  waves: { type: 'string' },
  concurrency: { type: 'string' },
  pause: { type: 'string' },
  'max-failures': { type: 'string' },
  'skip-in-sync': { type: 'boolean' },
  journal: { type: 'string' },
  resume: { type: 'boolean' },
  retry: { type: 'string' },
  listen: { type: 'string' },
} as const;

/** Those that have no meaning once it was begun. */
export const onlyToBegin = ['devices', 'filter', 'waves', 'listen'] as const;

/** The values as they were typed; absent is what was not. */
type RolloutValues = {
  readonly [K in keyof typeof rolloutOptions]?:
    | ((typeof rolloutOptions)[K]['type'] extends 'string' ? string : boolean)
    | undefined;
} & { readonly timeout?: string | undefined };

export const rolloutFormats = ['text', 'json', 'jsonl', 'junit'] as const;
export type RolloutFormat = (typeof rolloutFormats)[number];

export function rolloutFormat(value: string | undefined): RolloutFormat {
  const known = rolloutFormats.find((it) => it === (value ?? 'text'));
  if (known === undefined)
    throw new UsageError(`--format is one of ${rolloutFormats.join(', ')}, got "${value}".`);
  return known;
}

/** What is begun, or gone on with. */
export type RolloutAim =
  | {
      readonly kind: 'begin';
      /** Ids and patterns between commas, or `@` and a file of them. */
      readonly devices: string;
      readonly filter?: string;
      /** Milliseconds in which devices are listened for that a pattern may stand for. */
      readonly listen: number;
      readonly options: RolloutOptions;
    }
  | {
      readonly kind: 'resume';
      /** Only those that were given. */
      readonly options: Partial<Omit<RolloutOptions, 'waves'>>;
      /** Outcomes of devices that are to be tried once more. */
      readonly retry: readonly Outcome[];
    };

export function rolloutAim(values: RolloutValues): RolloutAim {
  const options = givenOptions(values);
  if (!values.resume) {
    if (values.retry !== undefined) throw new UsageError('--retry has a meaning only with --resume.');
    return {
      kind: 'begin',
      devices: required(values.devices, 'devices', 'ids or patterns between commas, or @FILE'),
      ...(values.filter !== undefined && { filter: values.filter }),
      listen: duration(values.listen ?? '3s', 'listen'),
      options: { ...usualOptions, ...options },
    };
  }
  const foreign = onlyToBegin.find((it) => values[it] !== undefined);
  if (foreign !== undefined)
    throw new UsageError(
      `--${foreign} was agreed to when the rollout was begun: it has no meaning with --resume.`,
    );
  const { waves: _, ...changes } = options;
  return { kind: 'resume', options: changes, retry: retried(values.retry) };
}

function givenOptions(values: RolloutValues): Partial<RolloutOptions> {
  const { waves, pause, concurrency, timeout } = values;
  const times = timeout === undefined ? undefined : duration(timeout);
  return {
    ...(waves !== undefined && {
      waves: known(parseWaves(waves), 'waves', 'a list such as 1,10,100%', waves),
    }),
    ...(pause !== undefined && {
      pause: known(parsePause(pause), 'pause', 'ask, none, or a time such as 30s', pause),
    }),
    ...(values['max-failures'] !== undefined && {
      maxFailures: known(
        parseThreshold(values['max-failures']),
        'max-failures',
        'a number or a percentage of a wave',
        values['max-failures'],
      ),
    }),
    ...(concurrency !== undefined && { concurrency: atOnce(concurrency) }),
    ...(values['skip-in-sync'] !== undefined && { skipInSync: values['skip-in-sync'] }),
    ...(times !== undefined && { responseTimeout: times, updateTimeout: times }),
  };
}

function known<T>(parsed: T | undefined, name: string, what: string, value: string): T {
  if (parsed === undefined) throw new UsageError(`--${name} is ${what}, got "${value}".`);
  return parsed;
}

const mostAtOnce = 1000;

function atOnce(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > mostAtOnce)
    throw new UsageError(`--concurrency is a number from 1 to ${mostAtOnce}, got "${value}".`);
  return number;
}

export const retriable: readonly Outcome[] = ['failed', 'unknown', 'unreached'];

function retried(value: string | undefined): readonly Outcome[] {
  return (value ?? '').split(',').flatMap((written) => {
    const name = written.trim();
    const outcome = outcomes.find((it) => it === name && retriable.includes(it));
    if (outcome === undefined && name !== '')
      throw new UsageError(`--retry is a list of ${retriable.join(', ')}, got "${name}".`);
    return outcome ?? [];
  });
}
