/** What a person sees who removes software, and who has the checksums of an artifact computed. */
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changeSettings, copyOfExamples, Editor, launchBrowser } from './editor.ts';
import { story } from './story.ts';

const asked: string[] = [];
const server = createServer((request, response) => {
  asked.push(request.url ?? '');
  response.end('the file');
});
let host = '';
let editor: Editor;
let close: () => Promise<void>;

beforeAll(async () => {
  await changeSettings({ 'kanto.simulator.startAutomatically': true });
  const browser = await launchBrowser();
  close = () => browser.close();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  host = typeof address === 'object' && address ? `127.0.0.1:${address.port}` : '';
  const folder = await copyOfExamples();
  await writeFile(
    join(folder, 'file.software-modules.yaml'),
    `- softwareModule: {name: a, version: "1"}\n  artifacts:\n    - download: {HTTP: {url: "http://${host}/file"}}\n`,
  );
  editor = await Editor.open(browser, folder);
  await editor.run('Kanto: Focus on Devices View');
  await editor.device(/^device edge:device/).waitFor();
  // A container that comes makes the device tell of all that it has.
  await editor.openFile('hello.desired-state.yaml');
  await editor.run('Kanto: Apply to Device…');
  await editor.choice('edge:device').click();
  await editor.device(/^device edge:device/).click();
  await editor
    .device(/^component hello-world/)
    .first()
    .waitFor();
});

afterAll(async () => {
  await close();
  await once(server.close(), 'close');
  await changeSettings({});
});

story('software', () => editor);

test('Remove Software… lists what the device reports, each with its id', async () => {
  await editor.run('Kanto: Remove Software…');
  await editor.choice('edge:device').click();
  await editor.page
    .locator('.quick-input-widget', { hasText: 'Remove from edge:device @ simulated' })
    .waitFor();
  expect(await editor.choice('hello-world').textContent()).toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
});

test('it asks by the names of device, connection and container, and removes', async () => {
  await editor.choice('hello-world').click();
  await editor.page.keyboard.press('Enter');
  await editor.dialog.getByText('Remove 1 container from edge:device @ simulated?').waitFor();
  await editor.dialog.getByText('hello-world').first().waitFor();
  await editor.dialog.getByRole('button', { name: 'Remove 1' }).click();
  await editor.notifications.filter({ hasText: 'Removal' }).first().waitFor();
  await editor.run('Kanto: Refresh Device State');
  await editor.choice('edge:device').click();
  await editor.device(/^component hello-world/).waitFor({ state: 'detached' });
});

test('checksums and size of an artifact are computed by a quick fix, once its server is agreed to', async () => {
  await editor.openFile('file.software-modules.yaml');
  await editor.goTo(3, 10);
  await editor.fix('Compute checksums and size');
  await editor.dialog.getByText(`Download the artifact from ${host}?`).waitFor();
  expect(asked).toEqual([]);
  await editor.dialog.getByRole('button', { name: 'Download' }).click();
  await expect.poll(() => editor.seen()).toMatch(/SHA256: [0-9a-f]{64}\n +size: 8/);
  expect(asked).toEqual(['/file']);
});
