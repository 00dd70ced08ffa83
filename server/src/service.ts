/**
 * The face of the manifest half: text in, knowledge out. Used by the language server, the command line and tests.
 * No function here throws on bad input; a position outside the text is moved to its nearest end.
 */

import { TextDocument, type TextDocumentContentChangeEvent } from 'vscode-languageserver-textdocument';
import type {
  CompletionList,
  Diagnostic,
  DocumentSymbol,
  FoldingRange,
  Hover,
  Position,
} from 'vscode-languageserver-types';
import { detect } from './manifest/detect.ts';
import { formatOf, type ManifestDocument } from './manifest/document.ts';
import { openDocument } from './manifest/open.ts';
import { problemsOf, toDiagnostic, toProblem } from './manifest/problems.ts';
import { emptiesDevice, summarise } from './manifest/summary.ts';
import type { DescribeParams, DetectParams, ManifestDescription, ManifestKind } from './messages.ts';
import { type Checker, createChecker } from './rules/check.ts';
import type { TextFormat } from './text/document.ts';
import { plainValue } from './text/tree.ts';

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

/** A service that keeps the documents which are open in it; nothing is shared with another one. */
export function createLanguageService(): LanguageService {
  const documents = new Map<string, OpenDocument>();
  const checker = createChecker();

  return {
    open(uri, languageId, version, text) {
      const format = formatOf(languageId);
      if (format) documents.set(uri, openText(TextDocument.create(uri, languageId, version, text), format));
    },
    change(uri, version, changes) {
      const open = documents.get(uri);
      if (open)
        documents.set(uri, openText(TextDocument.update(open.text, [...changes], version), open.format));
    },
    close(uri) {
      documents.delete(uri);
    },
    validate(uri) {
      const document = documents.get(uri)?.read();
      return document ? problemsOf(document, checker).map((problem) => toDiagnostic(document, problem)) : [];
    },
    complete: () => ({ isIncomplete: false, items: [] }),
    hover: () => null,
    symbols: () => [],
    folding: () => [],
    describe(params) {
      const document =
        'uri' in params ? documents.get(params.uri)?.read() : readDeclared(params.text, params.format);
      return document ? describeDocument(document, checker) : nothingKnown;
    },
    detect: ({ text, format }) => detect(format, text) ?? null,
  };
}

interface OpenDocument {
  readonly text: TextDocument;
  readonly format: TextFormat;
  /** Reads the text when it is first asked for, and once. */
  read(): ManifestDocument;
}

function openText(text: TextDocument, format: TextFormat): OpenDocument {
  let document: ManifestDocument | undefined;
  return {
    text,
    format,
    read() {
      document ??= openDocument(text.languageId, format, text);
      return document;
    },
  };
}

/** Who asks what a text says takes it for a manifest. */
function readDeclared(text: string, format: TextFormat): ManifestDocument {
  const languageId = `kanto-${format}`;
  return openDocument(languageId, format, TextDocument.create('untitled:', languageId, 0, text));
}

const nothingKnown: ManifestDescription = { problems: [], emptiesDevice: false, summary: '' };

function describeDocument(document: ManifestDocument, checker: Checker): ManifestDescription {
  const problems = problemsOf(document, checker).map((problem) => toProblem(document, problem));
  const manifests = document.roots.filter(({ node, kind }) => node && kind);
  const root = manifests[0];
  // Half of a manifest must not be sent: what a damaged text would leave out, the device would destroy.
  const damaged =
    document.parsed.problems.some(({ severity }) => severity === 'error') || document.parsed.refused;
  const readable = root ?? document.roots.find(({ node }) => node);
  return {
    ...(root?.kind && { kind: root.kind }),
    problems,
    ...(readable?.node && !damaged && { content: plainValue(readable.node) }),
    ...(manifests.length > 1 && { further: manifests.length - 1 }),
    emptiesDevice: root?.node && root.kind ? emptiesDevice(root.node, root.kind) : false,
    summary: root?.node && root.kind ? summarise(root.node, root.kind) : '',
  };
}
