/** The way to a device behind an Eclipse Hono, as a person goes it: guided, tested, applied over, and told what is wrong. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { CleanUp } from '../integration/brokers.ts';
import { connectDevice, type HonoDevice } from '../integration/deviceBehindHono.ts';
import { createHonoMqttAdapter } from '../integration/honoMqttAdapter.ts';
import { type HonoServer, startHono, tenant } from '../integration/honoServer.ts';
import { listenOn } from '../integration/servers.ts';
import { changeSettings, copyOfExamples, Editor, launchBrowser } from './editor.ts';
import { story } from './story.ts';

const password = 'planted-secret-7340';
const user = 'consumer@HONO';
const cleanUp = new CleanUp();
let editor: Editor;
let hono: HonoServer;
let device: HonoDevice;
/** Of its MQTT adapter. */
let adapterUrl: string;

beforeAll(async () => {
  const atEnd = (end: () => Promise<void> | void) => cleanUp.add(async () => end());
  hono = await startHono({ users: { [user]: password } }, atEnd);
  device = await connectDevice(hono, {}, atEnd);
  const adapter = createHonoMqttAdapter({ username: `sensor1@${tenant}`, password });
  adapterUrl = `mqtt://127.0.0.1:${(await listenOn(adapter.server, atEnd)).port}`;
  const browser = await launchBrowser();
  cleanUp.add(() => browser.close());
  editor = await Editor.open(browser, await copyOfExamples());
});

afterAll(async () => {
  await cleanUp.run();
  await changeSettings({});
});

story('hono', () => editor);

const screenshot = (name: string) => editor.page.screenshot({ path: `test-results/hono-${name}.png` });
const question = () => editor.page.locator('.quick-input-widget');

test('who names the MQTT adapter of the sandbox is told where it is typed, with the address that is meant', async () => {
  await editor.run('Kanto: Add Connection…');
  await question().locator('input[type="text"]').fill('mqtts://hono.eclipseprojects.io:8883');
  await question().getByText('commands cannot be published there').waitFor();
  await question().getByText('amqps://hono.eclipseprojects.io:15671').waitFor();
  await screenshot('sandbox');
  await editor.page.keyboard.press('Escape');
  await question().waitFor({ state: 'hidden' });
});

test('another MQTT adapter is told from a broker when the connection is tested', async () => {
  await editor.run('Kanto: Add Connection…');
  await editor.answer('Address of the MQTT broker', adapterUrl);
  await editor.answer('Name, shown in the tree', 'adapter');
  await editor.answer('User at the broker', `sensor1@${tenant}`);
  await editor.answer('Password of the user', password);
  await editor.answer('Ids of devices', '');
  await editor.choice('Test and Save').waitFor();
  await editor.page.keyboard.press('Enter'); // the way on without a mouse
  await editor.dialog.getByText('commands cannot be published there').waitFor();
  await screenshot('adapter');
  await editor.page.keyboard.press('Escape');
  await editor.dialog.waitFor({ state: 'hidden' });
});

test('Add Connection… asks for the tenant, and whether events are taken from others, and tests before it saves', async () => {
  await editor.run('Kanto: Add Connection…');
  await editor.answer('Address of the MQTT broker', hono.url);
  await editor.answer('Name, shown in the tree', 'cloud');
  await editor.answer('Tenant at Hono', tenant);
  await editor.answer('User of an application at Hono', user);
  await editor.answer('Password of the user', 'wrong');
  await editor.answer('Ids of devices', 'edge:device');
  await question().locator('input[placeholder*="Other consumers of the tenant then miss it"]').waitFor();
  await screenshot('receive');
  await editor.choice('How updates go on and end').click();
  await editor.choice('Test and Save').click();
  await editor.dialog.getByText('Hono refuses user or password').waitFor();
  expect(await readFile(inject('settings'), 'utf8')).not.toContain(hono.url);
  await editor.dialog.getByRole('button', { name: 'Go Back' }).click();
  await editor.choice('Password').click();
  await editor.answer('Password of the user', password);
  await screenshot('review');
  await editor.choice('Test and Save').click();
  await editor.run('Kanto: Focus on Devices View');
  await editor.device(/^connection cloud, connected, 1 device/).waitFor();
  expect(await readFile(inject('settings'), 'utf8')).not.toContain(password);
});

test('an apply is planned first and reaches COMPLETED, and its address is the one at Hono', async () => {
  await editor.run('Kanto: Show Output');
  await editor.openFile('hello.desired-state.yaml');
  await editor.run('Kanto: Apply to Device…');
  await editor.choice('edge:device').click();
  await editor.output(`→ apply edge:device @ cloud  command/${tenant}/edge:device`).waitFor();
  await editor.output('✔ COMPLETED').waitFor();
  await editor.device(/^device edge:device, .*in sync/).waitFor();
  await screenshot('applied');
});

test('Test Connection goes link by link to the device, over the connection that is open', async () => {
  const connections = hono.open;
  await editor.run('View: Hide Panel');
  await editor.chooseFromMenu(editor.device(/^device edge:device/), 'Test Connection');
  await editor.page.locator('.tab.active', { hasText: 'Test of cloud' }).waitFor();
  await expect
    .poll(() => editor.seen())
    .toContain('It works: the device can be updated over this connection.');
  const seen = await editor.seen();
  for (const step of [
    'Messaging network',
    'Responses',
    'Commands',
    'Events',
    'Subscribed devices',
    'Domains',
  ])
    expect(seen).toContain(`✔ **${step}**`);
  expect(hono.open).toBe(connections);
  await screenshot('doctor');
});

test('a device that is not connected is told in words, and nothing is queued for it', async () => {
  device.disconnect();
  await editor.chooseFromMenu(editor.device(/^device edge:device/), 'Refresh Device State');
  await editor.notifications.filter({ hasText: 'edge:device is not connected to Hono' }).waitFor();
  await screenshot('released');
  device.connect();
});

test('without events the row says so, and what then cannot be heard is said, not waited for', async () => {
  await editor.run('Notifications: Clear All Notifications');
  await editor.run('Kanto: Edit Connection…');
  await editor.choice('Receive').click();
  await editor.choice('answers only').click();
  await editor.choice('Test and Save').click();
  await editor.device(/^connection cloud, connected, answers only/).waitFor();
  await editor.chooseFromMenu(editor.device(/^device edge:device/), 'Refresh Device State');
  await editor.notifications.filter({ hasText: 'receives no events' }).waitFor();
  await screenshot('answers-only');
});
