/** Everything that is wrong with a document, in order of the text. */
import {
  type Diagnostic,
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
} from 'vscode-languageserver-types';
import type { Problem, SeverityName } from '../messages.ts';
import type { Checker, RuleProblem } from '../rules/check.ts';
import { isConfigurable, type RuleLevels } from '../rules/levels.ts';
import type { Fixes } from '../rules/rule.ts';
import type { SyntaxProblem } from '../text/document.ts';
import { type Span, spanOf } from '../text/node.ts';
import { withoutConsequences } from './consequences.ts';
import { type ManifestDocument, type ManifestRoot, rangeOf } from './document.ts';
import { type Silencing, silencingOf } from './silencing.ts';

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

export interface DocumentProblems {
  /** As the user wants them. */
  readonly shown: readonly DocumentProblem[];
  /** Errors and crashes, as the rules have them, that are not shown or shown as less. */
  readonly silenced: readonly DocumentProblem[];
}

/** None for a document that is none of ours. */
export function problemsOf(document: ManifestDocument, check: Checker, levels: RuleLevels): DocumentProblems {
  if (!document.ours) return { shown: [], silenced: [] };
  const { parsed, roots } = document;
  const found = [
    ...parsed.problems.map(ofText),
    ...roots.flatMap(({ node, kind }) =>
      node && kind ? withoutConsequences(check(node, kind, parsed.format), parsed).map(ofRule) : [],
    ),
    // A damaged text may become one: the faults come first.
    ...(parsed.problems.length > 0 ? [] : unrecognised(document)).map(ofText),
    ...severalManifests(roots).map(ofText),
  ];
  const { shown, silenced } = settled(found, levels, silencingOf(document), parsed.problems.length > 0);
  return { shown: limited(inOrder(shown)), silenced: limited(inOrder(silenced)) };
}

function inOrder(found: Found[]): Found[] {
  return found.sort((a, b) => a.start - b.start || a.end - b.end || a.order - b.order);
}

interface Settled {
  readonly shown: Found[];
  readonly silenced: Found[];
}

/** What settings and comments make of what was found. Of a damaged text nobody can say that a comment is of no use. */
function settled(
  found: Found[],
  levels: RuleLevels,
  silencing: Silencing | undefined,
  damaged: boolean,
): Settled {
  if (levels.size === 0 && !silencing) return { shown: found, silenced: [] };
  const shown: Found[] = [];
  const silenced: Found[] = [];
  for (const it of found) {
    const { code } = it.problem;
    const isSilenced = isConfigurable(code) && silencing?.silences(code, it.start) === true;
    const level = isSilenced ? 'off' : (levels.get(code) ?? it.severity);
    if (level !== 'off') shown.push(level === it.severity ? it : { ...it, severity: level });
    if (level !== 'error' && isGrave(it)) silenced.push(it);
  }
  const ofComments = [...(silencing?.unknown ?? []), ...(damaged ? [] : (silencing?.unused() ?? []))];
  for (const { code, message, span } of ofComments) {
    const level = levels.get(code) ?? (code === 'silence-unused' ? 'hint' : 'information');
    if (level === 'off') continue;
    shown.push(ofText({ code, severity: level, message, span, ...plain }));
  }
  return { shown, silenced };
}

function isGrave(found: Found): boolean {
  return weightOf(found) < 2;
}

/** A problem before it is known whether it is shown: of thousands most are not. */
interface Found {
  readonly start: number;
  readonly end: number;
  readonly order: number;
  readonly severity: SeverityName;
  readonly problem: DocumentProblem | SyntaxProblem | RuleProblem;
}

function ofText(problem: DocumentProblem | SyntaxProblem): Found {
  return { ...problem.span, order: -1, severity: problem.severity, problem };
}

function ofRule(problem: RuleProblem): Found {
  const { at, order, severity } = problem;
  const start = at.origin.offset + at.from;
  return { start, end: start + at.to - at.from, order, severity, problem };
}

function told({ start, end, severity, problem }: Found): DocumentProblem {
  const { code, message } = problem;
  const span = { start, end };
  if (!('related' in problem)) return { code, severity, message, span, ...plain };
  const related = problem.related.map((it) => ({
    span: 'at' in it ? spanOf(it.at) : it.span,
    message: it.message,
  }));
  return { code, severity, message, span, crash: problem.crash, related, fixes: problem.fixes };
}

function information(code: string, message: string, span: Span): DocumentProblem {
  return { code, severity: 'information', message, span, ...plain };
}

const plain = { crash: false, related: [], fixes: undefined } as const;

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
      'This file holds more than one manifest: each is sent by itself, and who sends is asked which.',
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

function weightOf({ severity, problem }: Found): number {
  if ('crash' in problem && problem.crash) return 0;
  return severity === 'error' ? 1 : 2;
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
