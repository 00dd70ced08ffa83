/** Report Issue…: a text with what helps to find a fault, to be read first; then VS Code's issue reporter with it. */
import { t } from '@vscode/l10n';
import {
  commands as editorCommands,
  version as editorVersion,
  env,
  extensions,
  FileSystemError,
  type TextDocument,
  Uri,
  window,
  workspace,
} from 'vscode';
import { version } from '../../../../package.json';
import { isObject } from '../../protocol/json.ts';
import { settings } from '../contributions.ts';
import { issueReport } from '../model/issueReport.ts';
import type { CommandParts } from './bindings.ts';

export type IssueParts = Pick<CommandParts, 'engine' | 'log' | 'extensionId' | 'logUri'>;

/** What is decided for a machine: it may name folders, hosts or people. */
const unsaid: readonly string[] = [
  settings.connections.key,
  settings.domains.key,
  settings.manifestGlobs.key,
];

export async function reportIssue({ engine, extensionId, logUri }: IssueParts): Promise<void> {
  const profiles = engine.connections.map(({ profile }) => profile);
  const content = issueReport({
    versions: [
      `${extensionId} ${version}`,
      `VS Code ${editorVersion} (${[env.appHost, ...remoteKind()].join(', ')})`,
      `Node.js ${process.versions.node}, ${process.platform} ${process.arch}`,
      `Language ${env.language}`,
    ],
    settings: changedSettings(),
    profiles,
    devices: profiles.flatMap(({ name }) => engine.devices(name).map(({ id }) => id)),
    log: await readLog(logUri),
  });
  const document = await workspace.openTextDocument({ language: 'markdown', content });
  await window.showTextDocument(document);
  if (!hasAddress(extensionId)) return offerCopy(document);
  const open = t('Open Issue Reporter');
  const answer = await window.showInformationMessage(
    t(
      'This is what a report would say; nothing is sent. Change what you like, then hand it to the issue reporter.',
    ),
    open,
  );
  if (answer !== open) return;
  await editorCommands.executeCommand('workbench.action.openIssueReporter', {
    extensionId,
    issueBody: document.getText(),
  });
}

/** Without an address in the manifest of the extension VS Code's issue reporter does not open. */
function hasAddress(extensionId: string): boolean {
  const manifest: unknown = extensions.getExtension(extensionId)?.packageJSON;
  return isObject(manifest) && manifest['bugs'] !== undefined;
}

async function offerCopy(document: TextDocument): Promise<void> {
  const copy = t('Copy Report');
  const answer = await window.showInformationMessage(
    t(
      'This is what a report would say; nothing is sent. Change what you like, then copy it and give it to whom you have this extension from: it names no address for reports.',
    ),
    copy,
  );
  if (answer === copy) await env.clipboard.writeText(document.getText());
}

/** On the desktop the kind (`ssh-remote`, `wsl`); in a browser its name is a host's, which is nobody else's business. */
function remoteKind(): string[] {
  if (env.remoteName === undefined) return [];
  return [env.appHost === 'desktop' ? env.remoteName : 'remote'];
}

function changedSettings(): Record<string, unknown> {
  const told = Object.values(settings).filter(({ key }) => !unsaid.includes(key));
  const all = workspace.getConfiguration();
  return Object.fromEntries(
    told
      .map(({ key, default: usual }) => [key, all.get(key), usual] as const)
      .filter(([, value, usual]) => JSON.stringify(value) !== JSON.stringify(usual))
      .map(([key, value]) => [key, value]),
  );
}

/** The output channel's file: VS Code names it after the channel. It is there once something was written. No path is told: it may name a person. */
async function readLog(folder: Uri): Promise<string> {
  try {
    return new TextDecoder().decode(await workspace.fs.readFile(Uri.joinPath(folder, 'Kanto.log')));
  } catch (error) {
    if (!(error instanceof FileSystemError)) throw error;
    return error.code === 'FileNotFound'
      ? 'Nothing was logged yet.'
      : `The log cannot be read: ${error.code}.`;
  }
}
