/** What the client can do, as far as answers depend on it. */
import type { InitializeParams } from 'vscode-languageserver/node';

export interface ClientAbilities {
  /** It asks for diagnostics by itself (`textDocument/diagnostic`): then none are pushed. */
  readonly pullDiagnostics: boolean;
  /** It tells of the manifests of the workspace that are not open. */
  readonly manifestFiles: boolean;
  /** It hands over the texts of configuration files, so that none is read here. */
  readonly fileTexts: boolean;
  /** It tells the settings of the workspace apart from the user's. */
  readonly settingLevels: boolean;
  /** It watches files on request. */
  readonly watchesFiles: boolean;
  /** It can be told to ask for all diagnostics again. */
  readonly refreshDiagnostics: boolean;
  /** It has the command `kanto.applyToDevice`. */
  readonly applyCommand: boolean;
  /** It has the command `kanto.planOnDevice`. */
  readonly planCommand: boolean;
  /** It has the commands that convert a manifest, such as `kanto.convertToEnvelope`. */
  readonly convertCommands: boolean;
  /** It has the command `kanto.computeChecksums`. */
  readonly checksumCommand: boolean;
  /** It has the command `editor.action.triggerSuggest` (VS Code): a completed key may go on with its value. */
  readonly suggestCommand: boolean;
  /** The texts of the user's language, by the English ones; undefined for English. */
  readonly texts: Record<string, string> | undefined;
  /** It understands tab stops in completions. */
  readonly snippets: boolean;
  /** Where it wants the page of a code to be opened, `{code}` standing for the code; without it the server's own files. */
  readonly rulePage: string | undefined;
  /** It shows Markdown beside completions. */
  readonly markdown: boolean;
  /** It shows a word beside the label of each completion. */
  readonly labelDetails: boolean;
  /** It takes definitions with the range of all that is declared. */
  readonly definitionLinks: boolean;
  /** It asks what would be renamed before it asks for the new name. */
  readonly preparesRename: boolean;
  /** It takes edits of a version of a document. */
  readonly versionedEdits: boolean;
  /** It asks for the edit of a code action when that was chosen. */
  readonly resolvesEdits: boolean;
}

export function clientAbilities(params: InitializeParams): ClientAbilities {
  const { textDocument, workspace } = params.capabilities;
  const options: unknown = params.initializationOptions;
  const rulePage = optionOf(options, 'rulePage');
  const item = textDocument?.completion?.completionItem;
  return {
    pullDiagnostics: textDocument?.diagnostic !== undefined,
    manifestFiles: optionOf(options, 'manifestFiles') === true,
    fileTexts: optionOf(options, 'fileTexts') === true,
    settingLevels: optionOf(options, 'settingLevels') === true,
    watchesFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    refreshDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    applyCommand: optionOf(options, 'applyCommand') === true,
    planCommand: optionOf(options, 'planCommand') === true,
    convertCommands: optionOf(options, 'convertCommands') === true,
    checksumCommand: optionOf(options, 'checksumCommand') === true,
    suggestCommand: optionOf(options, 'suggestCommand') === true,
    rulePage: typeof rulePage === 'string' ? rulePage : undefined,
    texts: textsOf(optionOf(options, 'texts')),
    snippets: item?.snippetSupport === true,
    markdown: item?.documentationFormat?.includes('markdown') ?? false,
    labelDetails: item?.labelDetailsSupport === true,
    definitionLinks: textDocument?.definition?.linkSupport === true,
    preparesRename: textDocument?.rename?.prepareSupport === true,
    versionedEdits: workspace?.workspaceEdit?.documentChanges === true,
    resolvesEdits: textDocument?.codeAction?.resolveSupport?.properties.includes('edit') ?? false,
  };
}

/** The options come from any client, and may be anything. */
function optionOf(options: unknown, name: string): unknown {
  return typeof options === 'object' && options !== null ? Reflect.get(options, name) : undefined;
}

/** A bundle of texts; undefined where it is none. */
function textsOf(bundle: unknown): Record<string, string> | undefined {
  if (typeof bundle !== 'object' || bundle === null) return undefined;
  return Object.fromEntries(
    Object.entries(bundle).filter((it): it is [string, string] => typeof it[1] === 'string'),
  );
}
