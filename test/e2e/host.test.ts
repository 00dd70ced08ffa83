/** Runs the tests of `host/` inside the extension host, in one window, and tells of each by its name. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, inject, test, vi } from 'vitest';
import { expectedOf, idOf } from '../bench/fleet/messages.mjs';
import { manifestOf } from '../bench/manifests.mjs';
import { startEmbedded } from '../integration/brokers.ts';
import { changeSettings, copyOfExamples, Editor, launchBrowser } from './editor.ts';
import { type LongManifest, type Report, type Request, requestFile, turns } from './host/suite.ts';

interface InHost {
  readonly report: Report;
  /** What the tree says of the first devices of the fleet. */
  readonly rows: readonly (string | null)[];
}

/** Of the first devices of the fleet, as they have to be drawn in the end. */
const wanted = Array.from({ length: 10 }, (_, device) => {
  const isUpdating = !expectedOf(device, turns).update.endsWith('COMPLETED');
  return `device ${idOf(device)}, ${isUpdating ? 'updating' : 'running'} · 20 components`;
});

/** As soon as they are as wanted; else as they stay. */
async function drawnRows(editor: Editor): Promise<InHost['rows']> {
  const read = () => editor.device(/fleet:device-0000\d/).evaluateAll((all) => all.map((it) => it.ariaLabel));
  const asWanted = async () => expect(await read()).toEqual(wanted);
  await vi.waitFor(asWanted, { timeout: 30_000, interval: 100 }).catch(() => undefined);
  return read();
}

async function runInHost(): Promise<InHost> {
  const folder = await copyOfExamples();
  const broker = await startEmbedded();
  const request: Request = {
    report: join(inject('scratch'), 'report.json'),
    manifests: await Promise.all([100, 10_000].map(longManifest)),
    broker: broker.url,
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
    const told = await vi.waitFor(report, { timeout: 300_000, interval: 250 });
    return { report: told, rows: await drawnRows(editor) };
  } finally {
    await browser.close();
    await broker.stop();
    // The fleet is no matter of other tests.
    await changeSettings({});
  }
}

async function longManifest(lines: number): Promise<LongManifest> {
  const file = join(inject('scratch'), `of-${lines}-lines.desired-state.yaml`);
  const { text, edit } = manifestOf('yaml', lines, true);
  await writeFile(file, text);
  return { file, lines, edit };
}

const { report, rows } = await runInHost();
const { results, figures } = report;
for (const { what, milliseconds } of figures) console.log(`${what}: ${milliseconds.toFixed(0)} ms`);

for (const { name, error } of results) {
  test(name, () => {
    if (error !== undefined) expect.fail(error);
  });
}

test('the tree shows the devices of a storm as they said last', () => {
  expect(rows).toEqual(wanted);
});
