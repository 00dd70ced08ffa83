/** The editor as a person uses it: by keyboard, mouse and eyes. */
import { cp, mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { inject } from 'vitest';
import { findChromium } from '../../scripts/lib/machine.mjs';

/** A copy of the examples, so that a test may change them. Returns its path. */
export async function copyOfExamples(): Promise<string> {
  const folder = join(await mkdtemp(join(inject('scratch'), 'w-')), 'examples');
  await cp('examples', folder, { recursive: true });
  return folder;
}

export async function launchBrowser(): Promise<Browser> {
  const executablePath = await findChromium();
  if (!executablePath) throw new Error('No Chromium found; name one in the environment variable CHROMIUM.');
  const args = [
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ];
  return chromium.launch({ executablePath, args });
}

/** Opens a folder in a window of its own and waits until the workbench is there. */
export async function openFolder(browser: Browser, folder: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${inject('editor')}?folder=${encodeURI(folder)}`);
  await page.locator('.monaco-workbench').waitFor();
  return page;
}

export async function changeSettings(settings: Readonly<Record<string, unknown>>): Promise<void> {
  await writeFile(inject('settings'), JSON.stringify(settings, undefined, 2));
}
