/** How the real Kanto daemons are had for the tests, and what is said where they cannot be. */
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { findDaemon, installDaemon } from '../../../scripts/lib/kantoDaemons.mjs';

afterEach(() => {
  vi.unstubAllEnvs();
});

async function folderWith(programs: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kanto-programs-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [name, script] of Object.entries(programs)) {
    await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`);
    await chmod(join(folder, name), 0o755);
  }
  return folder;
}

/** What is said where `go install` of a machine does so. */
async function installedWith(go: Readonly<Record<string, string>>): Promise<string | undefined> {
  vi.stubEnv('PATH', await folderWith(go));
  return installDaemon('update-manager');
}

describe.skipIf(process.platform === 'win32')('a daemon of the tests against real Kanto', () => {
  it('is taken from the folder that is named', async () => {
    const folder = await folderWith({ 'update-manager': '' });
    vi.stubEnv('KANTO_DAEMONS', folder);
    expect(await findDaemon('update-manager')).toBe(join(folder, 'update-manager'));
    expect(await findDaemon('software-update')).not.toBe(join(folder, 'software-update'));
  });

  it('is missed in plain words where there is no Go', async () => {
    expect(await installedWith({})).toContain('there is no Go on the PATH; install Go 1.18 or newer');
  });

  it('is missed in plain words where Go is too old', async () => {
    const go = 'echo go version go1.17.13 linux/amd64';
    expect(await installedWith({ go })).toContain('Go 1.17 is too old');
  });

  it('is missed in Go’s own words, shortened and without a password, where it cannot be installed', async () => {
    const go = [
      'if [ "$1" = version ]; then echo go version go1.26.1 linux/amd64; exit; fi',
      'echo "go: downloading github.com/x v1" >&2',
      'echo "go: $2: reading https://ann:pl4nted@proxy.example/x.info: 403 Forbidden" >&2',
      'printf "\\tserver response: This module version is not available.\\n" >&2',
      'exit 1',
    ].join('\n');
    const said = await installedWith({ go });
    expect(said).toMatch(
      /^go install github\.com\/eclipse-kanto\/update-manager\/cmd\/update-manager@v\S+ failed: go: reading https:\/\/proxy\.example\/x\.info: 403 Forbidden server response: This module version is not available$/,
    );
  });

  it('is not missed where Go has installed it', async () => {
    expect(await installedWith({ go: 'echo go version go1.26.1 linux/amd64' })).toBeUndefined();
  });
});
