/**
 * The face of the manifest half: text in, knowledge out. Used by the language server, the command line and tests.
 * No function here throws on bad input; a position outside the text is moved to its nearest end.
 */

import type { TextDocumentContentChangeEvent } from 'vscode-languageserver-textdocument';
import type {
  CompletionList,
  Diagnostic,
  DocumentSymbol,
  FoldingRange,
  Hover,
  Position,
} from 'vscode-languageserver-types';
import type { DescribeParams, DetectParams, ManifestDescription, ManifestKind } from './messages.ts';

export interface LanguageService {
  /** `languageId`: `kanto-json`, `kanto-yaml`, `json`, `jsonc`, `yaml`; others are ignored. */
  open(uri: string, languageId: string, version: number, text: string): void;
  change(uri: string, version: number, changes: readonly TextDocumentContentChangeEvent[]): void;
  close(uri: string): void;

  /** Every problem, in order of the text. Empty for a `json`, `jsonc` or `yaml` document that is no Kanto manifest. */
  validate(uri: string): Diagnostic[];
  complete(uri: string, position: Position): CompletionList;
  hover(uri: string, position: Position): Hover | null;
  symbols(uri: string): DocumentSymbol[];
  folding(uri: string): FoldingRange[];

  describe(params: DescribeParams): ManifestDescription;
  detect(params: DetectParams): ManifestKind | null;
}
