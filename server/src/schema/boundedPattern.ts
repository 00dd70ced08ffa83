/** Regular expressions of users, in bounded time. */
import { createContext, Script } from 'node:vm';

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

/**
 * A pattern that is asked as it is where it cannot take long, else with a limit. One that takes longer than that, as
 * `^(a+)+$` for many texts, would stop all else: from then on it allows everything.
 *
 * @throws SyntaxError where it is no regular expression.
 */
export function boundedPattern(pattern: string, flags: string): BoundedPattern {
  const expression = new RegExp(pattern, flags);
  return isQuick(pattern) ? expression : limited(expression);
}

/** With one repetition and no choice there is little to try again. */
function isQuick(pattern: string): boolean {
  return !/[|?]|\\[1-9k]/.test(pattern) && (pattern.match(/[*+{]/g) ?? []).length <= 1;
}

function limited(expression: RegExp): BoundedPattern {
  const globals = { expression, text: '' };
  const context = createContext(globals);
  const script = new Script('expression.test(text)');
  const known = new Map<string, boolean>();
  let isTooSlow = false;
  return {
    toString: () => expression.toString(),
    test(text) {
      if (isTooSlow) return true;
      const answer = known.get(text);
      if (answer !== undefined) return answer;
      globals.text = text;
      let found = true;
      try {
        found = script.runInContext(context, { timeout: longest }) === true;
      } catch (error) {
        if (!isTimeout(error)) throw error;
        isTooSlow = true;
      }
      if (known.size < mostKnown) known.set(text, found);
      return found;
    },
  };
}

/** The error is of the context's own, so it is no `Error` of this one. */
function isTimeout(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
  );
}
