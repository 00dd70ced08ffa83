/** What the editor does to a manifest when it is saved, if the user has asked for it. */
import { equal } from 'node:assert/strict';
import { type TextDocument, WorkspaceEdit, workspace } from 'vscode';
import type { Suite } from './suite.ts';
import { diagnosticsOf, openWith, setUp, show, textOf } from './workspace.ts';

const good = 'hello.desired-state.yaml';

/** Saves the document with an edit that is none, so that there is something to save. */
async function saveAgain(document: TextDocument): Promise<string> {
  const edit = new WorkspaceEdit();
  edit.insert(document.uri, document.lineAt(document.lineCount - 1).range.end, '# end\n');
  await workspace.applyEdit(edit);
  await document.save();
  return textOf(workspace.asRelativePath(document.uri));
}

export const saving: Suite = {
  'Save mends what has one obvious fix, where source.fixAll.kanto is among editor.codeActionsOnSave':
    async () => {
      const text = await textOf(good);
      const faulty = text
        .replace('id: influxdb', 'id: containers:influxdb')
        .replace('key: env', 'key: environment');
      const document = await show((await openWith('fix-on-save.desired-state.yaml', faulty)).uri);
      await diagnosticsOf(document.uri);
      await setUp({ 'editor.codeActionsOnSave': { 'source.fixAll.kanto': 'explicit' } }, 'kanto-yaml');
      try {
        equal(await saveAgain(document), `${text}# end\n`);
      } finally {
        await setUp({ 'editor.codeActionsOnSave': undefined }, 'kanto-yaml');
      }
    },

  'Save lays out the manifest, where editor.formatOnSave says so': async () => {
    const text = await textOf(good);
    const untidy = text.replace('id: containers', 'id:   containers');
    const document = await show((await openWith('format-on-save.desired-state.yaml', untidy)).uri);
    await setUp({ 'editor.formatOnSave': true }, 'kanto-yaml');
    try {
      equal(await saveAgain(document), `${text}# end\n`);
    } finally {
      await setUp({ 'editor.formatOnSave': undefined }, 'kanto-yaml');
    }
  },
};
