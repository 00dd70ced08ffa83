import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Range } from 'vscode-languageserver-types';
import type { ManifestKind } from '../messages.ts';
import type { ParsedText, TextFormat } from '../text/document.ts';
import type { Node, ObjectNode, Span } from '../text/node.ts';
import type { Component } from './model.ts';

/** One YAML document of the text; in JSON the whole text. */
export interface ManifestRoot {
  /** Absent where the document holds nothing. */
  readonly node: Node | undefined;
  /** The part of the text that belongs to it. */
  readonly span: Span;
  /** Absent where it is no Kanto manifest. */
  readonly kind: ManifestKind | undefined;
}

/** An open document as feature functions see it. Immutable: a change makes a new one. */
export interface ManifestDocument {
  readonly uri: string;
  readonly languageId: string;
  readonly version: number;
  /** Text with conversion between offsets and positions. */
  readonly text: TextDocument;
  readonly parsed: ParsedText;
  readonly roots: readonly [ManifestRoot, ...ManifestRoot[]];
  /** True where we speak of this document: it has one of our language ids, or one of its roots is a manifest. */
  readonly ours: boolean;
  /** Reads a component. Those of parts of the text that were not changed since the state before are kept. */
  readonly componentOf: (node: ObjectNode) => Component;
}

/** `undefined` for a language id that is not served. */
export function formatOf(languageId: string): TextFormat | undefined {
  switch (languageId) {
    case 'kanto-json':
    case 'json':
    case 'jsonc':
      return 'json';
    case 'kanto-yaml':
    case 'yaml':
      return 'yaml';
    default:
      return undefined;
  }
}

/** The root that an offset belongs to. */
export function rootAt(document: ManifestDocument, offset: number): ManifestRoot {
  return (
    document.roots.find(({ span }) => offset < span.end) ??
    document.roots[document.roots.length - 1] ??
    document.roots[0]
  );
}

export function rangeOf(text: TextDocument, span: Span): Range {
  return { start: text.positionAt(span.start), end: text.positionAt(span.end) };
}
