/** How a rollout reads where there is little room: in a row, the status bar, above a table. Pure. */
import { t } from '@vscode/l10n';
import type { PauseReason, RolloutState, RolloutSummary, Sum } from '../rollout/types.ts';
import { phaseWords } from './rolloutWords.ts';
import { clockTime } from './times.ts';
import { count, plainText } from './words.ts';

/** What happens now, in a few words. */
export function rolloutStateWords(state: RolloutState): string {
  switch (state.kind) {
    case 'new':
    case 'planned':
      return t('not begun');
    case 'planning':
      return t('planning');
    case 'running':
      return t('wave {0} goes on', state.wave);
    case 'waiting':
      return state.until === undefined
        ? t('waits for you before wave {0}', state.wave)
        : t('wave {0} begins at {1}', state.wave, clockTime(state.until));
    case 'pausing':
      return t('pausing: what was begun goes on');
    case 'paused':
      return t('paused');
    case 'ended':
      return t('ended');
  }
}

/** Why it has paused, in a sentence; undefined where a person wanted that. */
export function pauseReasonWords(why: PauseReason): string | undefined {
  switch (why.kind) {
    case 'person':
    case 'leave':
      return undefined;
    case 'failures':
      return t('{0}, and {1} allowed: no further device is begun.', failedWords(why.failures), why.allowed);
    case 'wave':
      return t('Wave {0} waits for somebody to say go on.', why.wave);
    case 'fault':
      return plainText(`${why.fault.message} ${why.fault.advice}`);
  }
}

function failedWords(failures: number): string {
  return t('{0} failed, unknown or not reached', count(failures, 'device'));
}

/** Devices that have their outcome. */
export function doneOf({ total, sum }: RolloutSummary): number {
  return total - sum.open - sum.working;
}

/** `3 of 40 done · 1 failed`: what a row has room for. */
export function doneWords(summary: RolloutSummary): string {
  return [t('{0} of {1} done', doneOf(summary), summary.total), ...troubleWords(summary.sum)].join(' · ');
}

/** `3/40` */
export function shortDone(summary: RolloutSummary): string {
  return `${doneOf(summary)}/${summary.total}`;
}

/** What is not as it was wished, each with its number. */
export function troubleWords(sum: Sum): readonly string[] {
  const troubles = ['failed', 'unknown', 'unreached', 'held', 'unplanned'] as const;
  return troubles.filter((it) => sum[it] > 0).map((it) => `${sum[it]} ${phaseWords(it)}`);
}
