/** What rules find only because the text is damaged there: who mends the text mends that as well. */
import type { RuleProblem } from '../rules/check.ts';
import type { ParsedText } from '../text/document.ts';
import { spanOf } from '../text/node.ts';

/** What a part that could not be read looks like: something is missing, unknown or of another type. */
const shapeRules: ReadonlySet<string> = new Set([
  'unknown-field',
  'wrong-type',
  'component-id-missing',
  'version-missing',
  'config-key-missing',
]);

/** A line that says wrongly how deep it stands also changes what the line above it means. */
const movingFaults: ReadonlySet<string> = new Set(['syntax-indentation', 'syntax-tab']);

/** Nobody writes longer lines by hand; in others a fault says nothing of what stands far from it. */
const longestLine = 200;

/** The problems that stay problems once the faults of the text are mended. What would crash a device always does. */
export function withoutConsequences(
  problems: readonly RuleProblem[],
  { text, problems: faults }: ParsedText,
): readonly RuleProblem[] {
  const errors = faults.filter(({ severity }) => severity === 'error').slice(0, 100);
  if (errors.length === 0) return problems;
  const shadows = errors.map(({ code, span }) => {
    const lineStart = text.lastIndexOf('\n', span.start - 1) + 1;
    const lineEnd = text.indexOf('\n', span.end);
    const end = lineEnd < 0 ? text.length : lineEnd;
    if (end - lineStart > longestLine) return span;
    const above = movingFaults.has(code) ? text.lastIndexOf('\n', lineStart - 2) + 1 : lineStart;
    return { start: Math.max(0, Math.min(above, lineStart)), end };
  });
  return problems.filter(({ at, code, crash }) => {
    if (crash || !shapeRules.has(code)) return true;
    const { start } = spanOf(at);
    return !shadows.some((shadow) => shadow.start <= start && start < shadow.end);
  });
}
