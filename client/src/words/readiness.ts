/** Whether a document may go to a device, judged from what the manifest half says of it. */
import { t } from '@vscode/l10n';
import type { JsonValue, ManifestDescription, Operation, Problem } from '../../../server/src/messages.ts';
import { isObject, keyOf } from '../protocol/json.ts';
import { count } from './words.ts';

export type Readiness =
  | { readonly kind: 'ready'; readonly operation: Operation }
  /** It has errors: the user may insist. */
  | {
      readonly kind: 'faulty';
      readonly operation: Operation;
      readonly question: string;
      readonly detail: string;
    }
  /** Never sent, whatever the user says. */
  | { readonly kind: 'refused'; readonly reason: string };

/** `name` is what the user calls the document. */
export function readinessOf(description: ManifestDescription, name: string): Readiness {
  const { kind, content, further } = description;
  const sent = (problem: Problem) => !isFilledIn(problem, content);
  const shown = description.problems.filter(sent);
  // The device knows nothing of the user's settings and comments.
  const silenced = (description.silenced ?? []).filter(sent);
  const problems = [...shown, ...silenced];
  const crash = problems.find((problem) => problem.crash);
  if (crash !== undefined) {
    return refused(
      t(
        '{0} is not sent: it would crash software on the device. Line {1}: {2}',
        name,
        line(crash),
        crash.message,
      ),
    );
  }
  const isError = ({ severity }: Problem) => severity === 'error';
  const errors = problems.filter(isError);
  if (kind === undefined || content === undefined) {
    const first = errors[0] ?? problems.find(({ code }) => code === 'syntax-refused');
    return refused(
      first === undefined
        ? t('{0} is not sent: it is no Kanto manifest. "Kanto: New Manifest…" writes one.', name)
        : t('{0} is not sent: it cannot be read. Line {1}: {2}', name, line(first), first.message),
    );
  }
  if (further !== undefined) {
    return refused(
      t(
        '{0} is not sent: it holds {1} manifests and a message takes one. Say which, from 1 to {1}, or put each into a file of its own.',
        name,
        further + 1,
      ),
    );
  }
  if (kind.role !== 'request' || kind.operation === undefined) {
    return refused(
      t('{0} is not sent: it is what a device says ({1}), not what a device is told.', name, kind.role),
    );
  }
  const { operation } = kind;
  if (operation === 'consent')
    return refused(
      t(
        '{0} is not sent: it answers a device that asks for consent, and counts only with the correlation id of that question.',
        name,
      ),
    );
  if (errors.length === 0) return { kind: 'ready', operation };
  return {
    kind: 'faulty',
    operation,
    question: t(
      '{0} has {1}. The device is likely to reject it.',
      name,
      errorCount(shown.filter(isError).length, silenced.filter(isError).length),
    ),
    detail: errorList(errors),
  };
}

/** What is wrong with the envelope only until it is sent: composing writes the parts that the author left out. */
const leftOut: ReadonlyMap<string, string> = new Map([
  ['topic-missing', 'topic'],
  ['path-missing', 'path'],
  ['headers-missing', 'headers'],
]);

/** A part that is written as `null` is not left out: its author has said something, and it would do harm. */
function isFilledIn({ code }: Problem, content: JsonValue | undefined): boolean {
  const part = leftOut.get(code);
  return part !== undefined && isObject(content) && keyOf(content, part) === undefined;
}

function errorCount(shown: number, silenced: number): string {
  if (silenced === 0) return count(shown, 'error');
  const here = t('{0} that a setting or a comment silences', count(silenced, 'error'));
  return shown === 0 ? here : t('{0} and {1}', count(shown, 'error'), here);
}

const mostListed = 5;

function errorList(errors: readonly Problem[]): string {
  const lines = errors
    .slice(0, mostListed)
    .map((problem) => t('Line {0}: {1}', line(problem), problem.message));
  if (errors.length > mostListed) lines.push(t('… and {0} more', errors.length - mostListed));
  return lines.join('\n');
}

function line(problem: Problem): number {
  return problem.range.start.line + 1;
}

function refused(reason: string): Readiness {
  return { kind: 'refused', reason };
}
