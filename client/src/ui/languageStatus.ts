/** The language status of a manifest: what kind it is, how many problems it has, and whether the language server is there. */
import { t } from '@vscode/l10n';
import { DiagnosticSeverity, Disposable, LanguageStatusSeverity, languages, window, workspace } from 'vscode';
import { languageIds } from '../../../server/src/messages.ts';
import { kindWords } from '../words/kindWords.ts';
import { count } from '../words/words.ts';
import { commands } from './contributions.ts';
import type { ManifestServer } from './manifestServer.ts';
import { createBatch } from './model/batch.ts';
import { isManifestLanguage } from './model/manifestFiles.ts';
import type { Notices } from './notices.ts';

/** Milliseconds: as often as a person can read it. */
const refreshInterval = 300;

export function showLanguageStatus(server: ManifestServer, notices: Notices): Disposable {
  const item = languages.createLanguageStatusItem('kanto.manifest', [...languageIds]);
  item.name = t('Kanto Manifest');
  const restart = { command: commands.restartLanguageServer, title: t('Restart Language Server') };
  const problems = { command: 'workbench.actions.view.problems', title: t('Show Problems') };

  const update = async () => {
    const document = window.activeTextEditor?.document;
    if (document === undefined || !isManifestLanguage(document.languageId)) return;
    item.busy = server.state === 'starting';
    if (server.state !== 'running') {
      const failed = server.state === 'failed';
      item.severity = failed ? LanguageStatusSeverity.Error : LanguageStatusSeverity.Information;
      item.text = failed ? t('The language server does not run') : t('The language server starts');
      item.detail = failed ? t('Nothing is checked, completed or planned.') : '';
      item.command = restart;
      return;
    }
    const { kind } = await server.describe(document);
    const found = languages.getDiagnostics(document.uri);
    const of = (severity: DiagnosticSeverity) => found.filter((it) => it.severity === severity).length;
    const errors = of(DiagnosticSeverity.Error);
    const warnings = of(DiagnosticSeverity.Warning);
    item.severity = LanguageStatusSeverity.Information;
    item.text = kind === undefined ? t('No manifest') : kindWords(kind);
    item.detail = `${count(errors, 'error')}, ${count(warnings, 'warning')}`;
    item.command = problems;
  };
  // A server that does not answer is told of where it was asked for something.
  const batch = createBatch<'update'>(refreshInterval, () => void update().catch((it) => notices.log(it)));
  const touch = () => batch.add('update');
  touch();
  return Disposable.from(
    item,
    batch,
    server.onState(touch),
    window.onDidChangeActiveTextEditor(touch),
    languages.onDidChangeDiagnostics(touch),
    workspace.onDidChangeTextDocument(({ document }) => {
      if (document === window.activeTextEditor?.document) touch();
    }),
  );
}
