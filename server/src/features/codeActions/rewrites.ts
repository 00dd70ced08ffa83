/** Other ways to write the manifest at the cursor: its other forms, and the other text format. */
import { t } from '@vscode/l10n';
import {
  type CodeAction,
  CodeActionKind,
  type Position,
  type WorkspaceEdit,
} from 'vscode-languageserver-types';
import type { ManifestDocument } from '../../manifest/document.ts';
import type { SentForm } from '../../messages.ts';
import { otherForms, reshape } from '../forms.ts';

const titles = (): Readonly<Record<SentForm, string>> => ({
  envelope: t('Convert to envelope (whole message)'),
  value: t('Convert to message value'),
  bare: t('Convert to bare content'),
});

/** Commands of the client, which asks for the device and tells what is left out. */
const commands: Readonly<Record<SentForm, string>> = {
  envelope: 'kanto.convertToEnvelope',
  value: 'kanto.convertToValue',
  bare: 'kanto.convertToBare',
};

/** What such an action is resolved by. */
interface RewriteData {
  readonly uri: string;
  readonly version: number;
  readonly position: Position;
  readonly form: SentForm;
}

/** `hasCommands`: the client has the commands; else the edit is made when the action is chosen. */
export function rewrites(document: ManifestDocument, position: Position, hasCommands: boolean): CodeAction[] {
  const { uri, version, parsed } = document;
  const forms = otherForms(document, position).map((form): CodeAction => {
    const action = { title: titles()[form], kind: CodeActionKind.RefactorRewrite };
    if (hasCommands)
      return {
        ...action,
        command: { title: titles()[form], command: commands[form], arguments: [uri, position] },
      };
    return { ...action, data: { uri, version, position, form } satisfies RewriteData };
  });
  if (!hasCommands || !document.roots.some(({ kind }) => kind)) return forms;
  const [title, command] =
    parsed.format === 'json'
      ? [t('Convert to YAML in a new document'), 'kanto.convertToYaml']
      : [t('Convert to JSON in a new document'), 'kanto.convertToJson'];
  return [
    ...forms,
    { title, kind: CodeActionKind.RefactorRewrite, command: { title, command, arguments: [uri, position] } },
  ];
}

/** The device that is written into an envelope where nobody can be asked. */
const sampleDevice = 'edge:device';

/** The edit of such an action; undefined for one of another kind, or where the form cannot be made any more. */
export function resolveRewrite(document: ManifestDocument, { data }: CodeAction): WorkspaceEdit | undefined {
  if (!isRewriteData(data) || data.uri !== document.uri || data.version !== document.version)
    return undefined;
  const options = { position: data.position, newId: () => crypto.randomUUID() };
  const found = reshape(document, data.form, options);
  const result =
    'needsDevice' in found ? reshape(document, data.form, { ...options, device: sampleDevice }) : found;
  return 'refused' in result ? undefined : { changes: { [document.uri]: [...result.edits] } };
}

/** The data comes back through the client, and may be anything. */
export function isRewriteData(data: unknown): data is RewriteData {
  return (
    typeof data === 'object' &&
    data !== null &&
    'form' in data &&
    (data.form === 'bare' || data.form === 'value' || data.form === 'envelope') &&
    'uri' in data &&
    typeof data.uri === 'string' &&
    'version' in data &&
    typeof data.version === 'number' &&
    'position' in data &&
    isPosition(data.position)
  );
}

function isPosition(value: unknown): value is Position {
  return (
    typeof value === 'object' &&
    value !== null &&
    'line' in value &&
    typeof value.line === 'number' &&
    'character' in value &&
    typeof value.character === 'number'
  );
}
