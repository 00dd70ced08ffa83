/** A run as a document: how it stands, what was sent, each message. Everything in it may be shown: secrets are masked. */
import { t } from '@vscode/l10n';
import { maskedJson } from '../devices/masking.ts';
import { type Action, isOver, type UpdateRun } from '../updates/run.ts';
import { code, prose } from './markdown.ts';
import {
  actionTime,
  actionTone,
  actionWords,
  behindWords,
  confirmedWords,
  outcomeOf,
  progressWords,
  quietWords,
  unreachableWords,
} from './runWords.ts';
import { clockTime, dateAndTime } from './times.ts';
import { count, duration, plainText, roughly, shortAddress, target } from './words.ts';

/** `hello.desired-state.yaml → edge:device @ lab` */
export function runTitle({ subject, operation, device, connection }: UpdateRun): string {
  return `${subject ?? operation} → ${target(device, connection)}`;
}

/** Markdown. `now`: ms since the epoch. */
export function runDocument(run: UpdateRun, now: number): string {
  const { operation, thing, activityId, started, envelope } = run;
  const activity = activityId === '' ? t('without an activity id') : t('activity {0}', code(activityId));
  return [
    `# ${oneLine(runTitle(run))}`,
    '',
    ...standing(run, now).flatMap((it) => [it, '']),
    t('Operation {0} on {1}, {2}, begun {3}.', operation, code(thing), activity, dateAndTime(started)),
    '',
    ...components(run, now),
    ...expected(run),
    t('## What was sent'),
    '',
    ...json(JSON.stringify(maskedJson({ ...envelope }), undefined, 2)),
    ...messages(run),
  ].join('\n');
}

/** How it stands, a paragraph each. */
function standing(run: UpdateRun, now: number): string[] {
  const { finished, remark, behind, unreachable, subject = run.operation } = run;
  const over = isOver(run);
  const took =
    finished === undefined
      ? ''
      : t(' ({0} after {1})', finished.status, duration(finished.time - run.started));
  const head = over ? `${plainText(outcomeOf(run, subject).text)}${took}` : progressWords(run);
  const quiet = quietWords(run, now);
  const confirmed = confirmedWords(run);
  // The outcome has them already.
  const told = (words: string) => over && head.includes(plainText(words));
  return [
    `**${oneLine(head)}**`,
    ...(quiet === undefined ? [] : [`${quiet[0]?.toUpperCase()}${quiet.slice(1)}.`]),
    ...(unreachable === undefined || over ? [] : [oneLine(unreachableWords(unreachable))]),
    ...(behind === undefined || over ? [] : [oneLine(behindWords(behind))]),
    ...(remark === undefined || told(remark) ? [] : [oneLine(remark)]),
    ...(confirmed === undefined || told(confirmed) ? [] : [oneLine(confirmed)]),
  ];
}

function components(run: UpdateRun, now: number): string[] {
  if (run.actions.length === 0) return [];
  return [t('## Components'), '', ...run.actions.map((action) => component(action, run, now)), ''];
}

function component(action: Action, run: UpdateRun, now: number): string {
  const { component: id, version, message, since, lastHeard } = action;
  const name = version === undefined ? id : `${id} ${version}`;
  const said = message === undefined ? '' : `  \n  ${oneLine(message)}`;
  const going = t(' ({0}), last heard {1}', roughly(now - since), clockTime(lastHeard));
  const time = `${actionTime(action)}${actionTone(action, run) === 'busy' ? going : ''}`;
  return `- ${code(name)} ${oneLine(actionWords(action, run))}, ${time}${said}`;
}

function expected({ plan }: UpdateRun): string[] {
  if (plan === undefined) return [];
  const rows = plan.actions.map(({ component, action, reasons }) => {
    const why = reasons[0] === undefined ? '' : `: ${oneLine(plainText(reasons[0]))}`;
    return `- ${code(component)} ${action}${why}`;
  });
  return [t('## What was planned'), '', `${oneLine(plan.summary)}.`, '', ...rows, ''];
}

function messages({ transcript }: UpdateRun): string[] {
  const { messages: kept, dropped } = transcript;
  const left =
    dropped.messages === 0
      ? []
      : [
          t(
            '{0} ({1} characters) between the first and the last are not kept.',
            count(dropped.messages, 'message'),
            dropped.characters,
          ),
          '',
        ];
  return [
    t('## Messages'),
    '',
    ...left,
    ...kept.flatMap(({ time, direction, address, text, cut }) => [
      `${clockTime(time)} ${direction === 'out' ? '→' : '←'} ${code(shortAddress(address))}`,
      '',
      ...json(cut === undefined ? text : t('{0}\n… {1} characters more are not kept', text, cut)),
    ]),
  ];
}

/** The fence is longer than any in the text, so that the text cannot end it. */
function json(text: string): string[] {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}json`, text, fence, ''];
}

function oneLine(text: string): string {
  return prose(text.replace(/\s+/g, ' ').trim());
}
