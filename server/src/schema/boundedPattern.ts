/** Regular expressions of users, in bounded time. */
import { inLimitedTime } from './limitedTime.ts';

/** What can be asked of a pattern; the shape that ajv wants. */
export interface BoundedPattern {
  test(text: string): boolean;
  /** Tells patterns apart. */
  toString(): string;
}

/** For one text. A sensible pattern needs microseconds. Milliseconds. */
const longest = 50;
/** So many answers are kept: the values of a manifest are much alike. */
const mostKnown = 1000;
/** UTF-16 code units. Of a longer text even one repetition can be tried from too many places. */
const longestQuick = 2000;

/**
 * A pattern that is asked as it is where it cannot take long, else with a limit. One that takes longer than that, as
 * `^(a+)+$` for many texts, would stop all else: from then on it allows everything.
 *
 * @throws SyntaxError where it is no regular expression.
 */
export function boundedPattern(pattern: string, flags: string): BoundedPattern {
  const expression = new RegExp(pattern, flags);
  const slow = limited(expression);
  const quick = isQuick(pattern);
  return {
    toString: () => expression.toString(),
    test: (text) => (quick && text.length <= longestQuick ? expression : slow).test(text),
  };
}

/** With one repetition and no choice there is little to try again. */
function isQuick(pattern: string): boolean {
  return !/[|?]|\\[1-9k]/.test(pattern) && (pattern.match(/[*+{]/g) ?? []).length <= 1;
}

function limited(expression: RegExp): Pick<BoundedPattern, 'test'> {
  let run: ReturnType<typeof inLimitedTime<boolean>> | undefined;
  const known = new Map<string, boolean>();
  return {
    test(text) {
      const answer = known.get(text);
      if (answer !== undefined) return answer;
      run ??= inLimitedTime<boolean>(longest);
      const found = run(() => expression.test(text)) ?? true;
      if (known.size < mostKnown) known.set(text, found);
      return found;
    },
  };
}
