/** What the status bar tells of rollouts: those that go on; where none does, those that stand still. Plain data. */
import { t } from '@vscode/l10n';
import { doneOf, doneWords, rolloutStateWords } from '../../words/rolloutShort.ts';
import { isReadable, type KnownRollout, type ListedRollout, summaryOf } from './rollouts.ts';

export interface RolloutStatus {
  readonly icon: 'bell' | 'sync~spin' | 'debug-pause';
  /** `3/40 devices` */
  readonly words: string;
  /** One for each rollout. */
  readonly lines: readonly string[];
  /** The rollout that is shown by a click. */
  readonly id: string;
}

/** Undefined where every rollout has ended, or is another window's or program's. */
export function rolloutStatus(all: readonly ListedRollout[]): RolloutStatus | undefined {
  const known = all.filter(isReadable);
  const going = known.filter(({ state }) => ['running', 'waiting', 'pausing'].includes(state.kind));
  const shown = going.length > 0 ? going : standing(known);
  const [first] = shown;
  if (first === undefined) return undefined;
  const total = shown.reduce((sum, it) => sum + it.devices.length, 0);
  const done = shown.reduce((sum, it) => sum + doneOf(summaryOf(it)), 0);
  return {
    icon: iconOf(shown),
    words: t('{0}/{1} devices', done, total),
    lines: shown.map((it) => `${it.name}: ${rolloutStateWords(it.state)}, ${doneWords(summaryOf(it))}`),
    id: first.id,
  };
}

/** Those that go on once somebody says so. */
export function standing(all: readonly ListedRollout[]): readonly KnownRollout[] {
  return all.filter(isReadable).filter(({ state, isElsewhere }) => state.kind === 'paused' && !isElsewhere);
}

function iconOf(shown: readonly KnownRollout[]): RolloutStatus['icon'] {
  if (shown.some(({ state }) => state.kind === 'waiting')) return 'bell';
  return shown.every(({ state }) => state.kind === 'paused') ? 'debug-pause' : 'sync~spin';
}

/** Said after a restart; undefined where nothing stands still. */
export function standingWords(all: readonly ListedRollout[]): string | undefined {
  const [first, ...more] = standing(all);
  if (first === undefined) return undefined;
  return more.length === 0
    ? t(
        '{0} has stood still since it was stopped or VS Code was closed: {1}.',
        first.name,
        doneWords(summaryOf(first)),
      )
    : t('{0} rollouts have stood still since they were stopped or VS Code was closed.', more.length + 1);
}
