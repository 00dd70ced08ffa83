/**
 * The face of the manifest half: text in, knowledge out. Used by the language server, the command line and tests.
 * No function here throws on bad input; a position outside the text is moved to its nearest end.
 */

import { t } from '@vscode/l10n';
import { TextDocument, type TextDocumentContentChangeEvent } from 'vscode-languageserver-textdocument';
import type {
  CodeAction,
  CodeActionContext,
  CodeLens,
  CompletionList,
  Diagnostic,
  DocumentHighlight,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  FormattingOptions,
  Hover,
  InlayHint,
  Location,
  LocationLink,
  Position,
  Range,
  SelectionRange,
  SignatureHelp,
  TextEdit,
} from 'vscode-languageserver-types';
import { artifactAt, artifactEdits } from './features/artifacts.ts';
import { checksumActions } from './features/codeActions/checksums.ts';
import type { Judging } from './features/codeActions/judging.ts';
import { awaitedBy, type CodeActionClient, codeActions, resolveCodeAction } from './features/codeActions.ts';
import { codeLenses, type LensClient } from './features/codeLens.ts';
import { createNeighbourReader } from './features/completion/neighbours.ts';
import { type CompletionClient, complete } from './features/completion.ts';
import { convert } from './features/conversion.ts';
import { definition } from './features/definition.ts';
import { documentLinks } from './features/documentLinks.ts';
import { folding } from './features/folding.ts';
import { format } from './features/formatting.ts';
import { reshape } from './features/forms.ts';
import { hover } from './features/hover.ts';
import { inlayHints } from './features/inlayHints.ts';
import { highlights, references } from './features/references.ts';
import { prepareRename, type Refused, type Renameable, rename } from './features/rename.ts';
import { selectionRanges } from './features/selectionRanges.ts';
import { type PlacedToken, semanticTokens } from './features/semanticTokens.ts';
import { signatureHelp } from './features/signatureHelp.ts';
import { symbols } from './features/symbols.ts';
import { createWordsReader } from './features/words.ts';
import { importManifest } from './import/importManifest.ts';
import { detect } from './manifest/detect.ts';
import { createDiagnosticReader, type PageOf } from './manifest/diagnostics.ts';
import { formatOf, type ManifestDocument, type ManifestRoot, rangeOf } from './manifest/document.ts';
import { createManifestReader } from './manifest/model.ts';
import { createNameReader } from './manifest/names.ts';
import { openDocument } from './manifest/open.ts';
import { type OpenText, openText } from './manifest/openText.ts';
import { type DocumentProblem, type DocumentProblems, problemsOf, toProblem } from './manifest/problems.ts';
import { emptiesDevice, summarise } from './manifest/summary.ts';
import type {
  ArtifactEdits,
  ArtifactEditsParams,
  ArtifactParams,
  ArtifactPlace,
  Converted,
  ConvertParams,
  DescribeParams,
  DetectParams,
  Imported,
  ImportParams,
  ManifestDescription,
  ManifestKind,
  ManifestPart,
  PlanAnswer,
  PlanParams,
  Refusal,
  Reshaped,
  ReshapeParams,
  SoftwareUpdatableTarget,
} from './messages.ts';
import { planManifest } from './plan/plan.ts';
import { startOf } from './rules/check.ts';
import type { RuleLevels } from './rules/levels.ts';
import type { Vocabularies } from './schema/vocabularies.ts';
import type { TextFormat } from './text/document.ts';
import { spanOf } from './text/node.ts';
import { plainValue } from './text/tree.ts';

export { type LoadedConfiguration, loadConfiguration } from './configuration/load.ts';
export { everyRule } from './rules/everyRule.ts';

export interface LanguageService {
  /** `languageId`: `kanto-json`, `kanto-yaml`, `json`, `jsonc`, `yaml`; others are ignored. */
  open(uri: string, languageId: string, version: number, text: string): void;
  change(uri: string, version: number, changes: readonly TextDocumentContentChangeEvent[]): void;
  close(uri: string): void;

  /** Every problem, in order of the text. Empty for a `json`, `jsonc` or `yaml` document that is no Kanto manifest. */
  validate(uri: string): Diagnostic[];
  /** `trigger`: the character that was typed, where no person asked. */
  complete(uri: string, position: Position, trigger?: string): CompletionList;
  hover(uri: string, position: Position): Hover | null;
  symbols(uri: string): DocumentSymbol[];
  folding(uri: string): FoldingRange[];
  /** Names the client's commands `kanto.applyToDevice` and, where it has it, `kanto.planOnDevice`. */
  codeLenses(uri: string): CodeLens[];

  /** Where the component, domain, baseline or anchor at the position is declared. */
  definition(uri: string, position: Position): LocationLink[];
  references(uri: string, position: Position, includeDeclaration: boolean): Location[];
  highlights(uri: string, position: Position): DocumentHighlight[];
  /** Null where nothing has a name that could be changed. */
  prepareRename(uri: string, position: Position): Renameable | Refused | null;
  rename(uri: string, position: Position, newName: string): TextEdit[] | Refused | null;

  /** Lays out the document, or the lines that a range touches; changes only blanks and line breaks. */
  format(uri: string, options: FormattingOptions, range?: Range): TextEdit[];
  /** What can be done about what is wrong at the range. */
  codeActions(
    uri: string,
    range: Range,
    context: Pick<CodeActionContext, 'only' | 'diagnostics' | 'triggerKind'>,
  ): CodeAction[];
  /** With the edit of an action that was given without. */
  resolveCodeAction(action: CodeAction): CodeAction;
  /**
   * Takes over settings, for all manifests or for each as its file wants them: `file` is what it is called, mostly a URI.
   * What is not given is as without settings. What was found before is to be asked for again.
   */
  configure(settings: ServiceSettings | ((file: string) => ServiceSettings)): void;
  /** What the composed value at the position is made of; null elsewhere. */
  signatureHelp(uri: string, position: Position): SignatureHelp | null;
  /** One for each position, innermost first. */
  selectionRanges(uri: string, positions: readonly Position[]): SelectionRange[];
  documentLinks(uri: string): DocumentLink[];
  /** Of a range, or of the whole document. */
  semanticTokens(uri: string, range?: Range): PlacedToken[];
  /** Defaults that will apply, for components in the range. */
  inlayHints(uri: string, range: Range): InlayHint[];

  /** Every problem of a manifest that is not open. */
  judge(params: Exclude<DescribeParams, { readonly uri: string }>): Diagnostic[];
  describe(params: DescribeParams): ManifestDescription;
  /** The manifest in the other text format, with its comments. */
  convert(params: ConvertParams): Converted | Refusal;
  /** The edits that make another form of the manifest, around the same content. */
  reshape(params: ReshapeParams): Reshaped | Refusal;
  /** The artifact of a software module at a place. */
  artifact(params: ArtifactParams): ArtifactPlace | Refusal;
  /** The edits that write down what was found out of an artifact's file. */
  artifactEdits(params: ArtifactEditsParams): ArtifactEdits | Refusal;
  detect(params: DetectParams): ManifestKind | null;
  /** What an apply of the manifest would do to the device that reports the inventory. */
  plan(params: PlanParams): PlanAnswer;
  /** A manifest of what a device reports that it runs, with its own plan for that device. */
  importManifest(params: ImportParams): Imported | Refusal;
}

/** What answers may be made of. */
type Client = CompletionClient & CodeActionClient & LensClient;

const noLevels: RuleLevels = new Map();

const plainClient: Client = {
  snippets: false,
  markdown: true,
  suggestCommand: false,
  labelDetails: false,
  versionedEdits: false,
  resolvesEdits: false,
};
export interface ServiceSettings {
  /** How rules are shown, by the setting `kanto.rules`. */
  readonly rules?: RuleLevels;
  /** What the config of further domains may hold, by the setting `kanto.domains`. */
  readonly domains?: Vocabularies;
}

/**
 * A service that keeps the documents which are open in it; nothing is shared with another one.
 * `client`: what answers may be made of; `pageOf`: where a diagnostic's code is explained.
 */
export function createLanguageService(
  client: Client = plainClient,
  pageOf: PageOf = () => undefined,
): LanguageService {
  const documents = new Map<string, OpenText>();
  const readManifest = createManifestReader();
  const wordsWith = createWordsReader(readManifest);
  let settingsOf: (file: string) => ServiceSettings = () => ({});
  const wordsOf = (document: ManifestDocument) => wordsWith(settingsOf(document.text.uri).domains);
  const judge = (document: ManifestDocument): DocumentProblems =>
    problemsOf(document, wordsOf(document).checker, settingsOf(document.text.uri).rules ?? noLevels);
  /** Asked for by the editor and by who sends it: a document is checked once. */
  let checked = new WeakMap<ManifestDocument, DocumentProblems>();
  const check = (document: ManifestDocument): DocumentProblems => {
    const problems = checked.get(document) ?? judge(document);
    checked.set(document, problems);
    return problems;
  };
  const names = createNameReader(readManifest);
  const judging: Judging = {
    problemsOf: (document) => check(document).shown,
    diagnosticOf: createDiagnosticReader(pageOf),
    names,
  };
  const neighboursIn = createNeighbourReader();
  const openDocuments = () => [...documents.values()].map((open) => open.read());
  /** Asks an open document; for an unknown one the answer is `nothing`. */
  const ask = <T>(uri: string, nothing: T, question: (document: ManifestDocument) => T): T => {
    const document = documents.get(uri)?.read();
    return document ? question(document) : nothing;
  };

  /** Undefined for a document that is not open. */
  const meant = (params: DescribeParams): ManifestDocument | undefined => {
    const document =
      'uri' in params
        ? declared(documents.get(params.uri))
        : readDeclared(params.text, params.format, params.file ?? 'untitled:');
    return document && params.target ? aimed(document, params.target) : document;
  };

  return {
    open(uri, languageId, version, text) {
      const format = formatOf(languageId);
      if (format) documents.set(uri, openText(TextDocument.create(uri, languageId, version, text), format));
    },
    change(uri, version, changes) {
      documents.get(uri)?.change(version, changes);
    },
    close(uri) {
      documents.delete(uri);
    },
    validate: (uri) =>
      ask(uri, [], (document) =>
        check(document).shown.map((problem) => judging.diagnosticOf(document, problem)),
      ),
    complete: (uri, position, trigger) =>
      ask(uri, { isIncomplete: false, items: [] }, (document) =>
        complete(document, position, wordsOf(document).lookup, client, {
          trigger,
          neighboursIn,
          openDocuments,
        }),
      ),
    hover: (uri, position) =>
      ask(uri, null, (document) => hover(document, position, wordsOf(document).lookup)),
    symbols: (uri) => ask(uri, [], (document) => symbols(document, readManifest)),
    folding: (uri) => ask(uri, [], folding),
    codeLenses: (uri) => ask(uri, [], (document) => codeLenses(document, client)),
    definition: (uri, position) => ask(uri, [], (document) => definition(document, position, names)),
    references: (uri, position, includeDeclaration) =>
      ask(uri, [], (document) => references(document, position, names, includeDeclaration)),
    highlights: (uri, position) => ask(uri, [], (document) => highlights(document, position, names)),
    prepareRename: (uri, position) =>
      ask(uri, null, (document) => prepareRename(document, position, names) ?? null),
    rename: (uri, position, newName) =>
      ask(uri, null, (document) => rename(document, position, newName, names) ?? null),
    format: (uri, options, range) => ask(uri, [], (document) => format(document, options, range)),
    codeActions: (uri, range, context) =>
      ask(uri, [], (document) => [
        ...codeActions(document, range, context, client, judging),
        ...(client.checksumCommand ? checksumActions(document, range, context, judging, readManifest) : []),
      ]),
    resolveCodeAction: (action) =>
      ask(awaitedBy(action) ?? '', action, (document) =>
        resolveCodeAction(document, action, client, judging),
      ),
    configure(settings) {
      settingsOf = typeof settings === 'function' ? settings : () => settings;
      checked = new WeakMap();
    },
    signatureHelp: (uri, position) =>
      ask(uri, null, (document) => signatureHelp(document, position, wordsOf(document).lookup)),
    selectionRanges: (uri, positions) => ask(uri, [], (document) => selectionRanges(document, positions)),
    documentLinks: (uri) => ask(uri, [], (document) => documentLinks(document, readManifest)),
    semanticTokens: (uri, range) =>
      ask(uri, [], (document) => semanticTokens(document, wordsOf(document).tokens, range)),
    inlayHints: (uri, range) => ask(uri, [], (document) => inlayHints(document, range, readManifest)),
    judge({ text, format, file }) {
      const document = readDeclared(text, format, file ?? 'untitled:');
      return judge(document).shown.map((problem) => judging.diagnosticOf(document, problem));
    },
    describe(params) {
      const document = meant(params);
      return document ? describeDocument(document, check(document), params.number) : nothingKnown;
    },
    convert({ manifest, to, position }) {
      const document = meant(manifest);
      return document ? convert(document, to, position) : notOpen();
    },
    reshape({ manifest, to, position, device }) {
      const document = meant(manifest);
      return document
        ? reshape(document, to, { position, device, newId: () => crypto.randomUUID() })
        : notOpen();
    },
    artifact({ manifest, position }) {
      const document = meant(manifest);
      return document ? artifactAt(document, position, readManifest) : notOpen();
    },
    artifactEdits({ manifest, position, digest }) {
      const document = meant(manifest);
      return document ? artifactEdits(document, position, digest, readManifest) : notOpen();
    },
    detect: ({ text, format }) => detect(format, text) ?? null,
    plan(params) {
      const document = meant(params);
      return document ? planManifest(document, params, wordsOf(document).checker) : unknownDocument();
    },
    importManifest: (params) =>
      importManifest(params, (text) => {
        const document = readDeclared(text, 'json', 'untitled:');
        return planManifest(document, { inventory: params.inventory }, wordsOf(document).checker);
      }),
  };
}

/** Who asks what a text says takes it for a manifest, also where its language does not say so. */
function declared(open: OpenText | undefined): ManifestDocument | undefined {
  const document = open?.read();
  if (!open || document?.ours) return document;
  return readDeclared(open.text.getText(), open.format, open.text.uri);
}

function readDeclared(text: string, format: TextFormat, uri: string): ManifestDocument {
  const languageId = `kanto-${format}`;
  return openDocument(languageId, format, TextDocument.create(uri, languageId, 0, text));
}

/** The document as it is judged for this target. */
function aimed(document: ManifestDocument, target: SoftwareUpdatableTarget): ManifestDocument {
  const aim = (root: ManifestRoot): ManifestRoot =>
    root.kind ? { ...root, kind: { ...root.kind, target } } : root;
  const [first, ...others] = document.roots;
  return { ...document, roots: [aim(first), ...others.map(aim)] };
}

const notOpen = (): Refusal => ({ refused: t('The document is not open.') });

const unknownDocument = (): PlanAnswer => ({
  refusal: { code: 'no-manifest', message: t('The document is not open, so there is nothing to plan.') },
});

const nothingKnown: ManifestDescription = { problems: [], emptiesDevice: false, summary: '' };

function partOf({ text }: ManifestDocument, { node, kind, span }: ManifestRoot): ManifestPart {
  const range = rangeOf(text, node ? spanOf(node) : span);
  return { range, summary: node && kind ? summarise(node, kind) : '' };
}

function describeDocument(
  document: ManifestDocument,
  { shown, silenced }: DocumentProblems,
  number: number | undefined,
): ManifestDescription {
  const manifests = document.roots.filter(({ node, kind }) => node && kind);
  const root = manifests[(number ?? 1) - 1];
  // Of a damaged text nobody knows what belongs to what.
  const isMeant = (problem: DocumentProblem) =>
    number === undefined ||
    problem.code.startsWith('syntax-') ||
    (problem.code !== 'several-manifests' &&
      root !== undefined &&
      root.span.start <= startOf(problem) &&
      startOf(problem) < root.span.end);
  const told = (problems: readonly DocumentProblem[]) =>
    problems.filter(isMeant).map((problem) => toProblem(document, problem));
  // Half of a manifest must not be sent: what a damaged text would leave out, the device would destroy.
  const damaged =
    document.parsed.problems.some(({ severity }) => severity === 'error') || document.parsed.refused;
  const readable = root ?? (number === undefined ? document.roots.find(({ node }) => node) : undefined);
  return {
    ...(root?.kind && { kind: root.kind }),
    problems: told(shown),
    ...(silenced.some(isMeant) && { silenced: told(silenced) }),
    ...(readable?.node && !damaged && { content: plainValue(readable.node) }),
    ...(manifests.length > 1 &&
      number === undefined && {
        further: manifests.length - 1,
        manifests: manifests.map((it) => partOf(document, it)),
      }),
    emptiesDevice: root?.node && root.kind ? emptiesDevice(root.node, root.kind) : false,
    summary: root?.node && root.kind ? summarise(root.node, root.kind) : '',
  };
}
