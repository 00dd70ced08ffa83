/** What the client can do, as far as answers depend on it. */
import type { InitializeParams } from 'vscode-languageserver/node';

export interface ClientAbilities {
  /** It asks for diagnostics by itself (`textDocument/diagnostic`): then none are pushed. */
  readonly pullDiagnostics: boolean;
  /** It has the command `kanto.applyToDevice`. */
  readonly applyCommand: boolean;
  /** It has the command `editor.action.triggerSuggest` (VS Code): a completed key may go on with its value. */
  readonly suggestCommand: boolean;
  /** It understands tab stops in completions. */
  readonly snippets: boolean;
  /** It shows Markdown beside completions. */
  readonly markdown: boolean;
}

export function clientAbilities(params: InitializeParams): ClientAbilities {
  const { textDocument } = params.capabilities;
  const item = textDocument?.completion?.completionItem;
  return {
    pullDiagnostics: textDocument?.diagnostic !== undefined,
    applyCommand: option(params.initializationOptions, 'applyCommand'),
    suggestCommand: option(params.initializationOptions, 'suggestCommand'),
    snippets: item?.snippetSupport === true,
    markdown: item?.documentationFormat?.includes('markdown') ?? false,
  };
}

/** The options come from any client: only a plain `true` counts. */
function option(options: unknown, name: string): boolean {
  return typeof options === 'object' && options !== null && Reflect.get(options, name) === true;
}
