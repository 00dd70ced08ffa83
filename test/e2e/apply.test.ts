/** The way of a person: a manifest with mistakes, a good one, the device, and what it says. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { copyOfExamples, Editor, launchBrowser } from './editor.ts';
import { story } from './story.ts';

const silenced = `domains:
  - id: containers
    components:
      - id: influxdb
        # kanto-disable-next-line wrong-type
        version: 2
        config: [{key: image, value: "docker.io/library/influxdb:2.7.1"}]
`;

let editor: Editor;
let close: () => Promise<void>;

beforeAll(async () => {
  const browser = await launchBrowser();
  close = () => browser.close();
  const folder = await copyOfExamples();
  await writeFile(join(folder, 'silenced.desired-state.yaml'), silenced);
  editor = await Editor.open(browser, folder);
});

afterAll(async () => {
  await close();
});
story('apply', () => editor);

test('the mistakes of a manifest are underlined', async () => {
  await editor.openFile('with-mistakes.desired-state.yaml');
  await editor.squiggles('error').first().waitFor();
  await editor.squiggles('warning').first().waitFor();
});

test('the view without a device offers to add a connection or to start the simulated device', async () => {
  await editor.run('Kanto: Focus on Devices View');
  await editor.page.getByRole('button', { name: 'Add Connection…' }).first().waitFor();
  await editor.page.locator('.welcome-view').getByRole('button', { name: 'Start Simulated Device' }).click();
  await editor.device(/^connection simulated|^simulated device/).waitFor();
  await editor.device(/^device edge:device, \d+ component/).waitFor();
});

test('a manifest with errors is not sent without being asked', async () => {
  await editor.openFile('with-mistakes.desired-state.yaml');
  await editor.run('Kanto: Apply to Device…');
  await editor.dialog.getByRole('button', { name: 'Send Anyway' }).waitFor();
  await editor.dialog.getByRole('button', { name: 'Cancel' }).click();
  await editor.dialog.waitFor({ state: 'detached' });
  expect(await editor.choice('edge:device').isVisible()).toBe(false);
});

test('the question about errors leads to them, and sends nothing', async () => {
  await editor.run('Kanto: Apply to Device…');
  await editor.dialog.getByRole('button', { name: 'Show Problems' }).click();
  await editor.page
    .locator('.markers-panel')
    .getByRole('treeitem', { name: 'invalid format of memory' })
    .waitFor();
  expect(await editor.choice('edge:device').isVisible()).toBe(false);
});

test('who sends errors anyway is asked once: the device is the one that rejects them', async () => {
  await editor.openFile('with-mistakes.desired-state.yaml');
  await editor.run('Kanto: Apply to Device…');
  await editor.dialog.getByRole('button', { name: 'Send Anyway' }).click();
  await editor.choice('edge:device').click();
  await editor.notifications.filter({ hasText: /with-mistakes.*rejected|refused/ }).waitFor();
  await editor.run('Notifications: Clear All Notifications');
});

test('what a comment silences is named before sending: the device knows nothing of the comment', async () => {
  await editor.openFile('silenced.desired-state.yaml');
  await editor.run('Kanto: Apply to Device…');
  await editor.dialog.getByText('has 1 error that a setting or a comment silences').waitFor();
  await editor.dialog.getByText('Line 6: ').waitFor();
  await editor.dialog.getByRole('button', { name: 'Cancel' }).click();
  await editor.dialog.waitFor({ state: 'detached' });
});

test('the code of a problem in the view Problems is a link to the page of its rule', async () => {
  await editor.openFile('with-mistakes.desired-state.yaml');
  await editor.run('Problems: Focus on Problems View');
  const problems = editor.page.locator('.markers-panel');
  await problems.getByRole('treeitem', { name: 'containers:influxdb' }).first().waitFor();
  await problems.locator('a.monaco-link', { hasText: 'component-id-prefix' }).first().click();
  const preview = editor.page.locator('.tab.active', { hasText: 'Preview component-id-prefix.md' });
  await preview.waitFor();
  // With the keys in its page the palette would not come.
  await preview.locator('.tab-actions a').click();
  await preview.waitFor({ state: 'detached' });
});

test('Apply to Device… sends a good manifest to the chosen device; the output tells each step', async () => {
  await editor.run('Kanto: Show Output');
  await editor.openFile('hello.desired-state.yaml');
  await editor.run('Kanto: Apply to Device…');
  await editor.choice('edge:device').click();
  await editor.output('→ apply edge:device @ simulated').waitFor();
  await editor.output('← 204 accepted').waitFor();
  await editor.output('UPDATE_SUCCESS').waitFor();
  await editor.output('✔ COMPLETED').waitFor();
});

test('a notification tells the end of the update', async () => {
  await editor.notifications.filter({ hasText: 'COMPLETED' }).waitFor();
});

test('the tree shows what is installed now, and the last update', async () => {
  await editor.device(/^device edge:device/).click();
  await editor.device(/^component influxdb version 2\.7\.1/).waitFor();
  await editor.device(/^last update COMPLETED/).waitFor();
});

test('Copy Id puts the id of a device into the clipboard', async () => {
  await editor.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await editor.chooseFromMenu(editor.device(/^device edge:device/), 'Copy Id');
  await expect.poll(() => editor.page.evaluate('navigator.clipboard.readText()')).toBe('edge:device');
});

test('a filter hides and finds devices while it is typed; by state, devices stand beneath what they are', async () => {
  await editor.run('Kanto: Filter Devices…');
  const widget = editor.page.locator('.quick-input-widget', { hasText: 'Filter Devices' });
  const box = widget.locator('input[type="text"]');
  await box.fill('nowhere');
  await editor.device(/^device edge:device/).waitFor({ state: 'detached' });
  await box.fill('influx');
  await editor.device(/^device edge:device/).waitFor();
  await editor.page.keyboard.press('Enter');
  await editor.run('Kanto: Group Devices by State');
  await editor.device(/^state running, 1 device/).waitFor();
  await editor.run('Kanto: Clear Device Filter');
  await editor.run('Kanto: Group Devices by Connection');
  await editor.device(/^simulated device, simulated/).waitFor();
});

test('the lens above the manifest leads to the same', async () => {
  await editor.page.locator('.codelens-decoration a', { hasText: 'Apply to Device…' }).click();
  await editor.choice('edge:device').waitFor();
  await editor.page.keyboard.press('Escape');
});
