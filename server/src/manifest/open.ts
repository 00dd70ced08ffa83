import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { ManifestKind } from '../messages.ts';
import type { ParsedText, TextFormat } from '../text/document.ts';
import { parseText } from '../text/parse.ts';
import { detect } from './detect.ts';
import type { ManifestDocument, ManifestRoot } from './document.ts';
import { type Evidence, kindOf, kindOfName } from './kind.ts';

/**
 * Reads a text and tells what it is. A text that the author did not declare to be a manifest, and that plainly is none, is
 * not read at all beyond its head. Never throws.
 */
export function openDocument(languageId: string, format: TextFormat, text: TextDocument): ManifestDocument {
  const declared = languageId.startsWith('kanto-');
  const content = text.getText();
  const parsed = declared || detect(format, content) ? parseText(format, content) : unread(format, content);
  const promised = declared ? kindOfName(text.uri) : undefined;
  const roots = rootsOf(parsed, declared ? 'declared' : 'plain', promised);
  return {
    uri: text.uri,
    languageId,
    version: text.version,
    text,
    parsed,
    roots,
    ours: declared || roots.some(({ kind }) => kind !== undefined),
  };
}

function rootsOf(
  parsed: ParsedText,
  evidence: Evidence,
  promised: ManifestKind | undefined,
): [ManifestRoot, ...ManifestRoot[]] {
  const roots = parsed.roots.map((node, index) => ({
    node,
    span: parsed.rootSpans[index] ?? { start: 0, end: parsed.text.length },
    kind: kindOf(node, evidence) ?? promised,
  }));
  const [
    first = { node: undefined, span: { start: 0, end: parsed.text.length }, kind: promised },
    ...others
  ] = roots;
  return [first, ...others];
}

function unread(format: TextFormat, text: string): ParsedText {
  return {
    format,
    text,
    roots: [undefined],
    rootSpans: [{ start: 0, end: text.length }],
    problems: [],
    comments: [],
    refused: false,
  };
}
