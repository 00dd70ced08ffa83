/** A folder that is not trusted: manifests are checked, nothing is connected or sent. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changeSettings, copyOfExamples, Editor, launchBrowser } from './editor.ts';

let editor: Editor;
let close: () => Promise<void>;

beforeAll(async () => {
  await changeSettings({
    'kanto.simulator.startAutomatically': true,
    'security.workspace.trust.enabled': true,
    'security.workspace.trust.startupPrompt': 'never',
  });
  const browser = await launchBrowser();
  close = () => browser.close();
  editor = await Editor.open(browser, await copyOfExamples());
});

afterAll(async () => {
  await editor.page.screenshot({ path: 'test-results/restricted-mode-last.png' });
  await close();
  await changeSettings({});
});

test('the window is in restricted mode', async () => {
  await editor.page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor();
});

test('mistakes are underlined all the same', async () => {
  await editor.openFile('with-mistakes.desired-state.yaml');
  await editor.squiggles('error').first().waitFor();
});

test('the view Devices says why it is empty, and not even the simulated device is connected', async () => {
  await editor.run('Kanto: Focus on Devices View');
  await editor.page.locator('.welcome-view', { hasText: 'This workspace is not trusted' }).waitFor();
  expect(await editor.device(/./).count()).toBe(0);
});

test('Apply to Device… is not offered', async () => {
  await editor.page.keyboard.press('F1');
  await editor.page.keyboard.type('Kanto: ');
  await editor.choice('Kanto: New Manifest…').waitFor();
  expect(await editor.choice('Kanto: Apply to Device…').count()).toBe(0);
  await editor.page.keyboard.press('Escape');
});
