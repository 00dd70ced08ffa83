/** What stands in a manifest beside its components while a plan of it holds: the action, and what will vanish. */
import type { Plan, PlanAction } from '../../../../server/src/messages.ts';
import { actionWords, componentName, nameList } from '../../words/planWords.ts';
import { type Mark, mostNamed } from './mark.ts';

export function planMarks({ actions, domains }: Plan): readonly Mark[] {
  const components = actions.flatMap((action) =>
    action.range ? [mark(action, action.range.start.line)] : [],
  );
  const vanishing = domains.flatMap(({ id, range }) => {
    const lost = actions.filter(
      ({ action, component, range: own }) =>
        action === 'destroy' && own === undefined && component.startsWith(`${id}:`),
    );
    return lost.length === 0 ? [] : [vanishingMark(lost, range.start.line)];
  });
  return [...vanishing, ...components];
}

function mark(action: PlanAction, line: number): Mark {
  return { line, text: actionWords(action), hover: action.reasons.join('\n'), tone: action.action };
}

function vanishingMark(lost: readonly PlanAction[], line: number): Mark {
  const doubt = lost.every(({ certain }) => certain) ? '' : '?';
  return {
    line,
    text: `destroy${doubt}: ${nameList(lost.map(componentName), mostNamed)}`,
    hover: lost.map((action) => `${componentName(action)}: ${action.reasons.join(' ')}`).join('\n'),
    tone: 'destroy',
  };
}
