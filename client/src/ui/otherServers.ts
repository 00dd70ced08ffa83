/** Tells once where a manifest is checked by Red Hat YAML in place of Kanto. */
import { t } from '@vscode/l10n';
import { extensions, languages, type Memento, type TextDocument, window } from 'vscode';
import { withoutLinks } from '../words/visible.ts';
import { formatOf, manifestLanguage } from './model/manifestFiles.ts';

const toldKey = 'kanto.otherServers.told';
const redHatYaml = 'redhat.vscode-yaml';
const conventions = /\.(desired-state|software-modules|kanto)\.ya?ml$/;

/**
 * To be called once it is clear which language a document has. A file that is named as a manifest and is YAML all the same
 * is so by `files.associations`, or because the user switched it: the latter know.
 */
export async function tellOfOtherServer(document: TextDocument, memory: Memento): Promise<void> {
  const { languageId, uri } = document;
  if (languageId !== 'yaml' || !conventions.test(uri.path) || memory.get(toldKey) === true) return;
  if (extensions.getExtension(redHatYaml) === undefined) return;
  await memory.update(toldKey, true);
  const open = t('Open as Kanto Manifest');
  const answer = await window.showInformationMessage(
    withoutLinks(
      t(
        '{0} has the language YAML, by the setting files.associations: Red Hat YAML checks it, and Kanto does not. As a Kanto manifest it is checked by Kanto alone. This is told once.',
        uri.path.split('/').at(-1) ?? '',
      ),
    ),
    open,
  );
  const format = formatOf(languageId);
  if (answer === open && format !== undefined && !document.isClosed)
    await languages.setTextDocumentLanguage(document, manifestLanguage(format));
}
