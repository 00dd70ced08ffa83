/** Asks which devices a manifest is rolled out to, and how. */
import { t } from '@vscode/l10n';
import { type QuickPickItem, window } from 'vscode';
import { suggestions } from '../devices/deviceFilter.ts';
import type { Engine } from '../engine.ts';
import { usualOptions } from '../rollout/options.ts';
import { parsePause, pauseText } from '../rollout/pause.ts';
import { parseThreshold, thresholdText } from '../rollout/threshold.ts';
import type { Place, RolloutOptions } from '../rollout/types.ts';
import { parseWaves, wavesText } from '../rollout/waves.ts';
import { withoutIcons } from '../words/visible.ts';
import { count } from '../words/words.ts';
import { answered } from './answered.ts';
import { pickFilter } from './filterPicker.ts';
import { devicesOf, type OfferedDevice } from './model/rolloutDevices.ts';
import { ask, type Question } from './multiStep.ts';
import { responseTimeout, updateTimeout } from './settings.ts';

/** So many can be looked through; of more a filter says which. */
const fewDevices = 20;
/** A list in which a person can still see what is chosen. */
const mostListed = 500;

/**
 * Resolves with the devices, at least one; undefined where the user gives up. `rows`: those that were chosen already;
 * `filter`: of the view Devices.
 */
export async function pickDevices(
  engine: Engine,
  title: string,
  rows: readonly OfferedDevice[] | undefined,
  filter: string,
): Promise<readonly Place[] | undefined> {
  if (rows !== undefined) return pickOf(title, rows, true);
  const all = devicesOf(engine, filter);
  if (all.length <= fewDevices) return pickOf(title, all, false);
  const wanted = await askFilter(engine, title, filter);
  return wanted === undefined ? undefined : pickOf(title, devicesOf(engine, wanted), true);
}

async function askFilter(engine: Engine, title: string, before: string): Promise<string | undefined> {
  let taken: string | undefined;
  const devices = engine.connections.flatMap(({ profile }) => engine.devices(profile.name));
  const typed = {
    filter: before,
    setFilter: () => undefined,
    accept: (filter: string) => {
      taken = filter;
    },
  };
  await pickFilter(typed, suggestions(devices), {
    title,
    placeholder: t('Which devices? Words of id, state, component or domain; all have to be found'),
    all: t('All devices'),
    noun: 'device',
  });
  return taken;
}

interface Item extends QuickPickItem {
  readonly places: readonly Place[];
}

function pickOf(
  title: string,
  offered: readonly OfferedDevice[],
  isPicked: boolean,
): Promise<readonly Place[] | undefined> {
  const items = offered.length > mostListed ? [allOf(offered)] : offered.map(itemOf);
  const picker = window.createQuickPick<Item>();
  picker.title = title;
  picker.placeholder = offered.length === 0 ? t('No device is known that fits') : t('Devices to roll out to');
  picker.canSelectMany = true;
  picker.matchOnDescription = true;
  picker.ignoreFocusOut = true;
  picker.items = items;
  if (isPicked || offered.length > mostListed) picker.selectedItems = items;
  return answered(picker, (selected) => {
    const places = selected.flatMap((it) => it.places);
    if (places.length > 0) return places;
    if (offered.length > 0) picker.placeholder = t('Choose at least one device');
    return undefined;
  });
}

function itemOf({ connection, device, description }: OfferedDevice): Item {
  return {
    label: withoutIcons(device),
    description: withoutIcons(description),
    places: [{ connection, device }],
  };
}

function allOf(offered: readonly OfferedDevice[]): Item {
  return {
    label: count(offered.length, 'device'),
    description: t('all that the filter leaves; a list of so many is not shown'),
    places: offered.map(({ connection, device }) => ({ connection, device })),
  };
}

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
    prompt: t('Waves: how many devices each takes; what is left over is the last one'),
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
