/** How the history reads: runs in a line, and what became of what was kept. */
import { t } from '@vscode/l10n';
import type { Bounds, History, KeptRun, Reading } from '../history/history.ts';
import type { RunOutcome } from '../history/summary.ts';
import { date } from './times.ts';
import { duration, target } from './words.ts';

export function outcomeWords(outcome: RunOutcome): string {
  switch (outcome) {
    case 'going':
      return t('goes on');
    case 'done':
      return t('completed');
    case 'differs':
      return t('completed, differs');
    case 'failed':
      return t('failed');
    case 'unheard':
      return t('its end was not heard');
    case 'unsent':
      return t('not sent');
  }
}

/** What became of a run, as far as it is known: `completed after 12.3 s`. */
export function endWords({ outcome, started, ended, elsewhere }: KeptRun): string {
  if (outcome === 'going' && elsewhere) return t('goes on, in another window');
  const words = outcomeWords(outcome);
  // When a run was last heard of is not when it ended.
  return ended === undefined || outcome === 'unheard'
    ? words
    : t('{0} after {1}', words, duration(ended - started));
}

/** `hello.desired-state.yaml → edge:device @ lab` */
export function keptTitle({ subject, operation, device, connection }: KeptRun): string {
  return `${subject ?? operation} → ${target(device, connection)}`;
}

const megabyte = 1024 * 1024;

/** What is missing in the history, a line each: nothing of it is left out in silence. */
export function missingWords({
  runs,
  damaged,
  droppedUntil,
  bounds,
}: Pick<History, 'runs' | 'damaged' | 'droppedUntil' | 'bounds'>): readonly string[] {
  const locked = runs.filter((run) => run.locked).length;
  return [
    ...(damaged.size === 0 ? [] : [damagedWords(damaged.size)]),
    ...(locked === 0 ? [] : [lockedWords(locked)]),
    ...(droppedUntil === undefined ? [] : [droppedWords(droppedUntil, bounds)]),
  ];
}

function damagedWords(files: number): string {
  return files === 1
    ? t('1 file of the history was changed or cut off and is left out. Clear History… deletes it.')
    : t(
        '{0} files of the history were changed or cut off and are left out. Clear History… deletes them.',
        files,
      );
}

function lockedWords(runs: number): string {
  return runs === 1
    ? t(
        'The key of 1 run is lost: the secret storage of this system was emptied, or keeps nothing. When, where and how it ended is still shown, what was sent cannot be any more.',
      )
    : t(
        'The key of {0} runs is lost: the secret storage of this system was emptied, or keeps nothing. When, where and how they ended is still shown, what was sent cannot be any more.',
        runs,
      );
}

function droppedWords(until: number, { runs, bytes }: Bounds): string {
  const day = date(until);
  return t(
    'Runs up to {0} were dropped: the history keeps {1} runs, of {2} MB together.',
    day,
    runs,
    Math.round(bytes / megabyte),
  );
}

/** Why a run cannot be shown. */
export function unreadableWords(reading: Exclude<Reading, { readonly kind: 'found' }>): string {
  switch (reading.kind) {
    case 'gone':
      return t('This run is not in the history any more.');
    case 'locked':
      return t(
        'What was sent and heard in this run cannot be shown: the key that it is kept under is lost, because the secret storage of this system was emptied, or keeps nothing.',
      );
    case 'damaged':
      return t('This run cannot be shown. {0} Delete it from the history.', reading.reason);
  }
}
