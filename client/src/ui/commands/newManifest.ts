/** New Manifest…: an untitled document with the snippet of an operation. */
import { t } from '@vscode/l10n';
import { commands as editorCommands, window, workspace } from 'vscode';
import { type LanguageId, manifestLanguage } from '../model/manifestFiles.ts';
import { manifestTemplates } from '../model/newManifest.ts';

export async function newManifest(): Promise<void> {
  const template = await window.showQuickPick(manifestTemplates(), {
    title: t('New Manifest (1/2)'),
    placeHolder: t('What shall the device do?'),
  });
  if (template === undefined) return;
  const language = await pickLanguage();
  if (language === undefined) return;
  const document = await workspace.openTextDocument({ language, content: '' });
  await window.showTextDocument(document);
  await editorCommands.executeCommand('editor.action.insertSnippet', {
    langId: language,
    name: template.snippet,
  });
}

async function pickLanguage(): Promise<LanguageId | undefined> {
  const choice = await window.showQuickPick(
    [
      { label: 'YAML', description: t('with comments, shorter'), language: manifestLanguage('yaml') },
      { label: 'JSON', description: t('as it is sent'), language: manifestLanguage('json') },
    ],
    { title: t('New Manifest (2/2)'), placeHolder: t('Which format?') },
  );
  return choice?.language;
}
