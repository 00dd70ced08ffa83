/** A second extension: runs inside the extension host beside ours and uses the editor's real API. */
import { deepEqual } from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { workspace } from 'vscode';
import { authoring } from './authoring.ts';
import { contributions } from './contributions.ts';
import { devices } from './devices.ts';
import { fleet, hearFleet } from './fleet.ts';
import { languages } from './languages.ts';
import { measureActivation, measureManifest } from './measure.ts';
import { oneServer } from './oneServer.ts';
import { problems } from './problems.ts';
import { saving } from './saving.ts';
import { settings } from './settings.ts';
import { type Report, type Request, requestFile, runSuite } from './suite.ts';

export async function activate(): Promise<void> {
  const folder = workspace.workspaceFolders?.[0]?.uri.fsPath;
  if (folder === undefined) return;
  const request = await readRequest(join(folder, requestFile));
  if (!request) return;
  if (request.fleet) {
    const heard = await hearFleet(request.fleet).catch((error: unknown) => ({ error: String(error) }));
    const report: Report = { results: [], figures: [], fleet: heard };
    await writeFile(request.report, JSON.stringify(report));
    return;
  }
  const activation = await measureActivation();
  const server = oneServer();
  const results = await runSuite({
    'activation loads the extension’s own files, and none of what comes late': async () => {
      const [own, ...shared] = activation.files;
      deepEqual(own, 'extension.js');
      deepEqual(
        shared.filter((file) => !file.startsWith('extension-chunk-')),
        [],
      );
    },
    ...contributions,
    ...languages,
    ...server.atFirst,
    ...problems,
    ...authoring,
    ...settings,
    ...saving,
    ...devices,
    ...(request.broker === undefined ? {} : fleet(request.broker)),
  });
  const figures = [...activation.figures];
  for (const manifest of request.manifests) figures.push(...(await measureManifest(manifest)));
  const report: Report = { results: [...results, ...(await runSuite(server.atLast))], figures };
  await writeFile(request.report, JSON.stringify(report));
}

async function readRequest(file: string): Promise<Request | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
