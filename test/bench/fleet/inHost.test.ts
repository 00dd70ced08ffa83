/** Run by `npm run bench`: a fleet in full swing, heard by the packaged extension in a real VS Code. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, inject, it, vi } from 'vitest';
import { copyOfExamples, Editor, launchBrowser } from '../../e2e/editor.ts';
import { type Report, type Request, requestFile } from '../../e2e/host/suite.ts';

const { FLEET_ORDER: ordered, FLEET_REPORT: figures } = process.env;

it('a fleet in the extension host', async () => {
  if (ordered === undefined || figures === undefined)
    throw new Error('Run by `npm run bench -- --only fleet`.');
  const folder = await copyOfExamples();
  const report = join(inject('scratch'), 'report.json');
  const request: Request = { report, manifests: [], fleet: JSON.parse(ordered) };
  await writeFile(join(folder, requestFile), JSON.stringify(request));
  const browser = await launchBrowser();
  try {
    const editor = await Editor.open(browser, folder);
    const read = async (): Promise<Report> => JSON.parse(await readFile(report, 'utf8'));
    const { fleet } = await vi.waitFor(read, { timeout: 800_000, interval: 500 });
    if (fleet === undefined || 'error' in fleet) expect.fail(fleet?.error ?? 'nothing was heard');
    const row = editor.device(/fleet:device-00000/);
    await row.waitFor();
    // Away from the tree and back: it is drawn anew, of all that was heard.
    await editor.page.keyboard.press('ControlOrMeta+Shift+E');
    await row.waitFor({ state: 'hidden' });
    const began = performance.now();
    await editor.page.getByRole('tab', { name: 'Kanto', exact: true }).click();
    await row.waitFor();
    await writeFile(figures, JSON.stringify({ ...fleet, firstPaint: performance.now() - began }));
  } finally {
    await browser.close();
  }
});
