/** Runs the tests of `host/` inside the extension host, in one window, and tells of each by its name. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, inject, test, vi } from 'vitest';
import { copyOfExamples, Editor, launchBrowser } from './editor.ts';
import { type Report, type Request, requestFile } from './host/suite.ts';

async function runInHost(): Promise<Report> {
  const folder = await copyOfExamples();
  const request: Request = { report: join(inject('scratch'), 'report.json') };
  await writeFile(join(folder, requestFile), JSON.stringify(request));
  const browser = await launchBrowser();
  try {
    await Editor.open(browser, folder);
    return await vi.waitFor(async () => JSON.parse(await readFile(request.report, 'utf8')), {
      timeout: 300_000,
      interval: 250,
    });
  } finally {
    await browser.close();
  }
}

const { results, activation } = await runInHost();
if (activation !== undefined) console.log(`Activation of the extension: ${activation.toFixed(0)} ms`);

for (const { name, error } of results) {
  test(name, () => {
    if (error !== undefined) expect.fail(error);
  });
}
