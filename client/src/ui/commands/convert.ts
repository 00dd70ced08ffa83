/** Convert to …: the manifest in the other text format, in a new document; or in another form, where it stands. */
import { t } from '@vscode/l10n';
import { ViewColumn, window, workspace } from 'vscode';
import type { SentForm } from '../../../../server/src/messages.ts';
import type { Engine } from '../../engine.ts';
import { withoutLinks } from '../../words/visible.ts';
import { applyEdits, chosenManifest, cursorIn, fail } from '../manifestCommand.ts';
import type { ManifestServer } from '../manifestServer.ts';
import { type Format, manifestLanguage } from '../model/manifestFiles.ts';
import { deviceIdProblem } from '../model/newConnection.ts';
import { ask } from '../multiStep.ts';
import type { TargetPicker } from '../targetPicker.ts';

export interface ConvertParts {
  readonly engine: Engine;
  readonly server: ManifestServer;
  readonly targets: TargetPicker;
}

/** `subject`: a document (Uri, or its text from a code action), or nothing for the active editor. The file stays as it is. */
export async function convertFormat({ server }: ConvertParts, to: Format, subject: unknown): Promise<void> {
  const document = await chosenManifest(subject);
  if (document === undefined) return;
  const result = await server.convert(document, to, cursorIn(document));
  if ('refused' in result) {
    fail(result.refused);
    return;
  }
  await showBeside(result.text, to);
  tell(result.notes);
}

/** Edits the document, so that undo brings back what was. */
export async function convertForm(parts: ConvertParts, to: SentForm, subject: unknown): Promise<void> {
  const document = await chosenManifest(subject);
  if (document === undefined) return;
  const position = cursorIn(document);
  let { version } = document;
  let result = await parts.server.reshape(document, { to, position });
  if (!('refused' in result) && result.needsDevice) {
    const device = await askForDevice(parts, t('Convert to Envelope'), t('Device that the message is for'));
    if (device === undefined) return;
    version = document.version;
    result = await parts.server.reshape(document, { to, position, device });
  }
  if ('refused' in result) {
    fail(result.refused);
    return;
  }
  if (!(await applyEdits(document, version, result.edits))) {
    fail(t('The document was changed meanwhile. Convert it again.'));
    return;
  }
  tell(result.notes);
}

/** Resolves undefined where the user gives up. */
export async function askForDevice(
  { engine, targets }: Pick<ConvertParts, 'engine' | 'targets'>,
  title: string,
  prompt: string,
): Promise<string | undefined> {
  const known = engine.connections.flatMap(({ profile }) => engine.devices(profile.name));
  const value = targets.recent[0]?.device ?? known[0]?.id ?? '';
  // The id of a device in direct mode is a prefix of topics.
  const validate = (text: string) =>
    known.some(({ id }) => id === text) ? undefined : deviceIdProblem(text);
  const answers = await ask(title, [() => ({ prompt, placeholder: 'namespace:name', value, validate })]);
  return answers?.[0];
}

export async function showBeside(content: string, format: Format): Promise<void> {
  const document = await workspace.openTextDocument({ language: manifestLanguage(format), content });
  await window.showTextDocument(document, { viewColumn: ViewColumn.Beside });
}

// Not awaited: a notification may stay as long as the user likes.
function tell(notes: readonly string[]): void {
  if (notes.length > 0) void window.showInformationMessage(withoutLinks(notes.join(' ')));
}
