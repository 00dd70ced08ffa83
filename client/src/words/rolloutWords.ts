/** How a rollout reads while it goes on and once it is over. Pure. */
import {
  type DevicePhase,
  isOutcome,
  type PauseReason,
  type RolloutDevice,
  type RolloutState,
  type RolloutSummary,
} from '../rollout/types.ts';
import { clockTime, count, roughly } from './words.ts';

const phases: Readonly<Record<DevicePhase, string>> = {
  waiting: 'waiting',
  planning: 'being planned',
  planned: 'waits for its turn',
  looking: 'planned again',
  sending: 'sending',
  sent: 'sent',
  accepted: 'accepted',
  running: 'updating',
  resolving: 'being asked what became of it',
  succeeded: 'succeeded',
  failed: 'failed',
  unknown: 'unknown',
  unreached: 'not reached',
  held: 'held back',
  skipped: 'skipped',
  unplanned: 'no plan',
};

export function phaseWords(phase: DevicePhase): string {
  return phases[phase];
}

/** `edge:d1  failed  INCOMPLETE: no space left` */
export function deviceLine({ device, phase, message, attempt }: RolloutDevice): string {
  const again = attempt > 1 ? ` (attempt ${attempt})` : '';
  return [device, `${phaseWords(phase)}${again}`, message]
    .filter((it) => it !== undefined && it !== '')
    .join('  ');
}

/** `936 succeeded, 34 failed, 10 skipped, 20 to go`; what there is none of is left out. */
export function sumWords({ sum, total }: RolloutSummary): string {
  const { open, working, ...outcomes } = sum;
  const words = Object.entries(outcomes).flatMap(([outcome, number]) =>
    number > 0 && isPhase(outcome) ? [`${number} ${phaseWords(outcome)}`] : [],
  );
  const rest = [...(working > 0 ? [`${working} at it`] : []), ...(open > 0 ? [`${open} to go`] : [])];
  return [...words, ...rest].join(', ') || count(total, 'device');
}

function isPhase(name: string): name is DevicePhase {
  return name in phases;
}

/** `now`: ms since the epoch. */
export function stateWords(state: RolloutState, waves: number, now: number): string {
  switch (state.kind) {
    case 'new':
      return 'Nothing was done yet.';
    case 'planning':
      return 'The devices are asked what they run…';
    case 'planned':
      return 'Planned; nothing was sent.';
    case 'running':
      return `Wave ${state.wave} of ${waves}…`;
    case 'waiting':
      return state.until === undefined
        ? `Wave ${state.wave} of ${waves} waits for your word.`
        : `Wave ${state.wave} of ${waves} begins in ${roughly(state.until - now)}, at ${clockTime(state.until)}.`;
    case 'pausing':
      return `${pauseWords(state.why)} No further device is begun; those that are at it are followed to their end.`;
    case 'paused':
      return `Paused. ${pauseWords(state.why)}`;
    case 'ended':
      return 'Ended.';
  }
}

function pauseWords(why: PauseReason): string {
  switch (why.kind) {
    case 'person':
      return 'You wanted it to pause.';
    case 'leave':
      return 'It was left; what became of the commands that were sent is found out when it goes on.';
    case 'failures':
      return `Too much went wrong: ${why.failures} without success, ${why.allowed} allowed.`;
    case 'wave':
      return `Before wave ${why.wave} somebody has to say go on.`;
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
