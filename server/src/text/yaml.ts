import { t } from '@vscode/l10n';
import type { Document } from 'yaml';
import type { ParsedText, SyntaxProblem } from './document.ts';
import { limits, refuse, tooDeep, tooLong } from './limits.ts';
import type { Node, Origin, Span } from './node.ts';
import { spanOf } from './node.ts';
import { Anchors } from './yamlAnchors.ts';
import { composeYaml } from './yamlCompose.ts';
import { complexKey, NodeMaker, type NodeProblem } from './yamlNodes.ts';
import { faultsOf, type Opener, type Openers, openersIn, toldOf } from './yamlProblems.ts';

/**
 * Reads YAML 1.2 with merge keys, all documents of the text. Damaged text gives a tree of what can be read and
 * problems for the rest. Never throws; a text that is too long, too deep or that stands for too much is refused with a note.
 */
export function parseYaml(text: string): ParsedText {
  const refusal = tooLong('yaml', text);
  if (refusal) return refusal;

  const origin: Origin = { offset: text.charCodeAt(0) === 0xfeff ? 1 : 0 };
  const body = text.slice(origin.offset);
  const composed = composeYaml(body);
  if (!composed) return tooDeep('yaml', text);

  const piece = {
    text: body,
    spot: (from: number, to: number) => ({ origin, from, to }),
    held: () => undefined,
    kept: new Map(),
  };
  const roots: (Node | undefined)[] = [];
  const problems: SyntaxProblem[] = [];
  let expanded = 0;
  const openers = openersIn(body, composed.survey);
  const spans = rootSpans(composed.documents, origin.offset, text.length);
  for (const [index, document] of composed.documents.entries()) {
    const maker = new NodeMaker(piece, new Anchors());
    roots.push(maker.root(document));
    expanded += maker.expanded;
    const told = toldOf(
      faultsOf(body, document),
      openersWithin(openers, moved(spans[index] ?? nowhere, -origin.offset)),
    ).map((problem) => ({
      ...problem,
      span: moved(problem.span, origin.offset),
    }));
    for (const problem of withNodes(told, maker.problems)) problems.push(problem);
  }
  if (expanded > limits.expandedNodes) return tooMuch(text);
  return {
    format: 'yaml',
    text,
    roots,
    rootSpans: spans,
    problems: problems.sort((a, b) => a.span.start - b.span.start),
    comments: composed.survey.comments.map((span) => moved(span, origin.offset)),
    refused: false,
  };
}

export function tooMuch(text: string): ParsedText {
  return refuse('yaml', text, t('its aliases, written out, are more than a million values'));
}

/** The faults of a document with what is wrong with its nodes. */
export function withNodes(
  faults: readonly SyntaxProblem[],
  ofNodes: readonly NodeProblem[],
): SyntaxProblem[] {
  // Where keys and items are confused, a list as a key is what the reader makes of it, and nothing that was written.
  const own = ofNodes.filter(({ code }) => faults.length === 0 || code !== complexKey);
  return [
    ...faults,
    ...own.map(({ code, message, at }) => ({ code, severity: 'error' as const, message, span: spanOf(at) })),
  ];
}

const nowhere: Span = { start: 0, end: 0 };

function openersWithin({ quotes, brackets }: Openers, { start, end }: Span): Openers {
  const within = ({ span }: Opener) => span.start >= start && span.start < end;
  return { quotes: quotes.filter(within), brackets: brackets.filter(within) };
}

function moved({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}

function rootSpans(documents: readonly Document.Parsed[], offset: number, length: number): Span[] {
  let start = 0;
  return documents.map((document, index) => {
    const last = index === documents.length - 1;
    const span = { start, end: last ? length : offset + document.range[2] };
    start = span.end;
    return span;
  });
}
