/** What is asked once before a rollout: what it destroys, and where. Pure. */
import { t } from '@vscode/l10n';
import { type PlanTotals, totalsOf } from '../rollout/totals.ts';
import type { RolloutDevice, RolloutOptions } from '../rollout/types.ts';
import { waveSizes } from '../rollout/waves.ts';
import { nameLines, nameList, replacedWords } from './planWords.ts';
import { count, target as targetWords } from './words.ts';

export interface RolloutQuestionInput {
  readonly devices: readonly RolloutDevice[];
  /** What the user calls the manifest. */
  readonly name: string;
  readonly options: Pick<RolloutOptions, 'waves'>;
  /** Names of those of its connections that ask before each apply. */
  readonly protectedConnections: readonly string[];
  /** In sentences, what the message would change of the author's words. */
  readonly corrections: readonly string[];
}

export interface RolloutQuestion {
  readonly message: string;
  readonly detail: string;
  /** What the user presses to go on. */
  readonly yes: string;
  /** What has to be typed besides, where nothing is left of what a device runs; undefined where that is none. */
  readonly typed?: string;
}

/** Undefined where no device would get anything. */
export function rolloutQuestion(input: RolloutQuestionInput): RolloutQuestion | undefined {
  const { devices, name, options, protectedConnections } = input;
  const totals = totalsOf(devices);
  const { targets, destroy, emptied } = totals;
  if (targets === 0) return undefined;
  const losing = new Set(totals.destroyed.flatMap((it) => it.devices)).size;
  const sizes = waveSizes(options.waves, targets);
  return {
    message:
      destroy > 0
        ? t(
            '{0} destroys {1} on {2} of {3}.',
            name,
            count(destroy, 'component'),
            losing,
            count(targets, 'device'),
          )
        : t('Roll out {0} to {1}?', name, count(targets, 'device')),
    detail: [
      [...protectedConnections.map(protectedWords), ...input.corrections],
      [totalWords(totals), ...leftOutWords(totals), wavesWords(sizes)],
      section(t('Destroyed, with all that is stored there:'), totals.destroyed),
      section(t('Destroyed too, with all that is stored there, and made anew:'), totals.replaced),
      emptied.length === 0
        ? []
        : [t('Nothing is left of what these run:'), ...lines(emptied.map(deviceName))],
    ]
      .filter((block) => block.length > 0)
      .map((block) => block.join('\n'))
      .join('\n\n'),
    yes: destroy > 0 ? t('Roll Out and Destroy {0}', destroy) : t('Roll Out'),
    ...(emptied.length > 0 && { typed: t('empty {0}', emptied.length) }),
  };
}

/** `12 to create, 0 to replace, 3 to update, 1 to destroy on 40 devices.` */
function totalWords({ create, replace, update, destroy, targets }: PlanTotals): string {
  return t(
    '{0} to create, {1} to replace, {2} to update, {3} to destroy on {4}.',
    create,
    replace,
    update,
    destroy,
    count(targets, 'device'),
  );
}

/** Who gets nothing, and why, a sentence each. */
function leftOutWords({ targetsInSync, skipped, unreached, unplanned }: PlanTotals): readonly string[] {
  return [
    ...(targetsInSync > 0 ? [inSyncWords(targetsInSync)] : []),
    ...(skipped > 0 ? [skippedWords(skipped)] : []),
    ...(unreached > 0 ? [t('{0} did not say what runs there: left out.', count(unreached, 'device'))] : []),
    ...(unplanned > 0 ? [t('For {0} there is no plan: left out.', count(unplanned, 'device'))] : []),
  ];
}

function inSyncWords(number: number): string {
  return number === 1
    ? t('1 device runs what it says already, and gets it all the same.')
    : t('{0} devices run what it says already, and get it all the same.', number);
}

function skippedWords(number: number): string {
  return number === 1
    ? t('1 device runs what it says already: skipped.')
    : t('{0} devices run what it says already: skipped.', number);
}

function wavesWords(sizes: readonly number[]): string {
  const [only] = sizes;
  if (sizes.length === 1 && only !== undefined) return t('In one wave of {0}.', count(only, 'device'));
  return t('In {0} waves: {1} devices.', sizes.length, nameList(sizes.map(String), mostWaves));
}

const mostWaves = 12;

function protectedWords(connection: string): string {
  return t('The connection {0} is protected: it asks before each apply.', connection);
}

/** A modal is no place to scroll: the matrix has the rest. */
const mostListed = 12;
const mostDevices = 3;

function section(title: string, losses: PlanTotals['destroyed']): readonly string[] {
  if (losses.length === 0) return [];
  return [title, ...lines(losses.map((it) => t('{0} on {1}', replacedWords(it), where(it.devices))))];
}

function lines(names: readonly string[]): readonly string[] {
  return nameLines(names, mostListed).map((line) => `  ${line}`);
}

function where(devices: readonly RolloutDevice[]): string {
  return nameList(devices.map(deviceName), mostDevices);
}

function deviceName({ device, connection }: RolloutDevice): string {
  return targetWords(device, connection);
}
