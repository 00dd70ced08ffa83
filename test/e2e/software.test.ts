/** What a person sees who removes software: what the device reports, the question, and the device without it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changeSettings, copyOfExamples, Editor, launchBrowser } from './editor.ts';

let editor: Editor;
let close: () => Promise<void>;

beforeAll(async () => {
  await changeSettings({ 'kanto.simulator.startAutomatically': true });
  const browser = await launchBrowser();
  close = () => browser.close();
  editor = await Editor.open(browser, await copyOfExamples());
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
  await editor.page.screenshot({ path: 'test-results/software-last.png' });
  await close();
  await changeSettings({});
});

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
