/** One code-server with the packaged extension for all tests in a real VS Code. */
import { copyFile, cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { TestProject } from 'vitest/node';
import manifest from '../../package.json' with { type: 'json' };
import {
  createProfile,
  freePort,
  installCodeServer,
  installExtension,
  settingsFile,
  startCodeServer,
} from '../../scripts/lib/codeServer.mjs';
import hostTests from './host/package.json' with { type: 'json' };
import { userSettings } from './settings.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the editor, without a folder. */
    editor: string;
    /** The user settings that the editor reads. */
    settings: string;
    /** Folder for workspaces and reports; gone after the tests. */
    scratch: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const root = await mkdtemp(join(tmpdir(), 'kanto-e2e-'));
  const folder = await installCodeServer(console.log);
  const profile = await createProfile(join(root, 'profile'), userSettings);
  // A folder is taken over as long as nothing has been installed: so first the folder, then the package.
  await installHostTests(profile.extensions);
  await installExtension(folder, profile, `${manifest.name}-${manifest.version}.vsix`);
  const server = await startCodeServer(folder, profile, { port: await freePort(0) });
  const scratch = join(root, 'scratch');
  await mkdir(scratch);
  project.provide('editor', server.url);
  project.provide('settings', settingsFile(profile));
  project.provide('scratch', scratch);
  return async () => {
    await server.stop();
    // What VS Code logged tells why a test failed.
    await rm('test-results/vscode-logs', { recursive: true, force: true });
    await cp(join(profile.userData, 'logs'), 'test-results/vscode-logs', { recursive: true });
    await rm(root, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  };
}

async function installHostTests(extensions: string): Promise<void> {
  const folder = join(extensions, `${hostTests.publisher}.${hostTests.name}-${hostTests.version}`);
  await mkdir(folder);
  await copyFile('test/e2e/host/package.json', join(folder, 'package.json'));
  await build({
    entryPoints: ['test/e2e/host/main.ts'],
    outfile: join(folder, 'main.js'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode'],
  });
}
