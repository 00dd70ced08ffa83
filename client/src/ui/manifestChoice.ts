/** Which manifest a command is about: of a menu or a code lens, in front of the user, or chosen from a list. */
import { posix } from 'node:path';
import type { TextDocument } from 'vscode';
import type { ManifestDescription, SoftwareUpdatableTarget } from '../../../server/src/messages.ts';
import { type ManifestText, manifestText } from '../updates/devicePlan.ts';
import type { Origin } from '../updates/run.ts';
import { visible } from '../words/visible.ts';
import { activeManifest, namedManifest, type Offer, pickManifest, pickPart } from './manifestPicker.ts';
import type { ManifestServer } from './manifestServer.ts';
import { formatOf, isManifestLanguage } from './model/manifestFiles.ts';
import { isTreeElement } from './model/treeElements.ts';

/** A manifest that can be sent: of a document, or kept or made here. */
export interface ManifestToSend {
  readonly name: string;
  readonly manifest: ManifestDescription;
  readonly document?: TextDocument;
  /** Of several manifests in the document this one, counted from 1. */
  readonly number?: number;
}

export interface Chosen extends ManifestToSend {
  readonly document: TextDocument;
}

/** `subject` and `number` are what VS Code hands over. Resolves undefined where the user gives up. */
export async function chooseManifest(
  server: ManifestServer,
  subject: unknown,
  number: unknown,
  offer: Offer,
): Promise<Chosen | undefined> {
  const named = await namedManifest(subject);
  if (named !== undefined)
    return one(server, await describe(server, named, typeof number === 'number' ? number : undefined));
  const active = isTreeElement(subject) ? undefined : activeManifest();
  if (active !== undefined) {
    const chosen = await describe(server, active);
    if (chosen.manifest.kind !== undefined || isManifestLanguage(active.languageId))
      return one(server, chosen);
  }
  const picked = await pickManifest(offer);
  return picked === undefined ? undefined : meantManifest(server, picked);
}

/** What a document says; of several manifests in it the user says which. Resolves undefined where the user gives up. */
export async function meantManifest(
  server: ManifestServer,
  document: TextDocument,
): Promise<Chosen | undefined> {
  return one(server, await describe(server, document));
}

/** The same manifest as its document says it now, judged for the daemon that gets it. */
export function describeChosen(
  server: ManifestServer,
  { document, number }: Chosen,
  daemon: SoftwareUpdatableTarget,
): Promise<ManifestDescription> {
  return server.describe(document, number, daemon);
}

/** The same manifest as its document says it now; without a document it cannot change. */
export async function manifestNow(
  server: ManifestServer,
  { manifest, document, number }: ManifestToSend,
): Promise<ManifestDescription> {
  return document === undefined ? manifest : server.describe(document, number);
}

/** The document's text as it stands, so that the rows of its plan tell where they are in it. */
export function writtenText({ document, number, manifest }: ManifestToSend): ManifestText {
  if (document === undefined) return manifestText(manifest);
  return {
    text: document.getText(),
    format: formatOf(document.languageId) ?? 'json',
    file: document.uri.toString(),
    ...(number !== undefined && { number }),
  };
}

/** Of several manifests in a file the user says which; undefined where the user gives up. */
async function one(server: ManifestServer, chosen: Chosen): Promise<Chosen | undefined> {
  const { document, manifest, name } = chosen;
  if (manifest.manifests === undefined) return chosen;
  const number = await pickPart(document, manifest.manifests, name);
  return number === undefined ? undefined : describe(server, document, number);
}

async function describe(server: ManifestServer, document: TextDocument, number?: number): Promise<Chosen> {
  const manifest = await server.describe(document, number);
  return {
    document,
    // A file's name can be anything, and is said in sentences.
    name: visible(posix.basename(document.uri.path)),
    manifest,
    ...(number !== undefined && { number }),
  };
}

/** Undefined where no document holds it. */
export function originOf({ document }: ManifestToSend): Origin | undefined {
  return document && { uri: document.uri.toString() };
}
