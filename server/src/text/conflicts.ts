import { t } from '@vscode/l10n';
import type { SyntaxProblem } from './document.ts';

/**
 * The marks that a version control system leaves where two changes collide. Undefined where there are none; where there
 * are, every other fault of the text comes from them.
 */
export function conflictProblems(text: string): SyntaxProblem[] | undefined {
  if (!/^<{7} /m.test(text) || !/^>{7} /m.test(text)) return undefined;
  return [...text.matchAll(/^<{7} .*$/gm)].map(({ index, 0: line }) => ({
    code: 'syntax-conflict',
    severity: 'error',
    message: t('A merge conflict is left here: keep one of the two versions, and remove the marks.'),
    span: { start: index, end: index + line.trimEnd().length },
  }));
}
