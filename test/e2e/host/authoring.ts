/** What a writer of manifests gets from the language server, asked for through the editor's own API. */
import { ok } from 'node:assert/strict';
import {
  type CompletionList,
  commands,
  DiagnosticSeverity,
  type DocumentSymbol,
  type Hover,
  languages,
  MarkdownString,
  type Position,
  type TextDocument,
  type Uri,
  workspace,
} from 'vscode';
import type { Suite } from './suite.ts';
import { waitFor } from './waiting.ts';
import { fileUri, openWith } from './workspace.ts';

const good = 'hello.desired-state.yaml';
const faulty = 'with-mistakes.desired-state.yaml';

export const authoring: Suite = {
  'a component id with the prefix of its domain is an error, marked exactly': async () => {
    const document = await workspace.openTextDocument(fileUri(faulty));
    const diagnostics = await diagnosticsOf(document.uri);
    ok(
      diagnostics.some(
        ({ severity, range }) =>
          severity === DiagnosticSeverity.Error && document.getText(range) === 'containers:influxdb',
      ),
      JSON.stringify(diagnostics),
    );
  },

  'what a device would ignore is a warning': async () => {
    const document = await workspace.openTextDocument(fileUri(faulty));
    const diagnostics = await diagnosticsOf(document.uri);
    const warned = diagnostics
      .filter(({ severity }) => severity === DiagnosticSeverity.Warning)
      .map(({ range }) => document.getText(range));
    ok(warned.includes('precondition'), warned.join(', '));
  },

  'a good manifest has no error and no warning': async () => {
    const document = await openWith('good.desired-state.yaml', await textOf(good));
    // A fault that is made and mended: the mended document's diagnostics are those that are judged here.
    const broken = await openWith(
      'broken.desired-state.yaml',
      (await textOf(good)).replace('domains:', 'domain:'),
    );
    await diagnosticsOf(broken.uri);
    const bad = languages
      .getDiagnostics(document.uri)
      .filter(({ severity }) => severity <= DiagnosticSeverity.Warning);
    ok(bad.length === 0, JSON.stringify(bad));
  },

  'keys of a config entry are completed': async () => {
    const document = await openWith('complete.desired-state.yaml', await textOf(good));
    const position = positionAfter(document, 'key: ');
    const list = await commands.executeCommand<CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      position,
    );
    const labels = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    ok(
      ['image', 'port', 'memory', 'restartPolicy'].every((it) => labels.includes(it)),
      labels.join(', '),
    );
  },

  'hovering a config key tells what it is': async () => {
    const document = await workspace.openTextDocument(fileUri(good));
    const hovers = await commands.executeCommand<Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      positionAfter(document, 'key: rest'),
    );
    const text = hovers
      .flatMap(({ contents }) => contents)
      .map((it) => (it instanceof MarkdownString ? it.value : String(it)))
      .join('\n');
    ok(text.includes('restart'), text);
  },

  'the outline lists domains and components': async () => {
    const symbols = await commands.executeCommand<DocumentSymbol[]>(
      'vscode.executeDocumentSymbolProvider',
      fileUri(good),
    );
    const names = flatten(symbols).map(({ name }) => name);
    ok(
      ['containers', 'influxdb', 'hello-world'].every((it) => names.includes(it)),
      names.join(', '),
    );
  },

  'a lens above the manifest offers to apply it': async () => {
    const document = await workspace.openTextDocument(fileUri(good));
    const lenses = await commands.executeCommand<{ command?: { command: string } }[]>(
      'vscode.executeCodeLensProvider',
      document.uri,
      10,
    );
    ok(
      lenses.some(({ command }) => command?.command === 'kanto.applyToDevice'),
      JSON.stringify(lenses),
    );
  },
};

/** Waits until there are any. */
function diagnosticsOf(uri: Uri) {
  return waitFor(`diagnostics of ${uri.path}`, languages.onDidChangeDiagnostics, () => {
    const diagnostics = languages.getDiagnostics(uri);
    return diagnostics.length > 0 ? diagnostics : undefined;
  });
}

async function textOf(name: string): Promise<string> {
  return new TextDecoder().decode(await workspace.fs.readFile(fileUri(name)));
}

function positionAfter(document: TextDocument, text: string): Position {
  const offset = document.getText().indexOf(text);
  if (offset < 0) throw new Error(`${document.fileName} has no "${text}"`);
  return document.positionAt(offset + text.length);
}

function flatten(symbols: readonly DocumentSymbol[]): DocumentSymbol[] {
  return symbols.flatMap((symbol) => [symbol, ...flatten(symbol.children)]);
}
