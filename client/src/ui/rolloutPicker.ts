/** Asks how a manifest is rolled out: in which waves, with which pauses, how many failures are allowed. */
import { t } from '@vscode/l10n';
import { usualOptions } from '../rollout/options.ts';
import { parsePause, pauseText } from '../rollout/pause.ts';
import { parseThreshold, thresholdText } from '../rollout/threshold.ts';
import type { RolloutOptions } from '../rollout/types.ts';
import { parseWaves, wavesText } from '../rollout/waves.ts';
import { ask, type Question } from './multiStep.ts';
import { responseTimeout, updateTimeout } from './settings.ts';

/** Resolves undefined where the user gives up. */
export async function askOptions(title: string): Promise<RolloutOptions | undefined> {
  const answers = await ask(title, [
    () => howQuestion(),
    ([how]) => own(how, wavesQuestion()),
    ([how]) => own(how, pauseQuestion()),
    ([how]) => own(how, failuresQuestion()),
    ([how]) => own(how, concurrencyQuestion()),
  ]);
  if (answers === undefined) return undefined;
  const [, waves = '', pause = '', failures = '', concurrency = ''] = answers;
  return {
    ...usualOptions,
    waves: parseWaves(waves) ?? usualOptions.waves,
    pause: parsePause(pause) ?? usualOptions.pause,
    maxFailures: parseThreshold(failures) ?? usualOptions.maxFailures,
    concurrency: parseCount(concurrency) ?? usualOptions.concurrency,
    responseTimeout: responseTimeout(),
    updateTimeout: updateTimeout(),
  };
}

function own(how: string | undefined, question: Question): Question | undefined {
  return how === 'own' ? question : undefined;
}

function howQuestion(): Question {
  return {
    prompt: t('How is it rolled out?'),
    choices: [
      {
        value: 'usual',
        label: t('Carefully'),
        detail: t(
          'One device first, then ten, then the rest; asks between waves; the first failure stops it',
        ),
      },
      {
        value: 'own',
        label: t('As I say…'),
        detail: t('Waves, pause between them, failures that are allowed, how many devices at once'),
      },
    ],
    validate: () => undefined,
  };
}

function wavesQuestion(): Question {
  const bad = t('Numbers of devices, or rising percentages, with commas between: 1,10,100%');
  return {
    prompt: t(
      'Waves: a number takes so many more devices, a percentage reaches so much of all; what is left over is the last one',
    ),
    value: wavesText(usualOptions.waves),
    validate: (text) => (parseWaves(text) ? undefined : bad),
  };
}

function pauseQuestion(): Question {
  return {
    prompt: t('Between two waves: ask, none, or a time as 10m'),
    value: pauseText(usualOptions.pause),
    validate: (text) => (parsePause(text) ? undefined : t('ask, none, or a time as 30s, 10m, 1h')),
  };
}

function failuresQuestion(): Question {
  return {
    prompt: t('Failures that are allowed: a number, or of each wave so many percent; one more stops it'),
    value: thresholdText(usualOptions.maxFailures),
    validate: (text) => (parseThreshold(text) ? undefined : t('A number as 3, or a percentage as 5%')),
  };
}

function concurrencyQuestion(): Question {
  return {
    prompt: t('How many devices are worked on at once'),
    value: String(usualOptions.concurrency),
    validate: (text) => (parseCount(text) === undefined ? t('A number from 1 to 1000') : undefined),
  };
}

function parseCount(text: string): number | undefined {
  const number = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  return number >= 1 && number <= 1000 ? number : undefined;
}
