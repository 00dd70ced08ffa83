/** How a rollout reads while it goes on and once it is over. Pure. */
import { t } from '@vscode/l10n';
import {
  type DevicePhase,
  isOutcome,
  type PauseReason,
  type RolloutDevice,
  type RolloutState,
  type RolloutSummary,
} from '../rollout/types.ts';
import { shortOwnerWait } from './consentWords.ts';
import { clockTime } from './times.ts';
import { visible } from './visible.ts';
import { count, roughly } from './words.ts';

const phases = (): Readonly<Record<DevicePhase, string>> => ({
  waiting: t('waiting'),
  planning: t('being planned'),
  planned: t('waits for its turn'),
  looking: t('planned again'),
  sending: t('sending'),
  sent: t('sent'),
  accepted: t('accepted'),
  running: t('updating'),
  resolving: t('being asked what became of it'),
  succeeded: t('succeeded'),
  failed: t('failed'),
  unknown: t('unknown'),
  unreached: t('not reached'),
  held: t('held back'),
  skipped: t('skipped'),
  unplanned: t('no plan'),
});

/** Where a device stands, in a few words. */
export function phaseWords(phase: DevicePhase): string {
  return phases()[phase];
}

/** The same, and whom the device waits for. */
export function standingWords({ phase, ownerAsked }: Pick<RolloutDevice, 'phase' | 'ownerAsked'>): string {
  return ownerAsked ? shortOwnerWait(ownerAsked) : phaseWords(phase);
}

/** Undefined where none waits for its owner. */
export function ownerWaitsWords(devices: readonly Pick<RolloutDevice, 'ownerAsked'>[]): string | undefined {
  const waiting = devices.filter(({ ownerAsked }) => ownerAsked !== undefined).length;
  return waiting === 0 ? undefined : t('{0} waiting for the owner', count(waiting, 'device'));
}

/** UTF-16 code units. */
const longestLine = 2000;

/** In one line: `edge:d1  failed  INCOMPLETE: no space left` */
export function deviceLine({ device, phase, message, attempt, ownerAsked }: RolloutDevice): string {
  const again = attempt > 1 ? t(' (attempt {0})', attempt) : '';
  const standing = standingWords({ phase, ...(ownerAsked && { ownerAsked }) });
  const words = [device, `${standing}${again}`, ownerAsked ? undefined : message]
    .filter((it) => it !== undefined && it !== '')
    .join('  ');
  // What a device says must not begin a line: continuous integration takes some lines for commands.
  return visible(words, longestLine);
}

/** `936 succeeded, 34 failed, 10 skipped, 20 to go`; what there is none of is left out. */
export function sumWords({ sum, total }: RolloutSummary): string {
  const { open, working, ...outcomes } = sum;
  const words = Object.entries(outcomes).flatMap(([outcome, number]) =>
    number > 0 && isPhase(outcome) ? [`${number} ${phaseWords(outcome)}`] : [],
  );
  const rest = [
    ...(working > 0 ? [t('{0} at it', working)] : []),
    ...(open > 0 ? [t('{0} to go', open)] : []),
  ];
  return [...words, ...rest].join(', ') || count(total, 'device');
}

function isPhase(name: string): name is DevicePhase {
  return Object.hasOwn(phases(), name);
}

/** `now`: ms since the epoch. */
export function stateWords(state: RolloutState, waves: number, now: number): string {
  switch (state.kind) {
    case 'new':
      return t('Nothing was done yet.');
    case 'planning':
      return t('The devices are asked what they run…');
    case 'planned':
      return t('Planned; nothing was sent.');
    case 'running':
      return t('Wave {0} of {1}…', state.wave, waves);
    case 'waiting':
      return state.until === undefined
        ? t('Wave {0} of {1} waits for your word.', state.wave, waves)
        : t(
            'Wave {0} of {1} begins in {2}, at {3}.',
            state.wave,
            waves,
            roughly(state.until - now),
            clockTime(state.until),
          );
    case 'pausing':
      return t(
        '{0} No further device is begun; those that are at it are followed to their end.',
        pauseWords(state.why),
      );
    case 'paused':
      return t('Paused. {0}', pauseWords(state.why));
    case 'ended':
      return t('Ended.');
  }
}

function pauseWords(why: PauseReason): string {
  switch (why.kind) {
    case 'person':
      return t('You wanted it to pause.');
    case 'leave':
      return t('It was left; what became of the commands that were sent is found out when it goes on.');
    case 'failures':
      return t('Too much went wrong: {0} without success, {1} allowed.', why.failures, why.allowed);
    case 'wave':
      return t('Before wave {0} somebody has to say go on.', why.wave);
    case 'fault':
      return `${why.fault.message} ${why.fault.advice}`;
  }
}

/** What needs a look afterwards, a line each, by wave; and what was not done. */
export function openLines(devices: readonly RolloutDevice[]): readonly string[] {
  return devices
    .filter(({ phase }) => isOutcome(phase) && phase !== 'succeeded' && phase !== 'skipped')
    .map(deviceLine);
}
