/** Finds the document that a command is about. */
import { t } from '@vscode/l10n';
import { type TextDocument, Uri, window, workspace } from 'vscode';
import type { ManifestPart } from '../../../server/src/messages.ts';
import { withoutIcons } from '../words/visible.ts';
import { formatOf, isManifestLanguage } from './model/manifestFiles.ts';
import { findManifests } from './workspaceManifests.ts';

const searchLimit = 500;
/** Characters of a path: its end tells most. */
const longestPath = 1000;

/** The document in front of the user, where it can be a manifest by its language. */
export function activeManifest(): TextDocument | undefined {
  const document = window.activeTextEditor?.document;
  return document !== undefined && formatOf(document.languageId) !== undefined ? document : undefined;
}

/** The document of a code lens (`uri` as text), of a menu (Uri), or undefined for anything else. */
export async function namedManifest(subject: unknown): Promise<TextDocument | undefined> {
  if (typeof subject === 'string') return workspace.openTextDocument(Uri.parse(subject, true));
  return subject instanceof Uri ? workspace.openTextDocument(subject) : undefined;
}

/** What the list of manifests is for. */
export interface Offer {
  readonly title: string;
  readonly placeHolder: string;
  /** By the path of a file, where its name tells; absent: all are offered. */
  readonly fits?: (path: string) => boolean;
}

/** Asks for one of the manifests that are open or in the workspace. Resolves undefined where the user gives up. */
export async function pickManifest({
  title,
  placeHolder,
  fits = () => true,
}: Offer): Promise<TextDocument | undefined> {
  const items = manifestItems().then((all) => all.filter(({ uri }) => fits(uri.path)));
  const choice = await window.showQuickPick(items, { title, placeHolder });
  return choice === undefined ? undefined : openManifest(choice.uri);
}

/** The manifests that are open or in the workspace, to choose from; the one in front of the user first. */
export async function manifestItems(): Promise<{ label: string; description: string; uri: Uri }[]> {
  const active = window.activeTextEditor?.document.uri.toString();
  return (await candidates()).map((uri) => ({
    label: `$(file) ${withoutIcons(workspace.asRelativePath(uri), longestPath)}`,
    description: uri.toString() === active ? t('in front of you') : '',
    uri,
  }));
}

export async function openManifest(uri: Uri): Promise<TextDocument> {
  return workspace.openTextDocument(uri);
}

async function candidates(): Promise<Uri[]> {
  const open = workspace.textDocuments.filter((document) => isManifestLanguage(document.languageId));
  const active = open.filter((document) => document === window.activeTextEditor?.document);
  const sorted = await findManifests(searchLimit);
  const all = [...active, ...open].map((document) => document.uri).concat(sorted);
  return [...new Map(all.map((uri) => [uri.toString(), uri])).values()];
}

/**
 * Asks which of several manifests of a document is meant, the one at the cursor first. Resolves its number, counted from 1,
 * or undefined where the user gives up.
 */
export async function pickPart(
  document: TextDocument,
  parts: readonly ManifestPart[],
  name: string,
): Promise<number | undefined> {
  const editor = window.activeTextEditor;
  const cursor = editor?.document === document ? editor.selection.active.line : undefined;
  const here = cursor === undefined ? -1 : parts.findLastIndex(({ range }) => range.start.line <= cursor);
  const items = parts.map(({ summary, range }, index) => ({
    label: withoutIcons(summary),
    description:
      index === here
        ? t('line {0}, at the cursor', range.start.line + 1)
        : t('line {0}', range.start.line + 1),
    number: index + 1,
  }));
  const ordered = [
    ...items.filter((_, index) => index === here),
    ...items.filter((_, index) => index !== here),
  ];
  const choice = await window.showQuickPick(ordered, {
    title: name,
    placeHolder: t('This file holds several manifests, and a message takes one: which?'),
  });
  return choice?.number;
}
