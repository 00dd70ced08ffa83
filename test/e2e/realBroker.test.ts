/** The way to a real broker: a connection with a password, added, refused, mended, and an update over it. */
import { X509Certificate } from 'node:crypto';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, test as anyTest, beforeAll, expect, inject } from 'vitest';
import { mqttBus } from '../../client/src/simulator/bus.ts';
import { instantTiming, startDevice } from '../../client/src/simulator/device.ts';
import { CleanUp } from '../integration/brokers.ts';
import { makeCertificates } from '../integration/certificates.ts';
import { hasMosquitto, startMosquitto } from '../integration/mosquitto.ts';
import { changeSettings, copyOfExamples, Editor, launchBrowser } from './editor.ts';
import { story } from './story.ts';

const test = anyTest.skipIf(!hasMosquitto);
const password = 'planted-secret-5128';
/** What a workspace might try: a connection of its own, and another host for one of the user's. */
const workspaceSettings = {
  'kanto.connections': [
    { name: 'evil', url: 'mqtt://127.0.0.1:1' },
    { name: 'lab', url: 'mqtt://127.0.0.1:1', username: 'ann' },
  ],
};
const cleanUp = new CleanUp();
let editor: Editor;
let url: string;
/** Gives the second broker another certificate. */
let renew: () => Promise<void>;

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
  const folder = await copyOfExamples();
  await mkdir(join(folder, '.vscode'));
  await writeFile(join(folder, '.vscode/settings.json'), JSON.stringify(workspaceSettings));
  editor = await Editor.open(browser, folder);
});

afterAll(async () => {
  await cleanUp.run();
  await changeSettings({});
});

story('real-broker', () => editor);

test('Add Connection… asks step by step, and tests the connection before it is saved', async () => {
  await editor.run('Kanto: Add Connection…');
  await editor.answer('Address of the MQTT broker', url);
  await editor.answer('Name', 'lab');
  await editor.answer('User at the broker', 'ann');
  await editor.answer('Password of the user', 'wrong');
  await editor.answer('Ids of devices', '');
  await editor.choice('Test and Save').click();
  await editor.dialog.getByText('The connection lab does not work yet.').waitFor();
  await editor.dialog.getByText('(user "ann")').first().waitFor();
  expect(await readFile(inject('settings'), 'utf8')).not.toContain(url);
});

test('the way back leads to every field, and what works is saved and connected', async () => {
  await editor.dialog.getByRole('button', { name: 'Go Back' }).click();
  await editor.choice('Password').click();
  await editor.answer('Password of the user', password);
  await editor.choice('Test and Save').click();
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

test('the certificate of a second broker is shown, and accepted for its connection alone', async () => {
  const folder = await mkdtemp(join(inject('scratch'), 'certificates-'));
  const { selfSigned, server } = await makeCertificates(folder);
  const secure = await startMosquitto({ scheme: 'mqtts', tls: selfSigned });
  renew = async () => {
    await secure.kill();
    const renewed = await startMosquitto({ scheme: 'mqtts', tls: server, port: secure.port });
    cleanUp.add(renewed.kill);
  };
  await editor.run('Kanto: Add Connection…');
  await editor.answer('Address of the MQTT broker', secure.url);
  await editor.answer('Name', 'secure');
  await editor.answer('User at the broker', '');
  await editor.answer('Ids of devices', '');
  await editor.choice('Test and Save').click();
  await editor.dialog.getByText('SHA-256 fingerprint').waitFor();
  await editor.dialog.getByRole('button', { name: 'Accept This Certificate' }).click();
  await editor.run('Kanto: Focus on Devices View');
  await editor.device(/^connection secure, connected/).waitFor();
  await editor.device(/^connection lab, connected/).waitFor();
  const { fingerprint256 } = new X509Certificate(await readFile(selfSigned.certFile));
  expect(await readFile(inject('settings'), 'utf8')).toContain(fingerprint256);
});

test('another certificate than the accepted one is refused, until a person has looked at it', async () => {
  await renew();
  await editor.device(/^connection secure, offline/).waitFor();
  await editor.notifications
    .filter({ hasText: 'secure is offline, and is not tried again' })
    .getByRole('button', { name: 'Connect' })
    .click();
  await editor.notifications.getByRole('button', { name: 'Show Certificate…' }).click();
  await editor.dialog.getByText('Accepted was').waitFor();
  await editor.dialog.getByText('somebody may stand between').waitFor();
  await editor.dialog.getByRole('button', { name: 'Accept This Certificate' }).click();
  await editor.device(/^connection secure, connected/).waitFor();
});

test('a file of the workspace adds no connection and aims none', async () => {
  expect(await editor.device(/^connection (evil|lab)/).count()).toBe(1);
  expect(await editor.device(/evil/).count()).toBe(0);
});

test('Edit Connection… tests with the stored password, and does not ask for it', async () => {
  await editor.run('Kanto: Edit Connection…');
  await editor.choice('lab').click();
  await editor.choice('Protected').click();
  await editor.choice('Always ask').click();
  await editor.choice('Test and Save').click();
  await editor.page.locator('.pane-body', { hasText: 'protected' }).first().waitFor();
  await editor.device(/^connection lab, connected/).waitFor();
  expect(await readFile(inject('settings'), 'utf8')).toContain('"protected": true');
});

test('Duplicate Connection… takes no password over: it is asked for the new name', async () => {
  await editor.run('Kanto: Duplicate Connection…');
  await editor.choice('lab').click();
  await editor.choice('Test and Save').click();
  await editor.answer('Password for lab 2', password);
  await editor.device(/^connection lab 2, connected/).waitFor();
});

test('Remove Connection… says what goes with it, and the password is gone as well', async () => {
  await editor.run('Kanto: Remove Connection…');
  await editor.choice('lab 2').click();
  await editor.dialog.getByText('Remove the connection lab 2?').waitFor();
  await editor.dialog.getByRole('button', { name: 'Remove' }).click();
  await editor.device(/^connection lab 2/).waitFor({ state: 'detached' });
  await editor.run('Kanto: Remove Connection…');
  await editor.choice('lab').click();
  await editor.dialog.getByText('Remove the connection lab?').waitFor();
  await editor.dialog.getByText('the password, where one is stored').first().waitFor();
  await editor.dialog.getByRole('button', { name: 'Remove' }).click();
  await editor.device(/^connection lab/).waitFor({ state: 'detached' });
  await editor.run('Kanto: Add Connection…');
  await editor.answer('Address of the MQTT broker', url);
  await editor.answer('Name', 'lab');
  await editor.answer('User at the broker', 'ann');
  await editor.answer('Password of the user', '');
  await editor.answer('Ids of devices', '');
  await editor.choice('Test and Save').click();
  await editor.answer('Password for lab', password);
  await editor.device(/^connection lab, connected/).waitFor();
});
