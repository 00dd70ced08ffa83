/** Several devices that ask their owners at once: a person answers them alike, and sees first who asks for what. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { instantTiming } from '../../client/src/simulator/device.ts';
import { startSimulator } from '../../client/src/simulator/simulator.ts';
import { CleanUp } from '../integration/brokers.ts';
import { changeSettings, copyOfExamples, Editor, launchBrowser } from './editor.ts';
import { story } from './story.ts';

const cleanUp = new CleanUp();
let editor: Editor;

beforeAll(async () => {
  // They wait as long as it takes.
  const simulator = await startSimulator({ devices: 3, timing: instantTiming, ownerConsent: ['DOWNLOAD'] });
  cleanUp.add(() => simulator.stop());
  await changeSettings({
    'kanto.connections': [{ name: 'lab', url: simulator.url, devices: simulator.deviceIds }],
  });
  const browser = await launchBrowser();
  cleanUp.add(() => browser.close());
  editor = await Editor.open(browser, await copyOfExamples());
});

afterAll(async () => {
  await cleanUp.run();
  await changeSettings({});
});

story('owners', () => editor);

test('a rollout waits for them, they are approved in one answer, and it ends well', async () => {
  await editor.run('Kanto: Focus on Devices View');
  await editor.openFile('hello.desired-state.yaml');
  await editor.run('Kanto: Roll Out to Devices…');
  await editor.choice('edge:device-3').waitFor();
  await editor.takeAll('Roll Out to Devices: hello');
  await editor.choice('As I say…').click();
  await editor.answer('Waves: a number', '100%');
  await editor.answer('Between two waves', 'none');
  await editor.answer('Failures that are allowed', '0');
  await editor.answer('How many devices', '3');
  await editor.dialog.getByRole('button', { name: 'Roll Out' }).click();
  await editor.rollout(/3 devices waiting for the owner/).waitFor();
  await editor.run("Kanto: Answer Owner's Question…");
  await editor.takeAll("Answer Owner's Question");
  await editor.dialog.getByText('3 devices ask their owners before they go on').waitFor();
  await editor.dialog.getByText('Denied, the update ends there and nothing is changed.').waitFor();
  await editor.page.screenshot({ path: 'test-results/owners.png' });
  await editor.dialog.getByRole('button', { name: 'Approve for 3' }).click();
  await editor.rollout(/^rollout hello\.desired-state\.yaml, ended/).waitFor();
  expect(await editor.dialog.count()).toBe(0);
});
