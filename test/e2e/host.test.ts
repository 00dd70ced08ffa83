/** Runs the tests of `host/` inside the extension host, in one window, and tells of each by its name. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, inject, test, vi } from 'vitest';
import { manifestOf } from '../bench/manifests.mjs';
import { copyOfExamples, Editor, launchBrowser } from './editor.ts';
import { type LongManifest, type Report, type Request, requestFile } from './host/suite.ts';

async function runInHost(): Promise<Report> {
  const folder = await copyOfExamples();
  const request: Request = {
    report: join(inject('scratch'), 'report.json'),
    manifests: await Promise.all([100, 10_000].map(longManifest)),
  };
  await writeFile(join(folder, requestFile), JSON.stringify(request));
  const browser = await launchBrowser();
  try {
    const editor = await Editor.open(browser, folder);
    // What destroys asks first, and an extension cannot press a button.
    const agree = editor.dialog.getByRole('button', { name: 'Apply and Destroy' });
    const report = async () => {
      if (await agree.isVisible()) await agree.click();
      return JSON.parse(await readFile(request.report, 'utf8'));
    };
    return await vi.waitFor(report, { timeout: 300_000, interval: 250 });
  } finally {
    await browser.close();
  }
}

async function longManifest(lines: number): Promise<LongManifest> {
  const file = join(inject('scratch'), `of-${lines}-lines.desired-state.yaml`);
  const { text, edit } = manifestOf('yaml', lines, true);
  await writeFile(file, text);
  return { file, lines, edit };
}

const { results, figures } = await runInHost();
for (const { what, milliseconds } of figures) console.log(`${what}: ${milliseconds.toFixed(0)} ms`);

for (const { name, error } of results) {
  test(name, () => {
    if (error !== undefined) expect.fail(error);
  });
}
