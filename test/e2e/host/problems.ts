/** What the view Problems shows of manifests that nobody has opened. */
import { equal, ok } from 'node:assert/strict';
import { type Diagnostic, DiagnosticSeverity, WorkspaceEdit, workspace } from 'vscode';
import type { Suite } from './suite.ts';
import {
  diagnosticsOf,
  diagnosticsThat,
  fileUri,
  positionAfter,
  ruleOf,
  show,
  textOf,
  write,
} from './workspace.ts';

const name = 'closed/unopened.desired-state.yaml';
const good = 'hello.desired-state.yaml';
const none = (diagnostics: readonly Diagnostic[]) =>
  diagnostics.every(({ severity }) => severity > DiagnosticSeverity.Warning);
const some = (diagnostics: readonly Diagnostic[]) => !none(diagnostics);
const faulty = async () => (await textOf(good)).replace('domains:', 'domain:');
const isOpen = (path: string) => workspace.textDocuments.some(({ uri }) => uri.path === path);

export const problems: Suite = {
  'a manifest that is not open is judged when it is made, changed and deleted': async () => {
    const uri = await write(name, await faulty());
    await diagnosticsThat(uri, 'tell of the mistake', some);
    await write(name, await textOf(good));
    await diagnosticsThat(uri, 'are mended', none);
    await write(name, await faulty());
    await diagnosticsThat(uri, 'tell of the new mistake', some);
    await workspace.fs.delete(uri);
    await diagnosticsThat(uri, 'are gone with the file', (them) => them.length === 0);
    ok(!isOpen(uri.path), 'the file was opened');
  },

  'what is told of a closed manifest is told once when it is opened, and goes when it is mended':
    async () => {
      const uri = await write(name, await faulty());
      const before = await diagnosticsThat(uri, 'tell of the mistake', some);
      const document = await show(uri);
      const edit = new WorkspaceEdit();
      edit.insert(uri, document.positionAt(0), '# opened\n');
      await workspace.applyEdit(edit);
      const moved = (them: readonly Diagnostic[]) =>
        them.length > 0 && them[0]?.range.start.line === (before[0]?.range.start.line ?? 0) + 1;
      const opened = await diagnosticsThat(uri, 'have moved with the text', moved);
      equal(opened.map(ruleOf).join(), before.map(ruleOf).join());
      const mend = new WorkspaceEdit();
      mend.replace(uri, document.lineAt(positionAfter(document, 'domain:')).range, 'domains:');
      await workspace.applyEdit(mend);
      await diagnosticsThat(uri, 'are mended', none);
      await document.save();
      await diagnosticsThat(uri, 'stay mended', none);
    },

  'the example with mistakes is told of': async () => {
    ok(some(await diagnosticsOf(fileUri('with-mistakes.desired-state.yaml'))));
  },
};
