/** A run as a text that a diff editor holds against another one: how it went in comments, then what was sent, masked. */
import { t } from '@vscode/l10n';
import { maskedManifest } from '../history/maskedRun.ts';
import { isOver, type UpdateRun } from '../updates/run.ts';
import { outcomeOf, progressWords } from './runWords.ts';
import { dateAndTime } from './times.ts';
import { visible } from './visible.ts';
import { duration, plainText, target } from './words.ts';

/** JSON with comments. */
export function comparisonText(run: UpdateRun): string {
  const { subject = run.operation, started, finished, plan, actions, confirmed, remark } = run;
  const took = finished === undefined ? [] : [t('Took {0}', duration(finished.time - started))];
  const lines = [
    subject,
    target(run.device, run.connection),
    t('Sent {0}', dateAndTime(started)),
    ...took,
    isOver(run) ? plainText(outcomeOf(run, subject).text) : progressWords(run),
    ...(remark === undefined ? [] : [remark]),
    '',
    plan === undefined ? t('Sent without a plan') : t('Plan: {0}', plan.summary),
    ...(plan?.actions ?? []).map(({ component, action }) => `  ${component} ${action}`),
    '',
    t('Components'),
    ...actions.map(({ component, status }) => `  ${component} ${status}`),
    ...(confirmed === undefined ? [] : confirmed.differences.map((it) => `  ${it}`)),
    '',
    t('What was sent, with its secrets masked'),
  ];
  return `${lines.map((line) => `// ${visible(line, longest)}`.trimEnd()).join('\n')}\n${maskedManifest(run)}\n`;
}

const longest = 300;
