/** What would contradict what is told of the same value. */
import { type Span, spanOf } from '../text/node.ts';
import type { RuleProblem } from './check.ts';
import { wrongType } from './text/wrongType.ts';

/**
 * Of a value of a wrong type only that: the device refuses the whole message, so it does nothing with the value that
 * other rules could tell. What would crash a device is told in any case. Wants the problems in order of the text.
 */
export function withoutContradictions(problems: RuleProblem[]): RuleProblem[] {
  const refused = problems.filter(isOfType).map(({ at }) => spanOf(at));
  if (refused.length === 0) return problems;
  let next = 0;
  let reach = 0;
  let last: Span | undefined;
  return problems.filter((problem) => {
    const { start, end } = spanOf(problem.at);
    for (let it = refused[next]; it && it.start <= start; it = refused[++next])
      reach = Math.max(reach, it.end);
    if (!isOfType(problem)) return problem.crash || end > reach;
    // A number can be of a wrong kind and out of range: the first is enough.
    const isTold = last?.start === start && last.end === end;
    last = { start, end };
    return !isTold;
  });
}

function isOfType({ code }: RuleProblem): boolean {
  return code === wrongType.id;
}
