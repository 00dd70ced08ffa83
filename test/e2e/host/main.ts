/** A second extension: runs inside the extension host beside ours and uses the editor's real API. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { workspace } from 'vscode';
import { authoring } from './authoring.ts';
import { contributions } from './contributions.ts';
import { devices } from './devices.ts';
import { languages } from './languages.ts';
import { type Report, type Request, requestFile, runSuite } from './suite.ts';
import { ourExtension } from './workspace.ts';

export async function activate(): Promise<void> {
  const folder = workspace.workspaceFolders?.[0]?.uri.fsPath;
  if (folder === undefined) return;
  const request = await readRequest(join(folder, requestFile));
  if (!request) return;
  const activation = await measureActivation();
  const results = await runSuite({ ...contributions, ...languages, ...authoring, ...devices });
  const report: Report = { results, ...(activation !== undefined && { activation }) };
  await writeFile(request.report, JSON.stringify(report));
}

async function measureActivation(): Promise<number | undefined> {
  const extension = ourExtension();
  if (extension.isActive) return undefined;
  const start = performance.now();
  await extension.activate();
  return performance.now() - start;
}

async function readRequest(file: string): Promise<Request | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
