/** What can be folded: objects, lists, YAML blocks and groups of comments. */
import { type FoldingRange, FoldingRangeKind } from 'vscode-languageserver-types';
import type { ManifestDocument } from '../manifest/document.ts';
import { type Node, type Span, spanOf } from '../text/node.ts';

/** In order of the text, at most one range a line. */
export function folding(document: ManifestDocument): FoldingRange[] {
  const { text, parsed, roots } = document;
  const byLine = new Map<number, FoldingRange>();
  const source = parsed.text;
  const lineOf = (offset: number) => text.positionAt(offset).line;
  const add = (startLine: number, endLine: number, kind?: FoldingRangeKind) => {
    const known = byLine.get(startLine);
    if (endLine <= startLine || (known !== undefined && known.endLine >= endLine)) return;
    byLine.set(startLine, { startLine, endLine, ...(kind === undefined ? {} : { kind }) });
  };

  /** `head`: where the line begins that stays visible. */
  const visit = (node: Node | undefined, head: number) => {
    if (node === undefined || node.type === 'alias') return;
    const { start, end } = spanOf(node);
    const last = lineOf(lastCharacter(source, { start, end }));
    const isBlockText = node.type === 'string' && node.style === 'block';
    if (node.type !== 'object' && node.type !== 'array') {
      if (isBlockText) add(lineOf(head), last);
      return;
    }
    // The closing bracket stays visible; a block has none.
    if (node.flow) add(lineOf(start), last - 1);
    else add(lineOf(head), last);
    if (node.type === 'array') for (const item of node.items) visit(item, spanOf(item).start);
    else for (const property of node.properties) visit(property.value, spanOf(property.key).start);
  };

  for (const root of roots) {
    if (root.node === undefined) continue;
    const { node } = root;
    const inner = node.type === 'object' || node.type === 'array' ? node : undefined;
    // A block at the root is the whole document: folding it would only hide everything.
    if (inner === undefined || inner.flow) visit(node, spanOf(node).start);
    else if (inner.type === 'array') for (const item of inner.items) visit(item, spanOf(item).start);
    else for (const property of inner.properties) visit(property.value, spanOf(property.key).start);
  }
  for (const group of commentGroups(source, parsed.comments))
    add(lineOf(group.start), lineOf(group.end), FoldingRangeKind.Comment);
  return [...byLine.values()].sort((a, b) => a.startLine - b.startLine);
}

/** A YAML block ends where the next one begins; what is folded ends with its last word. */
function lastCharacter(source: string, span: Span): number {
  let end = span.end;
  while (end > span.start && /\s/.test(source.charAt(end - 1))) end--;
  return Math.max(span.start, end - 1);
}

/** Comments that have their lines for themselves and follow each other without a gap. */
function commentGroups(source: string, comments: readonly Span[]): Span[] {
  const groups: { start: number; end: number }[] = [];
  for (const comment of comments) {
    const lineStart = source.lastIndexOf('\n', comment.start - 1) + 1;
    if (source.slice(lineStart, comment.start).trim() !== '') continue;
    const group = groups.at(-1);
    const follows = group !== undefined && /^\r?\n[ \t]*$/.test(source.slice(group.end, comment.start));
    if (follows) group.end = comment.end;
    else groups.push({ start: comment.start, end: comment.end });
  }
  return groups;
}
