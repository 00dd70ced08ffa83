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
  WorkspaceEdit,
  window,
  workspace,
} from 'vscode';
import type { Suite } from './suite.ts';
import { waitFor } from './waiting.ts';
import { diagnosticsOf, fileUri, openWith, positionAfter, show, textOf } from './workspace.ts';

const good = 'hello.desired-state.yaml';
const faulty = 'with-mistakes.desired-state.yaml';

export const authoring: Suite = {
  'a component id with the prefix of its domain is an error, marked exactly': async () => {
    const document = await show(fileUri(faulty));
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
    const document = await show(fileUri(faulty));
    const diagnostics = await diagnosticsOf(document.uri);
    const warned = diagnostics
      .filter(({ severity }) => severity === DiagnosticSeverity.Warning)
      .map(({ range }) => document.getText(range));
    ok(warned.includes('precondition'), warned.join(', '));
  },

  'a manifest is converted to JSON with its comments, in a new document': async () => {
    const document = await show(fileUri(good));
    await commands.executeCommand('kanto.convertToJson');
    const converted = window.activeTextEditor?.document;
    ok(converted?.isUntitled, 'no new document is in front');
    ok(converted.languageId === 'kanto-json', converted.languageId);
    ok(converted.getText().includes('// A database'), converted.getText());
    ok(!document.isDirty, 'the file was changed');
  },

  'a manifest is laid out by Format Document, and becomes a message value where it stands': async () => {
    const text = (await textOf(good)).replace('id: containers', 'id:   containers');
    const document = await show((await openWith('layout.desired-state.yaml', text)).uri);
    await commands.executeCommand('editor.action.formatDocument');
    ok(document.getText() === (await textOf(good)), document.getText());
    await commands.executeCommand('kanto.convertToValue');
    ok(
      /\nactivityId: [0-9a-f-]{36}\ndesiredState:\n {2}domains:\n/.test(document.getText()),
      document.getText(),
    );
  },

  'a mistake that is mended is an error no more': async () => {
    const text = (await textOf(good)).replace('domains:', 'domain:');
    const document = await show((await openWith('mended.desired-state.yaml', text)).uri);
    await diagnosticsOf(document.uri);
    const mend = new WorkspaceEdit();
    mend.replace(document.uri, document.lineAt(positionAfter(document, 'domain:')).range, 'domains:');
    await workspace.applyEdit(mend);
    await waitFor('error and warnings to go', languages.onDidChangeDiagnostics, () =>
      languages.getDiagnostics(document.uri).some(({ severity }) => severity <= DiagnosticSeverity.Warning)
        ? undefined
        : true,
    );
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
    for (const wanted of ['containers', 'influxdb', 'hello-world']) {
      ok(
        names.some((name) => name.startsWith(wanted)),
        names.join(', '),
      );
    }
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

function flatten(symbols: readonly DocumentSymbol[]): DocumentSymbol[] {
  return symbols.flatMap((symbol) => [symbol, ...flatten(symbol.children)]);
}
