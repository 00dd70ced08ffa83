/** A folder that is not trusted: manifests are checked, nothing is connected or sent. */
import { once } from 'node:events';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changeSettings, copyOfExamples, Editor, launchBrowser } from './editor.ts';
import { story } from './story.ts';

let editor: Editor;
let close: () => Promise<void>;
/** How often somebody has connected to where the settings of the user and of the folder lead. */
let connected = 0;

beforeAll(async () => {
  const broker = createServer((socket) => {
    connected += 1;
    socket.destroy();
  }).listen(0, '127.0.0.1');
  await once(broker, 'listening');
  const address = broker.address();
  const url = `mqtt://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  await changeSettings({
    'kanto.simulator.startAutomatically': true,
    'kanto.connections': [{ name: 'lab', url }],
    'security.workspace.trust.enabled': true,
    'security.workspace.trust.startupPrompt': 'never',
  });
  const browser = await launchBrowser();
  close = async () => {
    await browser.close();
    broker.close();
  };
  const folder = await copyOfExamples();
  await mkdir(join(folder, '.vscode'));
  const everyCode = (await readdir('docs/rules')).map((page) => page.replace(/\.md$/, ''));
  const says = {
    'kanto.rules': Object.fromEntries(everyCode.map((code) => [code, 'off'])),
    'kanto.domains': { containers: join(folder, '..', 'outside.json') },
  };
  const own = {
    ...says,
    'kanto.connections': [{ name: 'evil', url }],
    'kanto.simulator.startAutomatically': true,
    'kanto.simulator.ownerConsent': [],
    'kanto.apply.ask': 'destroy',
  };
  await writeFile(join(folder, '.vscode/settings.json'), JSON.stringify(own));
  await writeFile(join(folder, 'kanto.config.json'), JSON.stringify(says));
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

test('mistakes are underlined all the same, whatever the folder says of the rules and vocabularies', async () => {
  await editor.openFile('with-mistakes.desired-state.yaml');
  await editor.squiggles('error').first().waitFor();
  await editor.squiggles('warning').first().waitFor();
  expect(await editor.notifications.count()).toBe(0);
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

test('nobody has connected to anywhere, neither where the user nor where the folder says', () => {
  expect(connected).toBe(0);
});
