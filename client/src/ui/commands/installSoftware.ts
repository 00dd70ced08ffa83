/** Install Software…: software modules of a manifest, or one that is written step by step. */
import { t } from '@vscode/l10n';
import { type QuickPickItem, type Uri, window } from 'vscode';
import { installValue } from '../../protocol/installValue.ts';
import type { FileDigest } from '../../updates/artifactDigest.ts';
import { isForSoftware } from '../../updates/daemons.ts';
import { plainText } from '../../words/words.ts';
import { downloadForDigest } from '../artifactDownload.ts';
import { describeChosen, meantManifest, originOf } from '../manifestChoice.ts';
import { manifestItems, openManifest } from '../manifestPicker.ts';
import type { ManifestServer } from '../manifestServer.ts';
import { refused } from '../modal.ts';
import { isNamedDesiredState } from '../model/manifestFiles.ts';
import { artifactUrlProblem, moduleNameProblem, moduleVersionProblem } from '../model/newModule.ts';
import { isDeviceElement } from '../model/treeElements.ts';
import { ask } from '../multiStep.ts';
import { type SoftwareParts, type SoftwareToSend, sendSoftware, takesSoftware } from '../softwareSending.ts';
import { isTrusted } from '../trust.ts';

export interface InstallParts extends SoftwareParts {
  readonly server: ManifestServer;
}

/** A manifest, or without one the way to write a module. */
interface Item extends QuickPickItem {
  readonly uri?: Uri;
}

/** `subject`: a device of the tree, or nothing. */
export async function installSoftware(parts: InstallParts, subject: unknown): Promise<void> {
  if (!isTrusted()) return;
  const device = isDeviceElement(subject) ? subject : undefined;
  if (device !== undefined && !takesSoftware(parts.engine, device)) return;
  const title = device === undefined ? t('Install Software') : t('Install Software on {0}', device.device);
  const software = await whatToInstall(parts.server, title);
  if (software !== undefined) await sendSoftware(parts, software, device);
}

/** Resolves undefined where the user gives up, or has been told why it cannot be installed. */
async function whatToInstall(server: ManifestServer, title: string): Promise<SoftwareToSend | undefined> {
  const write = {
    label: t('$(edit) Write a Module…'),
    description: t('name, version and address of its artifact'),
  };
  const items = manifestItems().then((manifests): Item[] => [
    write,
    ...manifests.filter(({ uri }) => !isNamedDesiredState(uri.path)),
  ]);
  const choice = await window.showQuickPick(items, { title, placeHolder: t('What is to be installed?') });
  if (choice === undefined) return undefined;
  return choice.uri ? written(server, choice.uri) : guided(server, title);
}

async function written(server: ManifestServer, uri: Uri): Promise<SoftwareToSend | undefined> {
  const chosen = await meantManifest(server, await openManifest(uri));
  if (chosen === undefined) return undefined;
  const { name, manifest } = chosen;
  const operation = manifest.kind?.operation;
  if (!isForSoftware(manifest) || operation === 'remove') {
    const what =
      operation === undefined ? t('is no manifest with software modules') : t('is for {0}', operation);
    await refused(plainText(t('{0} {1}: choose one that installs or downloads.', name, what)));
    return undefined;
  }
  const origin = originOf(chosen);
  return {
    name,
    manifest,
    describe: (daemon) => describeChosen(server, chosen, daemon),
    ...(origin && { origin }),
  };
}

async function guided(server: ManifestServer, title: string): Promise<SoftwareToSend | undefined> {
  const answers = await ask(title, [
    () => ({ prompt: t('Name of the module'), placeholder: 'influxdb', validate: moduleNameProblem }),
    () => ({ prompt: t('Version of the module'), placeholder: '1.8.4', validate: moduleVersionProblem }),
    () => ({
      prompt: t('Address of its artifact: for container management the JSON description of a container'),
      placeholder: 'https://example.com/influxdb.json',
      validate: artifactUrlProblem,
    }),
  ]);
  const [name, version, url] = answers ?? [];
  if (name === undefined || version === undefined || url === undefined) return undefined;
  const digest = await found(url, title);
  if (digest === undefined) return undefined;
  const text = JSON.stringify(installValue({ name, version, url, ...digest }));
  const describe: SoftwareToSend['describe'] = (daemon) => server.describeJson(text, daemon);
  return { name: `${name} ${version}`, manifest: await describe('containers'), describe };
}

/** What is known of the file; undefined where the user gives up. Rejects where it cannot be downloaded. */
async function found(url: string, title: string): Promise<Partial<FileDigest> | undefined> {
  const download = {
    label: t('$(cloud-download) Compute checksums and size…'),
    detail: t(
      'Downloads the file once to this machine. The software-update daemon installs nothing without a checksum.',
    ),
  };
  const without = {
    label: t('$(circle-slash) Without checksums'),
    detail: t('Container management installs whatever it finds at the address.'),
  };
  const choice = await window.showQuickPick([download, without], {
    title,
    placeHolder: t('How is the device to know that it has the right file?'),
    ignoreFocusOut: true,
  });
  if (choice === undefined) return undefined;
  return choice === download ? downloadForDigest(url) : {};
}
