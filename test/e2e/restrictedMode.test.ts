/** A folder that is not trusted: manifests are checked, nothing is connected or sent. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changeSettings, copyOfExamples, Editor, launchBrowser } from './editor.ts';
import { story } from './story.ts';

let editor: Editor;
let close: () => Promise<void>;

beforeAll(async () => {
  await changeSettings({
    'kanto.simulator.startAutomatically': true,
    'kanto.connections': [{ name: 'lab', url: 'mqtt://127.0.0.1:1' }],
    'security.workspace.trust.enabled': true,
    'security.workspace.trust.startupPrompt': 'never',
  });
  const browser = await launchBrowser();
  close = () => browser.close();
  const folder = await copyOfExamples();
  await mkdir(join(folder, '.vscode'));
  const own = { 'kanto.connections': [{ name: 'evil', url: 'mqtt://127.0.0.1:1' }] };
  await writeFile(join(folder, '.vscode/settings.json'), JSON.stringify(own));
  const silenced = { 'component-id-prefix': 'off', 'memory-invalid': 'off', 'wrong-type': 'off' };
  await writeFile(join(folder, 'kanto.config.json'), JSON.stringify({ 'kanto.rules': silenced }));
  editor = await Editor.open(browser, folder);
});

afterAll(async () => {
  await close();
  await changeSettings({});
});

story('restricted-mode', () => editor);

test('the window is in restricted mode', async () => {
  await editor.page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor();
});

test('mistakes are underlined all the same', async () => {
  await editor.openFile('with-mistakes.desired-state.yaml');
  await editor.squiggles('error').first().waitFor();
});

test('the view Devices says why it is empty: no connection of anybody, not even the simulated device', async () => {
  await editor.run('Kanto: Focus on Devices View');
  await editor.page.locator('.welcome-view', { hasText: 'This workspace is not trusted' }).waitFor();
  expect(await editor.device(/./).count()).toBe(0);
});

test('neither Apply to Device… nor a way to a broker is offered', async () => {
  await editor.page.keyboard.press('F1');
  await editor.page.keyboard.type('Kanto: ');
  await editor.choice('Kanto: New Manifest…').waitFor();
  // In the order of the alphabet these would stand above it.
  for (const command of ['Add Connection…', 'Apply to Device…', 'Connect', 'Edit Connection…']) {
    expect(await editor.choice(`Kanto: ${command}`).count(), command).toBe(0);
  }
  await editor.page.keyboard.press('Escape');
});

test('no lens above a manifest offers to send it', async () => {
  await editor.openFile('hello.desired-state.yaml');
  // The hint beside a component comes from the same server, and after the lenses were asked for.
  await editor.page.locator('.view-line', { hasText: 'network: bridge' }).first().waitFor();
  expect(await editor.page.locator('.codelens-decoration a').count()).toBe(0);
});
