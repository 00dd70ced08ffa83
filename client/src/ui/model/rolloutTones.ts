/** How a device of a rollout stands, as an icon: each with a shape of its own, so that no colour is needed to tell. */
import type { DevicePhase, RolloutComponent } from '../../rollout/types.ts';
import type { RowIcon } from './deviceRows.ts';

export const tones = ['good', 'bad', 'uneasy', 'busy', 'quiet'] as const;
export type Tone = (typeof tones)[number];

export function phaseTone(phase: DevicePhase): Tone {
  switch (phase) {
    case 'succeeded':
      return 'good';
    case 'failed':
      return 'bad';
    case 'unknown':
    case 'unreached':
    case 'held':
    case 'resolving':
      return 'uneasy';
    case 'waiting':
    case 'planned':
    case 'skipped':
    case 'unplanned':
      return 'quiet';
    default:
      return 'busy';
  }
}

/** Of what a device says of a component; whatever it was at when the device ended is no longer gone on with. */
export function componentTone({ status }: Pick<RolloutComponent, 'status'>, isOver: boolean): Tone {
  if (/_(FAILURE|ERROR|REJECTED)$/.test(status)) return 'bad';
  if (/_SUCCESS$/.test(status) || status === 'REMOVED' || status === 'INSTALLED') return 'good';
  return isOver ? 'quiet' : 'busy';
}

const good = 'testing.iconPassed';
const bad = 'testing.iconFailed';
const uneasy = 'list.warningForeground';

const icons: Readonly<Record<DevicePhase, RowIcon>> = {
  waiting: { id: 'circle-outline' },
  planned: { id: 'circle-outline' },
  planning: { id: 'sync~spin' },
  looking: { id: 'sync~spin' },
  sending: { id: 'sync~spin' },
  sent: { id: 'sync~spin' },
  accepted: { id: 'sync~spin' },
  running: { id: 'sync~spin' },
  resolving: { id: 'question', color: uneasy },
  succeeded: { id: 'pass', color: good },
  failed: { id: 'error', color: bad },
  unknown: { id: 'question', color: uneasy },
  unreached: { id: 'debug-disconnect', color: uneasy },
  held: { id: 'shield', color: uneasy },
  skipped: { id: 'check' },
  unplanned: { id: 'circle-slash' },
};

/** Nothing goes on until somebody says so. */
export const waitsForPerson: RowIcon = { id: 'bell', color: uneasy };

export function phaseIcon(phase: DevicePhase): RowIcon {
  return icons[phase];
}

export function toneIcon(tone: Tone): RowIcon {
  switch (tone) {
    case 'good':
      return { id: 'pass', color: good };
    case 'bad':
      return { id: 'error', color: bad };
    case 'uneasy':
      return { id: 'warning', color: uneasy };
    case 'busy':
      return { id: 'sync~spin' };
    case 'quiet':
      return { id: 'circle-outline' };
  }
}
