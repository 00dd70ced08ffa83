/** How a rollout goes where nobody says otherwise, and its options as they are written down. Pure. */
import { isObject } from '../protocol/json.ts';
import { parsePause, pauseText } from './pause.ts';
import { parseThreshold, thresholdText } from './threshold.ts';
import type { RolloutOptions } from './types.ts';
import { parseWaves, wavesText } from './waves.ts';

/** Careful: one device first, a person looks at each wave, and the first failure stops it. */
export const usualOptions: RolloutOptions = {
  waves: [{ count: 1 }, { count: 10 }, { percent: 100 }],
  pause: { kind: 'ask' },
  concurrency: 20,
  maxFailures: { count: 0 },
  skipInSync: false,
  responseTimeout: 30_000,
  updateTimeout: 300_000,
};

/** As a person writes them. */
export interface WrittenOptions {
  readonly waves: string;
  readonly pause: string;
  readonly maxFailures: string;
  readonly concurrency: number;
  readonly skipInSync: boolean;
  readonly responseTimeout: number;
  readonly updateTimeout: number;
}

export function writtenOptions({ waves, pause, maxFailures, ...others }: RolloutOptions): WrittenOptions {
  return {
    waves: wavesText(waves),
    pause: pauseText(pause),
    maxFailures: thresholdText(maxFailures),
    ...others,
  };
}

/** Undefined where any of it is no option. */
export function readOptions(value: unknown): RolloutOptions | undefined {
  if (!isObject(value)) return undefined;
  const text = (name: string) => (typeof value[name] === 'string' ? value[name] : '');
  const waves = parseWaves(text('waves'));
  const pause = parsePause(text('pause'));
  const maxFailures = parseThreshold(text('maxFailures'));
  const { concurrency, skipInSync, responseTimeout, updateTimeout } = value;
  if (!waves || !pause || !maxFailures || typeof skipInSync !== 'boolean') return undefined;
  if (!isCount(concurrency) || !isCount(responseTimeout) || !isCount(updateTimeout)) return undefined;
  return { waves, pause, maxFailures, concurrency, skipInSync, responseTimeout, updateTimeout };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0;
}
