/** What the doctor found, for people and for programs. */
import { t } from '@vscode/l10n';
import { plainText, shortAddress } from '../../words/words.ts';
import { type StepId, type StepResult, stepTitles } from './finding.ts';

const marks: Readonly<Record<StepResult['state'], string>> = {
  ok: '✔',
  failed: '✖',
  skipped: '–',
  unknown: '?',
};

/** The step with its mark, what was found, and behind an arrow what to do about it. */
export function stepLines({ step, state, message, advice }: StepResult): readonly string[] {
  const head = `${marks[state]} ${stepTitles()[step]}`;
  if (state === 'skipped') return [`${head}: ${lowerFirst(inWords(message))}`];
  const [first, ...others] = advice === undefined ? [] : inWords(advice).split('\n');
  return [
    head,
    `    ${inWords(message)}`,
    ...(first === undefined ? [] : [`    → ${first}`]),
    ...others.map((line) => `      ${line}`),
  ];
}

/** The same as a paragraph of a Markdown document, which VS Code wraps at its width. */
export function stepParagraph({ step, state, message, advice }: StepResult): readonly string[] {
  return [
    `${marks[state]} **${stepTitles()[step]}**: ${shortAddress(message)}`,
    ...(advice === undefined ? [] : shortAddress(`→ ${advice}`).split('\n')),
    '',
  ];
}

/** The one of the steps that is being looked at after so many. */
export function nextTitle(steps: readonly StepId[], done: number): string {
  const next = steps[done];
  return next === undefined ? '' : stepTitles()[next];
}

/** The whole in a sentence or two, once every step has its result. */
export function verdict(results: readonly StepResult[]): string {
  if (results.some(({ code }) => code === 'cancelled')) return t('The test was cancelled.');
  const broken = results.filter(({ state }) => state === 'failed').map(({ step }) => stepTitles()[step]);
  if (broken.length > 0) return t('Broken: {0}.', broken.join(', '));
  const asked = results.some(({ step, state }) => step === 'updateManager' && state === 'ok');
  const isOpen = results.some(({ step, state }) => step === 'updateManager' && state === 'unknown');
  if (isOpen) return t('The connection holds. Whether an update manager listens cannot be told from here.');
  const untold = results.some(({ step, state }) => step === 'domains' && state === 'unknown');
  if (asked && untold)
    return t('The connection holds, and somebody listens. What the device runs was not told.');
  return asked
    ? t('It works: the device can be updated over this connection.')
    : t('The connection holds. No device was asked.');
}

/** True where no link is broken and none was left out by cancelling. */
export function isSound(results: readonly StepResult[]): boolean {
  return results.every(({ state, code }) => state !== 'failed' && code !== 'cancelled');
}

function inWords(text: string): string {
  return shortAddress(plainText(text));
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
