/** One manifest to several devices: asked once, paused at a wave, resumed after a reload; every device gets it once. */
import { readFile } from 'node:fs/promises';
import { connectAsync } from 'mqtt';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { instantTiming } from '../../client/src/simulator/device.ts';
import { startSimulator } from '../../client/src/simulator/simulator.ts';
import { CleanUp } from '../integration/brokers.ts';
import { changeSettings, copyOfExamples, Editor, launchBrowser } from './editor.ts';
import { story } from './story.ts';

const cleanUp = new CleanUp();
/** The applies that each device was sent, as its broker tells. */
const applied: string[] = [];
let editor: Editor;

beforeAll(async () => {
  const simulator = await startSimulator({ devices: 3, timing: instantTiming });
  cleanUp.add(() => simulator.stop());
  const witness = await connectAsync(simulator.url);
  cleanUp.add(() => witness.endAsync(true));
  witness.on('message', (topic) => applied.push(topic.split('/')[2] ?? ''));
  await witness.subscribeAsync('command//+/req/+/apply');
  await changeSettings({
    'kanto.connections': [{ name: 'lab', url: simulator.url, devices: simulator.deviceIds.slice(0, 2) }],
  });
  const browser = await launchBrowser();
  cleanUp.add(() => browser.close());
  editor = await Editor.open(browser, await copyOfExamples());
});

afterAll(async () => {
  await cleanUp.run();
  await changeSettings({});
});

story('rollout', () => editor);

test('the list of devices says which connection is not open, and has what is heard there once it is', async () => {
  await editor.run('Kanto: Focus on Devices View');
  await editor.openFile('hello.desired-state.yaml');
  await editor.run('Kanto: Roll Out to Devices…');
  const list = editor.page.locator('.quick-input-widget', { hasText: 'Roll Out to Devices: hello' });
  await list.getByPlaceholder('Devices to roll out to. Not connected: lab').waitFor();
  await editor.choice('edge:device-2').getByText('lab · not connected').waitFor();
  expect(await editor.choice('edge:device-3').count()).toBe(0);
  // By keyboard: where the pointer rests, a tooltip can lie over the button.
  await list.getByRole('button', { name: 'Connect lab' }).press('Enter');
  await list.getByPlaceholder(/^Devices to roll out to$/).waitFor();
  await editor.choice('edge:device-3').waitFor();
});

test('a manifest goes to the devices that are chosen, after one question, and stops before the second wave', async () => {
  await editor.takeAll('Roll Out to Devices: hello');
  await editor.choice('Carefully').click();
  await editor.dialog.getByText('Roll out hello.desired-state.yaml to 3 devices?').waitFor();
  expect(applied).toEqual([]);
  await editor.dialog.getByRole('button', { name: 'Roll Out' }).click();
  await editor.notifications.filter({ hasText: 'Go on with wave 2?' }).waitFor();
  await editor.page.locator('.statusbar-item', { hasText: '1/3 devices' }).waitFor();
  await editor.rollout(/^rollout hello\.desired-state\.yaml, waits for you before wave 2/).waitFor();
  expect(applied).toHaveLength(1);
});

test('its matrix shows each device and its components', async () => {
  await editor.run('Kanto: Show Rollout');
  const matrix = editor.page.frameLocator('iframe.webview.ready').frameLocator('iframe');
  await matrix.getByRole('rowheader', { name: 'edge:device-3 @ lab' }).waitFor();
  await matrix.getByRole('gridcell', { name: 'succeeded' }).waitFor();
  await matrix.getByRole('button', { name: 'Go On' }).waitFor();
  await editor.page.screenshot({ path: 'test-results/rollout-matrix.png' });
});

test('after a reload it stands still until somebody resumes it, and no device gets the manifest twice', async () => {
  await editor.reload();
  await editor.rollout(/^rollout hello\.desired-state\.yaml, paused · 1 of 3 done/).waitFor();
  expect(applied).toHaveLength(1);
  await editor.run('Kanto: Resume Rollout');
  await editor.press('Do Not Show Again', editor.notifications.filter({ hasText: '3 devices: 3 succeeded' }));
  await expect.poll(() => readFile(inject('settings'), 'utf8')).toContain('"rolloutEnd"');
  await editor.run('Kanto: Show Rollout');
  const matrix = editor.page.frameLocator('iframe.webview.ready').frameLocator('iframe');
  await matrix.getByText('ended · 3 succeeded').waitFor();
  expect(applied.toSorted()).toEqual(['edge:device-1', 'edge:device-2', 'edge:device-3']);
  await editor.page.screenshot({ path: 'test-results/rollout-end.png' });
});
