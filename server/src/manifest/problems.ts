/** Everything that is wrong with a document, in order of the text. */
import { t } from '@vscode/l10n';
import type { Problem } from '../messages.ts';
import { type Checker, inOrder, type RuleProblem, startOf } from '../rules/check.ts';
import { isConfigurable, type RuleLevels } from '../rules/levels.ts';
import type { SyntaxProblem } from '../text/document.ts';
import { type Span, spanOf } from '../text/node.ts';
import { withoutConsequences } from './consequences.ts';
import { type ManifestDocument, type ManifestRoot, rangeOf } from './document.ts';
import { type Silencing, silencingOf } from './silencing.ts';

/** What a rule has found, or what is wrong with the text itself. */
export type DocumentProblem = RuleProblem;

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
  const ofRules = roots.flatMap(({ node, kind }) =>
    node && kind ? withoutConsequences(check(node, kind, parsed.format), parsed) : [],
  );
  const ofTheText = [
    ...parsed.problems.map(ofText),
    // A damaged text may become one: the faults come first.
    ...(parsed.problems.length > 0 ? [] : unrecognised(document)),
    ...severalManifests(roots),
  ];
  const found = ofTheText.length > 0 ? inOrder([...ofTheText, ...ofRules]) : ofRules;
  const { shown, silenced } = settled(found, levels, silencingOf(document), parsed.problems.length > 0);
  return { shown: limited(shown), silenced: limited(silenced) };
}

interface Settled {
  readonly shown: readonly DocumentProblem[];
  readonly silenced: readonly DocumentProblem[];
}

/** What settings and comments make of what was found. Of a damaged text nobody can say that a comment is of no use. */
function settled(
  found: readonly DocumentProblem[],
  levels: RuleLevels,
  silencing: Silencing | undefined,
  damaged: boolean,
): Settled {
  if (levels.size === 0 && !silencing) return { shown: found, silenced: [] };
  const shown: DocumentProblem[] = [];
  const silenced: DocumentProblem[] = [];
  for (const it of found) {
    const { code } = it;
    const isSilenced = isConfigurable(code) && silencing?.silences(code, startOf(it)) === true;
    const level = isSilenced ? 'off' : (levels.get(code) ?? it.severity);
    if (level !== 'off') shown.push(level === it.severity ? it : { ...it, severity: level });
    if (level !== 'error' && isGrave(it)) silenced.push(it);
  }
  const ofComments = [...(silencing?.unknown ?? []), ...(damaged ? [] : (silencing?.unused() ?? []))];
  for (const { code, message, span } of ofComments) {
    const level = levels.get(code) ?? (code === 'silence-unused' ? 'hint' : 'information');
    if (level === 'off') continue;
    shown.push(ofText({ code, severity: level, message, span }));
  }
  return { shown: ofComments.length > 0 ? inOrder(shown) : shown, silenced };
}

function isGrave(problem: DocumentProblem): boolean {
  return weightOf(problem) < 2;
}

function ofText({ code, severity, message, span: { start, end } }: TextProblem): DocumentProblem {
  const at = { origin: { offset: 0 }, from: start, to: end };
  // What the text itself says comes before what rules say of the same place.
  return { code, severity, message, at, crash: false, related: [], fixes: undefined, order: -1 };
}

type TextProblem = Omit<SyntaxProblem, 'severity'> & Pick<DocumentProblem, 'severity'>;

function information(code: string, message: string, span: Span): DocumentProblem {
  return ofText({ code, severity: 'information', message, span });
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
        t(
          'This is no manifest for Kanto yet. Wanted is a desired state (`domains`), a list of software modules or of software, the value of a command (`desiredState`, `softwareModules`, `software` or `activityId`), or a whole message (`topic`, `headers`, `path`, `value`).',
        ),
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
      t('This file holds more than one manifest: each is sent by itself, and who sends is asked which.'),
      { start, end: start + 1 },
    );
  });
}

/** A thousand of them; first of all what would crash a device, then the errors: on them depends whether a manifest is sent. */
function limited(found: readonly DocumentProblem[]): readonly DocumentProblem[] {
  if (found.length <= mostProblems) return found;
  const room: Record<Weight, number> = { 0: 0, 1: 0, 2: 0 };
  for (const problem of found) room[weightOf(problem)]++;
  const shown = mostProblems - 1;
  room[0] = Math.min(room[0], shown);
  room[1] = Math.min(room[1], shown - room[0]);
  room[2] = shown - room[0] - room[1];
  const note = information('more-problems', t('There are more problems than these {0}.', shown), {
    start: 0,
    end: 1,
  });
  return [note, ...found.filter((problem) => room[weightOf(problem)]-- > 0)];
}

type Weight = 0 | 1 | 2;

function weightOf({ severity, crash }: DocumentProblem): Weight {
  if (crash) return 0;
  return severity === 'error' ? 1 : 2;
}

export function toProblem(document: ManifestDocument, problem: DocumentProblem): Problem {
  const { code, severity, message, at, crash } = problem;
  return { code, severity, message, range: rangeOf(document.text, spanOf(at)), crash };
}
