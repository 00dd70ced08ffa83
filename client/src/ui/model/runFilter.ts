/** Which runs the history shows: a few words, each of which has to be found in the run. Pure. */
import type { KeptRun } from '../../history/history.ts';
import { fits, parseWords, type Suggestion, suggestionsOf, type WordFilter } from '../../wordFilter.ts';
import { outcomeWords } from '../../words/historyWords.ts';

/** What a word can be aimed at: `outcome:failed`, `component:influx`, `day:2026-11`. */
const fields = [
  'manifest',
  'device',
  'connection',
  'outcome',
  'component',
  'operation',
  'day',
  'activity',
] as const;
type Field = (typeof fields)[number];

export type RunFilter = WordFilter<Field>;

export function parseRunFilter(text: string): RunFilter {
  return parseWords(text, fields);
}

export function matchesRun(run: KeptRun, filter: RunFilter): boolean {
  return fits(filter, fields, (field) => valuesOf(run, field));
}

function valuesOf(run: KeptRun, field: Field): readonly string[] {
  switch (field) {
    case 'manifest':
      return run.subject === undefined ? [] : [run.subject];
    case 'device':
      return [run.device];
    case 'connection':
      return [run.connection];
    case 'outcome':
      return [outcomeWords(run.outcome), ...(run.status === undefined ? [] : [run.status])];
    case 'component':
      return run.components;
    case 'operation':
      return [run.operation];
    case 'day':
      return [dayOf(run.started)];
    case 'activity':
      return [run.activityId];
  }
}

/** `2026-11-22`, by the clock of this place. */
export function dayOf(time: number): string {
  const date = new Date(time);
  const two = (number: number) => String(number).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** What there is to filter by, the most useful first. */
export function suggestedRuns(runs: readonly KeptRun[]): readonly Suggestion[] {
  const offered = ['outcome', 'manifest', 'device', 'component', 'day', 'operation'] as const;
  return offered.flatMap((field) => suggestionsOf(runs, field, offeredBy));
}

function offeredBy(run: KeptRun, field: Field): readonly string[] {
  return field === 'outcome' ? [outcomeWords(run.outcome)] : valuesOf(run, field);
}
