/** Everything that is wrong with a document, in order of the text. */
import {
  type Diagnostic,
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
} from 'vscode-languageserver-types';
import type { Problem, SeverityName } from '../messages.ts';
import type { Checker, RuleProblem } from '../rules/check.ts';
import type { Fixes } from '../rules/rule.ts';
import type { SyntaxProblem } from '../text/document.ts';
import { type Span, spanOf } from '../text/node.ts';
import { type ManifestDocument, type ManifestRoot, rangeOf } from './document.ts';

export interface DocumentProblem {
  readonly code: string;
  readonly severity: SeverityName;
  readonly message: string;
  readonly span: Span;
  readonly crash: boolean;
  readonly related: readonly { readonly span: Span; readonly message: string }[];
  readonly fixes: Fixes | undefined;
}

/** Nobody reads more than that, and editors show no more. */
const mostProblems = 1000;

/** Empty for a document that is none of ours. */
export function problemsOf(document: ManifestDocument, check: Checker): DocumentProblem[] {
  if (!document.ours) return [];
  const { parsed, roots } = document;
  const found = [
    ...parsed.problems.map(ofText),
    ...roots.flatMap(({ node, kind }) => (node && kind ? check(node, kind, parsed.format).map(ofRule) : [])),
    // A damaged text may become one: the faults come first.
    ...(parsed.problems.length > 0 ? [] : unrecognised(document)).map(ofText),
    ...severalManifests(roots).map(ofText),
  ];
  return limited(found.sort((a, b) => a.start - b.start || a.end - b.end || a.order - b.order));
}

/** A problem before it is known whether it is shown: of thousands most are not. */
interface Found {
  readonly start: number;
  readonly end: number;
  readonly order: number;
  readonly problem: DocumentProblem | SyntaxProblem | RuleProblem;
}

function ofText(problem: DocumentProblem | SyntaxProblem): Found {
  return { ...problem.span, order: -1, problem };
}

function ofRule(problem: RuleProblem): Found {
  const { at, order } = problem;
  const start = at.origin.offset + at.from;
  return { start, end: start + at.to - at.from, order, problem };
}

function told({ start, end, problem }: Found): DocumentProblem {
  const { code, severity, message } = problem;
  const span = { start, end };
  if (!('related' in problem))
    return { code, severity, message, span, crash: false, related: [], fixes: undefined };
  const related = problem.related.map((it) => ({
    span: 'at' in it ? spanOf(it.at) : it.span,
    message: it.message,
  }));
  return { code, severity, message, span, crash: problem.crash, related, fixes: problem.fixes };
}

function information(code: string, message: string, span: Span): DocumentProblem {
  return { code, severity: 'information', message, span, crash: false, related: [], fixes: undefined };
}

/** Of a document with one of our language ids something is expected; of others nothing. */
function unrecognised({ roots, languageId, parsed }: ManifestDocument): DocumentProblem[] {
  if (!languageId.startsWith('kanto-')) return [];
  return roots
    .filter(({ node, kind }) => node !== undefined && kind === undefined)
    .map(({ node, span }) => {
      const { start } = node ? spanOf(node) : span;
      const lineEnd = parsed.text.slice(start, start + 200).search(/[\r\n]/);
      return information(
        'not-a-manifest',
        'This is no manifest for Kanto yet. Wanted is a desired state (`domains`), a list of software modules or of software, the value of a command (`desiredState`, `softwareModules`, `software` or `activityId`), or a whole message (`topic`, `headers`, `path`, `value`).',
        { start, end: lineEnd > 0 ? start + lineEnd : Math.min(start + 1, parsed.text.length) },
      );
    });
}

function severalManifests(roots: readonly ManifestRoot[]): DocumentProblem[] {
  const manifests = roots.filter(({ node, kind }) => node !== undefined && kind?.role === 'request');
  return manifests.slice(1).map(({ node, span }) => {
    const { start } = node ? spanOf(node) : span;
    return information(
      'several-manifests',
      'This file holds more than one manifest: only the first is sent. Put each into a file of its own.',
      { start, end: start + 1 },
    );
  });
}

/** A thousand of them; first of all what would crash a device, then the errors: on them depends whether a manifest is sent. */
function limited(found: readonly Found[]): DocumentProblem[] {
  if (found.length <= mostProblems) return found.map(told);
  const shown = new Set<Found>();
  for (const weight of [0, 1, 2])
    for (const it of found) if (shown.size < mostProblems - 1 && weightOf(it) === weight) shown.add(it);
  const note = information('more-problems', `There are more problems than these ${shown.size}.`, {
    start: 0,
    end: 1,
  });
  return [note, ...found.filter((it) => shown.has(it)).map(told)];
}

function weightOf({ problem }: Found): number {
  if ('crash' in problem && problem.crash) return 0;
  return problem.severity === 'error' ? 1 : 2;
}

/** The address of the page that explains a code; undefined where pages are nowhere to be had. */
export type PageOf = (code: string) => string | undefined;

export function toDiagnostic(
  document: ManifestDocument,
  problem: DocumentProblem,
  pageOf: PageOf,
): Diagnostic {
  const page = pageOf(problem.code);
  const related: DiagnosticRelatedInformation[] = problem.related.map(({ span, message }) => ({
    location: { uri: document.uri, range: rangeOf(document.text, span) },
    message,
  }));
  return {
    range: rangeOf(document.text, problem.span),
    severity: severities[problem.severity],
    code: problem.code,
    ...(page !== undefined && { codeDescription: { href: page } }),
    source: 'kanto',
    message: problem.message,
    ...(related.length > 0 && { relatedInformation: related }),
    ...(problem.crash && { data: { crash: true } }),
  };
}

export function toProblem(document: ManifestDocument, problem: DocumentProblem): Problem {
  const { code, severity, message, span, crash } = problem;
  return { code, severity, message, range: rangeOf(document.text, span), crash };
}

const severities: Readonly<Record<SeverityName, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};
