/** What `validate` found in one file, and who writes it down. */
import { describeKind, type ManifestDescription, type Problem } from '../../../../server/src/messages.ts';

export interface Finding extends Pick<Problem, 'code' | 'severity' | 'message' | 'range'> {
  /** The one obvious way to put it right; absent where there is none, or nobody asked. */
  readonly fix?: Fix;
}

export interface Fix {
  readonly title: string;
  readonly edits: readonly { readonly range: Problem['range']; readonly newText: string }[];
}

export interface FileReport {
  /** As it was called, `-` for standard input without a name. */
  readonly file: string;
  /** `apply envelope`, `install value`, …; null where the text is no Kanto manifest. */
  readonly kind: string | null;
  readonly diagnostics: readonly Finding[];
}

/** How all of it ended. */
export interface Totals {
  readonly files: number;
  readonly errors: number;
  readonly warnings: number;
  /** What exceeds it is a failure; absent where any number of warnings is good. */
  readonly maxWarnings?: number;
}

/** Writes findings in one format: each file as soon as it is checked, or all at the end. */
export interface Reporter {
  file(report: FileReport): void;
  end(totals: Totals): void | Promise<void>;
}

const start = { line: 0, character: 0 };

/** A finding about the file as a whole. */
export function failure(code: string, message: string): Finding {
  return { code, severity: 'error', message, range: { start, end: start } };
}

/** The text was not read: too long, too deep. */
const refusedCode = 'syntax-refused';

const unknownDocument = failure(
  'unknown-document',
  'This is no Kanto manifest: neither a desired state (domains), nor a list of software modules or software, nor a Ditto message around one.',
);

export function reportOf(file: string, description: ManifestDescription): FileReport {
  const diagnostics = description.problems.map(({ code, severity, message, range }) => ({
    code,
    severity,
    message,
    range,
  }));
  if (description.kind !== undefined) return { file, kind: describeKind(description.kind), diagnostics };
  // A pipeline that checks a file wants to hear that nothing was checked, and why.
  const refusals = diagnostics.filter((it) => it.code === refusedCode);
  const errors = diagnostics.filter((it) => it.severity === 'error');
  const found = [...errors, ...refusals.map((it) => ({ ...it, severity: 'error' as const }))];
  return { file, kind: null, diagnostics: found.length > 0 ? found : [unknownDocument] };
}

export function exceedsWarnings({ warnings, maxWarnings }: Totals): boolean {
  return maxWarnings !== undefined && warnings > maxWarnings;
}

export function isFailed(totals: Totals): boolean {
  return totals.errors > 0 || exceedsWarnings(totals);
}

export function numberOf({ diagnostics }: FileReport, severity: Problem['severity']): number {
  return diagnostics.filter((it) => it.severity === severity).length;
}
