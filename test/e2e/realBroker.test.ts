/** The way to a real broker: a connection with a password, added, refused, mended, and an update over it. */
import { readFile } from 'node:fs/promises';
import { afterAll, test as anyTest, beforeAll, expect, inject } from 'vitest';
import { mqttBus } from '../../client/src/simulator/bus.ts';
import { instantTiming, startDevice } from '../../client/src/simulator/device.ts';
import { CleanUp } from '../integration/brokers.ts';
import { hasMosquitto, startMosquitto } from '../integration/mosquitto.ts';
import { changeSettings, copyOfExamples, Editor, launchBrowser } from './editor.ts';

const test = anyTest.skipIf(!hasMosquitto);
const password = 'planted-secret-5128';
const cleanUp = new CleanUp();
let editor: Editor;
let url: string;

beforeAll(async () => {
  if (!hasMosquitto) return;
  const broker = await startMosquitto({ users: { ann: password, device: 'device' } });
  cleanUp.add(broker.kill);
  url = broker.url;
  const bus = mqttBus(url.replace('//', '//device:device@'));
  const device = await startDevice(bus, { timing: instantTiming });
  cleanUp.add(() => device.stop());
  const browser = await launchBrowser();
  cleanUp.add(() => browser.close());
  editor = await Editor.open(browser, await copyOfExamples());
});

afterAll(async () => {
  await editor?.page.screenshot({ path: 'test-results/real-broker-last.png' });
  await cleanUp.run();
  await changeSettings({});
});

test('Add Connection… asks step by step, then connects with the password that is typed', async () => {
  await editor.run('Kanto: Add Connection…');
  await editor.answer('Address of the MQTT broker', url);
  await editor.answer('Name', 'lab');
  await editor.answer('Ids of devices', '');
  await editor.answer('User at the broker', 'ann');
  await editor.answer('Password', 'wrong');
  await editor.notifications
    .filter({ hasText: 'password' })
    .getByRole('button', { name: 'Set Password…' })
    .click();
  await editor.answer('Password', password);
  await editor.run('Kanto: Focus on Devices View');
  await editor.device(/^connection lab, connected/).waitFor();
});

test('the device tells its id by itself, and an update of it reaches COMPLETED', async () => {
  await editor.device(/^device edge:device/).waitFor();
  await editor.run('Kanto: Show Output');
  await editor.openFile('hello.desired-state.yaml');
  await editor.run('Kanto: Apply to Device…');
  await editor.choice('edge:device').click();
  await editor.output('→ apply edge:device @ lab').waitFor();
  await editor.output('✔ COMPLETED').waitFor();
});

test('the settings hold the connection and not its password', async () => {
  const settings = await readFile(inject('settings'), 'utf8');
  expect(settings).toContain(url);
  expect(settings).not.toContain(password);
});
