import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { ManifestKind } from '../messages.ts';
import type { ParsedText, TextFormat } from '../text/document.ts';
import { createTextReader } from '../text/parse.ts';
import { perNode } from '../text/perNode.ts';
import { createDetector } from './detect.ts';
import type { ManifestDocument, ManifestRoot } from './document.ts';
import { type Evidence, kindOf, kindOfName } from './kind.ts';
import { readComponent } from './model.ts';

/** Reads the states of one document, one after another. */
export type DocumentReader = (text: TextDocument) => ManifestDocument;

/**
 * Reads a text and tells what it is. A text that the author did not declare to be a manifest, and that plainly is none, is
 * not read at all beyond its head. Never throws.
 */
export function openDocument(languageId: string, format: TextFormat, text: TextDocument): ManifestDocument {
  return createDocumentReader(languageId, format)(text);
}

/** Reads as {@link openDocument} does; what was not changed since the last time is not read again. */
export function createDocumentReader(languageId: string, format: TextFormat): DocumentReader {
  const declared = languageId.startsWith('kanto-');
  const parse = createTextReader(format);
  const isManifest = createDetector(format);
  const componentOf = perNode(readComponent);
  return (text) => {
    const content = text.getText();
    const parsed = declared || isManifest(content) ? parse(content) : unread(format, content);
    return { ...documentOf(languageId, declared, text, parsed), componentOf };
  };
}

function documentOf(
  languageId: string,
  declared: boolean,
  text: TextDocument,
  parsed: ParsedText,
): Omit<ManifestDocument, 'componentOf'> {
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
