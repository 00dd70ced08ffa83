/** What stands in a manifest beside its components while they are updated, and what became of them. */
import { t } from '@vscode/l10n';
import type { Action, UpdateRun } from '../../updates/run.ts';
import { componentName, nameList } from '../../words/planWords.ts';
import { type ActionTone, actionTime, actionTone, actionWords } from '../../words/runWords.ts';
import { clockTime } from '../../words/times.ts';
import { type Mark, mostNamed } from './mark.ts';

/** The places are those of the plan that the run was sent with; without one there are none. */
export function runMarks(run: UpdateRun): readonly Mark[] {
  const { plan, actions } = run;
  if (plan === undefined) return [];
  const placed = new Map(plan.actions.flatMap(({ component, range }) => (range ? [[component, range]] : [])));
  const components = actions.flatMap((action) => {
    const range = placed.get(action.component);
    return range ? [mark(action, run, range.start.line)] : [];
  });
  const unplaced = actions.filter(({ component }) => !placed.has(component));
  const domains = plan.domains.flatMap(({ id, range }) => {
    const own = unplaced.filter(({ component }) => component.startsWith(`${id}:`));
    return own.length === 0 ? [] : [domainMark(own, run, range.start.line)];
  });
  return [...domains, ...components];
}

function mark(action: Action, run: UpdateRun, line: number): Mark {
  return { line, text: actionWords(action, run), hover: hover(action), tone: actionTone(action, run) };
}

/** What the manifest does not list: that is removed. */
function domainMark(actions: readonly Action[], run: UpdateRun, line: number): Mark {
  const words = actions.map((action) => `${componentName(action)} ${actionWords(action, run)}`);
  const tones = new Set(actions.map((action) => actionTone(action, run)));
  return {
    line,
    text: nameList(words, mostNamed),
    hover: actions.map((action) => `${componentName(action)}: ${hover(action)}`).join('\n'),
    tone: tonesByWeight.find((tone) => tones.has(tone)) ?? 'busy',
  };
}

const tonesByWeight: readonly ActionTone[] = ['failed', 'unknown', 'busy', 'done'];

function hover(action: Action): string {
  const { status, message, lastHeard } = action;
  const said = message === undefined ? '' : `: ${message}`;
  return t('{0} {1}{2}\nLast heard {3}', status, actionTime(action), said, clockTime(lastHeard));
}
