/** Apply to Device…: sends whatever operation the document describes to a device that the user chooses. */
import { posix } from 'node:path';
import { type TextDocument, window } from 'vscode';
import type { ManifestDescription } from '../../../../server/src/messages.ts';
import type { Engine } from '../../engine.ts';
import { readinessOf } from '../../words/readiness.ts';
import { plainText, target as targetWords } from '../../words/words.ts';
import type { Connector } from '../connector.ts';
import { activeManifest, namedManifest, pickManifest, pickPart } from '../manifestPicker.ts';
import type { ManifestServer } from '../manifestServer.ts';
import { isManifestLanguage } from '../model/manifestFiles.ts';
import type { Target } from '../model/targets.ts';
import { type DeviceElement, isDeviceElement } from '../model/treeElements.ts';
import type { Notices } from '../notices.ts';
import { follow } from '../sending.ts';
import { responseTimeout, updateTimeout } from '../settings.ts';
import type { TargetPicker } from '../targetPicker.ts';
import { isTrusted } from '../trust.ts';

export interface ApplyParts {
  readonly engine: Engine;
  readonly connector: Connector;
  readonly notices: Notices;
  readonly server: ManifestServer;
  readonly targets: TargetPicker;
}

interface Chosen {
  readonly document: TextDocument;
  readonly name: string;
  readonly manifest: ManifestDescription;
}

/** `subject`: a document (Uri, or its text from a code lens), a device of the tree, or nothing for the active editor. */
export async function applyToDevice(parts: ApplyParts, subject: unknown, number?: unknown): Promise<void> {
  if (!isTrusted()) return;
  const device = isDeviceElement(subject) ? subject : undefined;
  const chosen = await choose(parts.server, subject, number, device);
  if (chosen === undefined || !(await mayBeSent(chosen))) return;
  const { name, manifest } = chosen;
  const picked = device ?? (await parts.targets.pick(`${name}: ${manifest.summary}`));
  if (picked === undefined) return;
  const target = { connection: picked.connection, device: picked.device };
  if (!(await mayEmpty(chosen, target)) || !(await parts.connector.open(target.connection))) return;
  const contradictions = await mayCorrect(parts.engine, chosen, target);
  if (contradictions === undefined) return;
  await parts.targets.remember(target);
  await follow({
    engine: parts.engine,
    notices: parts.notices,
    target,
    subject: name,
    send: (signal) =>
      parts.engine.send({
        ...target,
        manifest,
        contradictions,
        responseTimeout: responseTimeout(),
        updateTimeout: updateTimeout(),
        signal,
      }),
  });
}

async function choose(
  server: ManifestServer,
  subject: unknown,
  number: unknown,
  device: DeviceElement | undefined,
): Promise<Chosen | undefined> {
  const named = await namedManifest(subject);
  if (named !== undefined) return one(server, await describe(server, named, number));
  const active = device === undefined ? activeManifest() : undefined;
  if (active !== undefined) {
    const chosen = await describe(server, active);
    if (chosen.manifest.kind !== undefined || isManifestLanguage(active.languageId))
      return one(server, chosen);
  }
  const picked = await pickManifest(device === undefined ? 'Apply to Device' : `Apply to ${device.device}`);
  return picked === undefined ? undefined : one(server, await describe(server, picked));
}

/** Of several manifests in a file the user says which; undefined where the user gives up. */
async function one(server: ManifestServer, chosen: Chosen): Promise<Chosen | undefined> {
  const { document, manifest, name } = chosen;
  if (manifest.manifests === undefined) return chosen;
  const number = await pickPart(document, manifest.manifests, name);
  return number === undefined ? undefined : describe(server, document, number);
}

async function describe(server: ManifestServer, document: TextDocument, number?: unknown): Promise<Chosen> {
  const manifest = await server.describe(document, typeof number === 'number' ? number : undefined);
  return { document, name: posix.basename(document.uri.path), manifest };
}

async function mayBeSent({ manifest, name }: Chosen): Promise<boolean> {
  const readiness = readinessOf(manifest, name);
  switch (readiness.kind) {
    case 'ready':
      return true;
    case 'refused':
      await window.showErrorMessage(plainText(readiness.reason), { modal: true });
      return false;
    case 'faulty':
      return confirmed(readiness.question, plainText(readiness.detail), 'Send Anyway');
  }
}

/** What is not listed is destroyed: an apply that lists nothing is asked about, by the device's name. */
async function mayEmpty({ manifest, name }: Chosen, target: Target): Promise<boolean> {
  if (!manifest.emptiesDevice) return true;
  return confirmed(
    `${name} lists no component: ${targetWords(target.device, target.connection)} removes everything that it runs and does not protect.`,
    'A desired state is total. What it does not list is destroyed.',
    'Empty the Device',
  );
}

/** How to treat an envelope that names something else than the target; undefined where the user gives up. */
async function mayCorrect(
  engine: Engine,
  { manifest, name }: Chosen,
  target: Target,
): Promise<'refuse' | 'correct' | undefined> {
  const contradictions = engine.contradictions({ ...target, manifest });
  if (contradictions.length === 0) return 'refuse';
  const detail = contradictions
    .map(({ field, written, wanted }) => `${field}\n  written: ${written}\n  for this device: ${wanted}`)
    .join('\n');
  const agreed = await confirmed(
    `What ${name} says does not fit ${targetWords(target.device, target.connection)}.`,
    `${detail}\nThe file stays as it is; only the message is corrected.`,
    'Send to the Chosen Device',
  );
  return agreed ? 'correct' : undefined;
}

async function confirmed(question: string, detail: string, yes: string): Promise<boolean> {
  return (await window.showWarningMessage(question, { modal: true, detail }, yes)) === yes;
}
