/** Answers to a client that asks for diagnostics by itself. Most keys change no problem: then none is sent again. */
import { isDeepStrictEqual } from 'node:util';
import type { Diagnostic, DocumentDiagnosticReport } from 'vscode-languageserver';

interface Report {
  /** Of the document, as it was when it was last found to be so. */
  readonly state: string;
  readonly resultId: string;
  readonly items: readonly Diagnostic[];
}

export interface DiagnosticReports {
  /**
   * The diagnostics of a document in a state, or that they are the ones that the client has. The service keeps
   * most diagnostics while they do not change, so to compare them costs little.
   */
  of(uri: string, state: string, previousResultId: string | undefined): DocumentDiagnosticReport;
  forget(uri: string): void;
}

export function createDiagnosticReports(validate: (uri: string) => Diagnostic[]): DiagnosticReports {
  const last = new Map<string, Report>();
  return {
    of(uri, state, previousResultId) {
      const kept = last.get(uri);
      const held = kept?.resultId === previousResultId ? kept : undefined;
      if (held?.state === state) return { kind: 'unchanged', resultId: held.resultId };
      const items = validate(uri);
      if (held !== undefined && same(held.items, items)) {
        last.set(uri, { ...held, state });
        return { kind: 'unchanged', resultId: held.resultId };
      }
      last.set(uri, { state, resultId: state, items });
      return { kind: 'full', resultId: state, items };
    },
    forget: (uri) => void last.delete(uri),
  };
}

function same(some: readonly Diagnostic[], others: readonly Diagnostic[]): boolean {
  return (
    some.length === others.length &&
    some.every((it, index) => it === others[index] || isDeepStrictEqual(it, others[index]))
  );
}
