/** A run as a document: how it stands, what was sent, each message. Everything in it may be shown: secrets are masked. */
import { maskedJson } from '../devices/masking.ts';
import { type Action, isOver, type UpdateRun } from '../updates/run.ts';
import { behindWords, confirmedWords, outcomeOf, progressWords, quietWords } from './runWords.ts';
import { duration, plainText, roughly, target } from './words.ts';

/** Markdown. `now`: ms since the epoch. */
export function runDocument(run: UpdateRun, now: number): string {
  const { subject, operation, device, connection, envelope } = run;
  return [
    `# ${subject ?? operation} → ${target(device, connection)}`,
    '',
    standing(run, now),
    '',
    ...(run.remark === undefined ? [] : [run.remark, '']),
    ...confirmation(run),
    `Operation ${operation} on ${run.thing}, activity ${run.activityId || 'without an id'}, sent ${clock(run.started)}.`,
    '',
    ...components(run, now),
    ...expected(run),
    '## What was sent',
    '',
    ...json(JSON.stringify(maskedJson({ ...envelope }), undefined, 2)),
    ...messages(run),
  ].join('\n');
}

function standing(run: UpdateRun, now: number): string {
  const { finished, subject = run.operation } = run;
  if (!isOver(run)) {
    const quiet = quietWords(run, now);
    const behind = run.behind === undefined ? '' : ` ${behindWords(run.behind)}`;
    return `**${progressWords(run)}**${quiet === undefined ? '' : ` (${quiet})`}${behind}`;
  }
  const took =
    finished === undefined ? '' : ` (${finished.status} after ${duration(finished.time - run.started)})`;
  return `**${plainText(outcomeOf(run, subject).text)}**${took}`;
}

function confirmation(run: UpdateRun): string[] {
  const words = confirmedWords(run);
  return words === undefined ? [] : [words, ''];
}

function components({ actions }: UpdateRun, now: number): string[] {
  if (actions.length === 0) return [];
  return ['## Components', '', ...actions.map((action) => component(action, now)), ''];
}

function component(
  { component, version, status, message, progress, since, lastHeard }: Action,
  now: number,
): string {
  const name = version === undefined ? component : `${component} ${version}`;
  const percent = progress === undefined ? '' : ` ${progress} %`;
  const said = message === undefined ? '' : ` ${message}`;
  return `- ${name}: ${status}${percent} since ${clock(since)} (${roughly(now - since)}), last heard ${clock(lastHeard)}.${said}`;
}

function expected({ plan }: UpdateRun): string[] {
  if (plan === undefined) return [];
  const rows = plan.actions.map(
    ({ component, action, reasons }) => `- ${component}: ${action}. ${reasons[0] ?? ''}`,
  );
  return ['## Plan', '', plan.summary, '', ...rows, ''];
}

function messages({ transcript }: UpdateRun): string[] {
  const { dropped } = transcript;
  const left =
    dropped.messages === 0
      ? []
      : [
          `${dropped.messages} messages (${dropped.characters} characters) between the first and the last are not kept.`,
          '',
        ];
  return [
    '## Messages',
    '',
    ...left,
    ...transcript.messages.flatMap(({ time, direction, address, text, cut }) => [
      `${clock(time)} ${direction === 'out' ? '→' : '←'} ${address}`,
      '',
      ...json(cut === undefined ? text : `${text}\n… ${cut} characters more are not kept`),
    ]),
  ];
}

function json(text: string): string[] {
  return ['```json', text, '```', ''];
}

function clock(time: number): string {
  return new Date(time).toLocaleTimeString();
}
