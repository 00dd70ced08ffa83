/** What the view Rollouts shows, as plain data: rollouts, their waves, the devices of a wave, what each does with a component. */
import { t } from '@vscode/l10n';
import {
  isOutcome,
  type RolloutComponent,
  type RolloutDevice,
  type RolloutState,
} from '../../rollout/types.ts';
import { code, plain } from '../../words/markdown.ts';
import {
  doneWords,
  pauseReasonWords,
  rolloutStateWords,
  shortDone,
  troubleWords,
} from '../../words/rolloutShort.ts';
import { ownerWaitsWords, standingWords, sumWords } from '../../words/rolloutWords.ts';
import { statusWords } from '../../words/runWords.ts';
import { clockTime, dateAndMinute, dateAndTime } from '../../words/times.ts';
import { count, duration, target } from '../../words/words.ts';
import { type RowContext, rowContexts } from '../contributions.ts';
import type { Row } from './deviceRows.ts';
import { isReadable, type KnownRollout, type ListedRollout, summaryOf } from './rollouts.ts';
import { componentTone, phaseIcon, toneIcon, waitsForPerson } from './rolloutTones.ts';

/** Elements only name their subject; how it stands is asked when it is drawn. */
export type RolloutElement =
  | { readonly kind: 'rollout'; readonly id: string }
  /** 0: the devices that no wave has. */
  | { readonly kind: 'rolloutWave'; readonly id: string; readonly wave: number }
  | { readonly kind: 'rolloutDevice'; readonly id: string; readonly number: number }
  | {
      readonly kind: 'rolloutComponent';
      readonly id: string;
      readonly number: number;
      readonly component: string;
    }
  | { readonly kind: 'rolloutMore'; readonly id: string; readonly wave: number; readonly hidden: number };

/** The rollout that a menu is about; undefined for anything else. */
export function rolloutOf(subject: unknown): string | undefined {
  const element = asElement(subject);
  return element?.kind === 'rollout' ? element.id : undefined;
}

/** The device that a menu is about; undefined for anything else. */
export function rolloutDeviceOf(
  subject: unknown,
): Extract<RolloutElement, { kind: 'rolloutDevice' }> | undefined {
  const element = asElement(subject);
  return element?.kind === 'rolloutDevice' ? element : undefined;
}

function asElement(subject: unknown): RolloutElement | undefined {
  return isElement(subject) ? subject : undefined;
}

const kinds: readonly unknown[] = [
  'rollout',
  'rolloutWave',
  'rolloutDevice',
  'rolloutComponent',
  'rolloutMore',
] satisfies RolloutElement['kind'][];

function isElement(subject: unknown): subject is RolloutElement {
  return typeof subject === 'object' && subject !== null && 'kind' in subject && kinds.includes(subject.kind);
}

/** Devices drawn beneath a wave; the matrix has them all. */
export const mostDrawn = 200;

/** What stands beneath an element; beneath nothing all rollouts. */
export function rolloutChildren(
  all: readonly ListedRollout[],
  element: RolloutElement | undefined,
): RolloutElement[] {
  if (element === undefined) return all.map(({ id }) => ({ kind: 'rollout', id }));
  const rollout = all.find(({ id }) => id === element.id);
  if (rollout === undefined || !isReadable(rollout)) return [];
  const { id, devices } = rollout;
  switch (element.kind) {
    case 'rollout': {
      const waves = new Set(devices.map(({ wave = 0 }) => wave));
      // Those without a wave come last.
      return [...waves]
        .sort((a, b) => (a || Number.POSITIVE_INFINITY) - (b || Number.POSITIVE_INFINITY))
        .map((wave) => ({ kind: 'rolloutWave', id, wave }));
    }
    case 'rolloutWave': {
      const { wave } = element;
      const members = ofWave(devices, wave).toSorted((a, b) => rank(a) - rank(b) || a.number - b.number);
      const drawn = members
        .slice(0, mostDrawn)
        .map(({ number }): RolloutElement => ({ kind: 'rolloutDevice', id, number }));
      const hidden = members.length - drawn.length;
      return hidden > 0 ? [...drawn, { kind: 'rolloutMore', id, wave, hidden }] : drawn;
    }
    case 'rolloutDevice': {
      const { number } = element;
      const device = devices.find((it) => it.number === number);
      return (device?.components ?? [])
        .slice(0, mostDrawn)
        .map(({ component }) => ({ kind: 'rolloutComponent', id, number, component }));
    }
    default:
      return [];
  }
}

/** What somebody has to look at comes first. */
function rank({ phase }: RolloutDevice): number {
  if (phase === 'failed') return 0;
  if (phase === 'unknown' || phase === 'unreached' || phase === 'resolving') return 1;
  if (phase === 'held') return 2;
  return isOutcome(phase) ? 5 : phase === 'waiting' || phase === 'planned' ? 4 : 3;
}

function ofWave(devices: readonly RolloutDevice[], wave: number): readonly RolloutDevice[] {
  return devices.filter((it) => (it.wave ?? 0) === wave);
}

/** Stable over refreshes, so that what is open stays open. */
export function rolloutIdentity(element: RolloutElement): string {
  const { kind, id } = element;
  switch (element.kind) {
    case 'rollout':
      return JSON.stringify([kind, id]);
    case 'rolloutWave':
    case 'rolloutMore':
      return JSON.stringify([kind, id, element.wave]);
    case 'rolloutDevice':
      return JSON.stringify([kind, id, element.number]);
    case 'rolloutComponent':
      return JSON.stringify([kind, id, element.number, element.component]);
  }
}

/** Undefined where its subject has just gone. */
export function rolloutRow(all: readonly ListedRollout[], element: RolloutElement): Row | undefined {
  const rollout = all.find(({ id }) => id === element.id);
  if (rollout === undefined) return undefined;
  if (!isReadable(rollout)) return unreadableRow(rollout.id, rollout.fault);
  switch (element.kind) {
    case 'rollout':
      return wholeRow(rollout, hasNamesake(rollout, all));
    case 'rolloutWave':
      return waveRow(rollout, element.wave);
    case 'rolloutMore':
      return moreRow(element.hidden);
    case 'rolloutDevice':
    case 'rolloutComponent': {
      const device = rollout.devices.find(({ number }) => number === element.number);
      if (device === undefined) return undefined;
      if (element.kind === 'rolloutDevice') return deviceRow(device);
      const component = device.components.find((it) => it.component === element.component);
      return component && componentRow(component, isOutcome(device.phase));
    }
  }
}

function unreadableRow(id: string, fault: string): Row {
  const label = t('Damaged: {0}', id);
  return {
    label,
    description: fault,
    tooltip: plain(fault),
    icon: { id: 'warning', color: 'list.warningForeground' },
    context: rowContexts.rolloutDamaged,
    children: 'none',
    spoken: `${label}, ${fault}`,
  };
}

/** What is going on, in words: another program's word is not known here. */
export function stateOf({ state, isElsewhere }: Pick<KnownRollout, 'state' | 'isElsewhere'>): string {
  return isElsewhere ? t('in use by another window or program') : rolloutStateWords(state);
}

/** Another rollout is called as this one, as it is where a file is rolled out again. */
function hasNamesake({ id, name }: KnownRollout, all: readonly ListedRollout[]): boolean {
  return all.some((it) => isReadable(it) && it.id !== id && it.name === name);
}

function wholeRow(rollout: KnownRollout, isTimed: boolean): Row {
  const { name, began, state } = rollout;
  const summary = summaryOf(rollout);
  const owners = ownerWaitsWords(rollout.devices);
  const now = [stateOf(rollout), ...(owners === undefined ? [] : [owners])].join(', ');
  const reason =
    state.kind === 'paused' || state.kind === 'pausing' ? pauseReasonWords(state.why) : undefined;
  const begun = t('begun {0}', dateAndTime(began));
  return {
    // As in the history: what is cut off is then the name, which both share.
    label: isTimed ? `${dateAndMinute(began)}  ${name}` : name,
    // Short, and what matters first: there is little room beside the name.
    description: [shortDone(summary), now, ...troubleWords(summary.sum)].join(' · '),
    tooltip: [
      `**${plain(name)}** ${plain(now)}`,
      plain(begun),
      plain(`${doneWords(summary)}. ${sumWords(summary)}`),
      ...(reason === undefined ? [] : [plain(reason)]),
    ].join('  \n'),
    icon: stateIcon(rollout),
    context: stateContext(state),
    children: state.kind === 'ended' ? 'collapsed' : 'expanded',
    spoken: [
      t('rollout {0}', name),
      `${now} · ${doneWords(summary)}`,
      ...(isTimed ? [begun] : []),
      ...(reason === undefined ? [] : [reason]),
    ].join(', '),
  };
}

function stateIcon({ state, devices }: KnownRollout): Row['icon'] {
  switch (state.kind) {
    case 'running':
    case 'pausing':
    case 'planning':
      return { id: 'sync~spin' };
    case 'waiting':
      return waitsForPerson;
    case 'paused':
      return { id: 'debug-pause' };
    case 'ended':
      return toneIcon(devices.some(({ phase }) => phaseTroubles.includes(phase)) ? 'uneasy' : 'good');
    default:
      return { id: 'circle-outline' };
  }
}

const phaseTroubles: readonly RolloutDevice['phase'][] = ['failed', 'unknown', 'unreached', 'held'];

function stateContext({ kind }: RolloutState): RowContext {
  switch (kind) {
    case 'running':
      return rowContexts.rolloutRunning;
    case 'waiting':
      return rowContexts.rolloutWaiting;
    case 'pausing':
      return rowContexts.rolloutPausing;
    case 'ended':
      return rowContexts.rolloutEnded;
    default:
      return rowContexts.rolloutPaused;
  }
}

function waveRow({ devices, state }: KnownRollout, wave: number): Row {
  const members = ofWave(devices, wave);
  const label = wave === 0 ? t('In no wave') : t('Wave {0}', wave);
  const description = doneWords(summaryOf({ devices: members }));
  const isNow = state.kind === 'running' && state.wave === wave;
  return {
    label,
    description,
    tooltip: plain(`${label}: ${count(members.length, 'device')}, ${description}`),
    icon: { id: wave === 0 ? 'circle-slash' : 'layers' },
    children: isNow ? 'expanded' : 'collapsed',
    spoken: `${label}, ${count(members.length, 'device')}, ${description}`,
  };
}

function deviceRow(device: RolloutDevice): Row {
  const { phase, message, started, ended, components, connection, activityId, attempt } = device;
  const name = target(device.device, connection);
  const standing = standingWords(device);
  const took = started !== undefined && ended !== undefined ? [duration(ended - started)] : [];
  const why = message === undefined ? [] : [message];
  return {
    label: device.device,
    description: [standing, ...took, connection].join(' · '),
    tooltip: [
      `**${plain(name)}** ${plain(standing)}`,
      ...why.map(plain),
      ...(activityId === undefined ? [] : [`${t('Activity')} ${code(activityId)}`]),
      ...(attempt > 1 ? [plain(t('Tried {0} times', attempt))] : []),
    ].join('  \n'),
    icon: device.ownerAsked ? waitsForPerson : phaseIcon(phase),
    context: rowContexts.rolloutDevice,
    children: components.length > 0 ? 'collapsed' : 'none',
    spoken: [t('device {0}', name), standing, ...why].join(', '),
  };
}

function componentRow(
  { component, version, status, message, progress, since }: RolloutComponent,
  isOver: boolean,
): Row {
  const words = progress === undefined ? statusWords(status) : `${statusWords(status)} ${progress} %`;
  return {
    label: component,
    description: [words, ...(version ? [version] : [])].join(' · '),
    tooltip: [
      `**${plain(component)}** ${plain(words)}, ${plain(clockTime(since))}`,
      ...(message ? [plain(message)] : []),
    ].join('  \n'),
    icon: toneIcon(componentTone({ status }, isOver)),
    children: 'none',
    spoken: `${component}, ${words}`,
  };
}

function moreRow(hidden: number): Row {
  const label = t('{0} more in the matrix…', hidden);
  return {
    label,
    description: '',
    tooltip: plain(label),
    icon: { id: 'table' },
    children: 'none',
    spoken: label,
  };
}
