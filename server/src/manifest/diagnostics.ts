/** Problems as editors take them. */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import {
  type Diagnostic,
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
  type Position,
  type Range,
} from 'vscode-languageserver-types';
import type { SeverityName } from '../messages.ts';
import { type Spot, spanOf } from '../text/node.ts';
import { type ManifestDocument, rangeOf } from './document.ts';
import type { DocumentProblem } from './problems.ts';

/** The address of the page that explains a code; undefined where pages are nowhere to be had. */
export type PageOf = (code: string) => string | undefined;

export type DiagnosticReader = (document: ManifestDocument, problem: DocumentProblem) => Diagnostic;

/** Keeps the diagnostic of a problem while it stands on its line: most changes move none of them. */
export function createDiagnosticReader(pageOf: PageOf): DiagnosticReader {
  const kept = new WeakMap<DocumentProblem, Diagnostic>();
  return (document, problem) => {
    const known = kept.get(problem);
    if (known && stands(known, document, problem)) return known;
    const made = toDiagnostic(document, problem, pageOf);
    kept.set(problem, made);
    return made;
  };
}

function toDiagnostic({ uri, text }: ManifestDocument, problem: DocumentProblem, pageOf: PageOf): Diagnostic {
  const page = pageOf(problem.code);
  const related: DiagnosticRelatedInformation[] = problem.related.map(({ at, message }) => ({
    location: { uri, range: rangeOf(text, spanOf(at)) },
    message,
  }));
  return {
    range: rangeOf(text, spanOf(problem.at)),
    severity: severities[problem.severity],
    code: problem.code,
    ...(page !== undefined && { codeDescription: { href: page } }),
    source: 'kanto',
    message: problem.message,
    ...(related.length > 0 && { relatedInformation: related }),
    ...(problem.crash && { data: { crash: true } }),
  };
}

function stands(
  { range, relatedInformation = [] }: Diagnostic,
  { uri, text }: ManifestDocument,
  { at, related }: DocumentProblem,
): boolean {
  return (
    isRangeOf(range, text, at) &&
    related.every((other, index) => {
      const location = relatedInformation[index]?.location;
      return location?.uri === uri && isRangeOf(location.range, text, other.at);
    })
  );
}

function isRangeOf({ start, end }: Range, text: TextDocument, { origin, from, to }: Spot): boolean {
  return isPositionOf(start, text, origin.offset + from) && isPositionOf(end, text, origin.offset + to);
}

/** A line has an offset; what lies behind its end is moved to it. To find the line of an offset is a search. */
function isPositionOf(position: Position, text: TextDocument, offset: number): boolean {
  const { line, character } = position;
  return text.offsetAt({ line, character: 0 }) + character === offset && text.offsetAt(position) === offset;
}

const severities: Readonly<Record<SeverityName, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};
