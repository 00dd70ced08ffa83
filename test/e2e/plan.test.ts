/** What a person sees before an apply: the plan, the question about what is destroyed, and the plan again where it is stale. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changeSettings, copyOfExamples, Editor, launchBrowser } from './editor.ts';
import { story } from './story.ts';

const file = 'next.desired-state.yaml';

const manifestOf = (...components: readonly string[]) =>
  `domains:\n  - id: containers\n    components:\n${components.map((it) => `      - {${it}}\n`).join('')}`;
const influxdb = 'id: influxdb, version: "2.8.0"';
const telegraf = 'id: telegraf, version: "1.30"';

let editor: Editor;
let folder: string;
let close: () => Promise<void>;

beforeAll(async () => {
  await changeSettings({ 'kanto.simulator.startAutomatically': true });
  const browser = await launchBrowser();
  close = () => browser.close();
  folder = await copyOfExamples();
  await writeFile(join(folder, file), manifestOf(influxdb));
  await writeFile(
    join(folder, 'empty.desired-state.yaml'),
    'domains:\n  - id: containers\n    components: []\n',
  );
  editor = await Editor.open(browser, folder);
  await editor.run('Kanto: Focus on Devices View');
  await editor.device(/^device edge:device/).waitFor();
});

afterAll(async () => {
  await close();
  await changeSettings({});
});

story('plan', () => editor);

/** Waits until what stands behind the lines of the manifest is this; VS Code draws it by style sheets, not as text. */
async function marked(...expected: readonly string[]): Promise<void> {
  const lines = '.editor-group-container.active .editor-instance .view-line span';
  const styles = `[...document.querySelectorAll('${lines}')].map((it) => getComputedStyle(it, '::after').content)`;
  const drawn = async () =>
    (await editor.page.evaluate<readonly string[]>(styles)).filter((it) => it.includes('◂'));
  await expect.poll(drawn).toEqual(expected.map((it) => `"◂ ${it}"`));
}

async function apply(name: string): Promise<void> {
  await editor.openFile(name);
  await editor.run('Kanto: Apply to Device…');
  await editor.choice('edge:device').click();
}

test('an apply that destroys nothing is sent without a question', async () => {
  await editor.run('Kanto: Show Output');
  await apply('hello.desired-state.yaml');
  await editor.output('✔ COMPLETED').waitFor();
  await editor.output('? plan edge:device @ simulated').waitFor();
  // Of the device's own accord: nobody has asked it since.
  await editor.device(/^device edge:device.*in sync/).waitFor();
});

test('Plan on Device… shows a document: the sentence, and each row with its reasons', async () => {
  await editor.openFile(file);
  await editor.run('Kanto: Plan on Device…');
  await editor.choice('edge:device').click();
  await editor.page.locator('.tab.active', { hasText: 'Plan edge:device @ simulated' }).waitFor();
  const seen = await editor.seen();
  expect(seen).toContain('0 to create, 1 to replace, 0 to update, 1 to destroy');
  expect(seen).toContain('`containers:hello-world` destroy');
  expect(seen).toMatch(/`containers:influxdb` replace: .*\n {2}image changes from/);
});

test('the plan stands in the tree, beneath the device', async () => {
  await editor.device(/^device edge:device/).click();
  await editor.device(/^Plan of next\.desired-state\.yaml, 0 to create, 1 to replace/).waitFor();
  await editor.device(/^containers:hello-world, destroy/).waitFor();
});

test('the plan stands in the manifest, and vanishes with the next change', async () => {
  await editor.openFile(file);
  await marked('destroy: containers:hello-world', 'replace: image, env, port');
  await editor.goTo(1, 1);
  await editor.page.keyboard.type('# changed');
  await editor.page.keyboard.press('Enter');
  await marked();
  await editor.device(/^Plan of next\.desired-state\.yaml, stale/).waitFor();
  await editor.run('File: Revert File');
});

test('an apply that destroys asks, by the names of device, connection and what is lost', async () => {
  await apply(file);
  await editor.dialog.getByText(`${file} destroys 1 component of edge:device @ simulated.`).waitFor();
  await editor.dialog.getByText('containers:hello-world').waitFor();
});

test('a manifest that changes before the answer is planned and asked about again: what was agreed to is not sent', async () => {
  await writeFile(join(folder, file), manifestOf(telegraf));
  await editor.page.locator('.editor-instance .view-line', { hasText: 'telegraf' }).waitFor();
  await editor.dialog.getByRole('button', { name: 'Apply and Destroy 1' }).click();
  await editor.dialog.getByText('The manifest has changed since it was planned.').waitFor();
  await editor.dialog.getByText(`${file} destroys 2 components`).waitFor();
  await editor.dialog.getByRole('button', { name: 'Cancel' }).click();
  await editor.dialog.waitFor({ state: 'detached' });
  await editor.device(/^component influxdb version 2\.7\.1/).waitFor();
});

test('who hits Enter at the question sees the plan, and nothing is sent or destroyed', async () => {
  await apply(file);
  await editor.dialog.getByText(`${file} destroys 2 components`).waitFor();
  await editor.page.keyboard.press('Enter');
  await editor.page.locator('.tab.active', { hasText: 'Plan edge:device @ simulated' }).waitFor();
  await editor.notifications.getByRole('button', { name: 'Do Not Send' }).click();
  await editor.page.locator('.statusbar-item', { hasText: 'is not sent' }).waitFor({ state: 'detached' });
  await editor.device(/^component influxdb version 2\.7\.1/).waitFor();
});

test('who looks at the plan first is asked again, and what was agreed to is applied', async () => {
  await apply(file);
  await editor.dialog.getByRole('button', { name: 'Show Plan' }).click();
  await editor.page.locator('.tab.active', { hasText: 'Plan edge:device @ simulated' }).waitFor();
  await editor.notifications.filter({ hasText: 'has not been sent' }).waitFor();
  // Longer on the screen than the notification.
  await editor.page.locator('.statusbar-item', { hasText: `${file} is not sent: go on…` }).waitFor();
  await editor.notifications.getByRole('button', { name: 'Go On…' }).click();
  await editor.dialog.getByRole('button', { name: 'Apply and Destroy 2' }).click();
  await editor.device(/^component telegraf version 1\.30/).waitFor();
  await editor.device(/^component influxdb/).waitFor({ state: 'detached' });
});

test('Show Drift compares the device with what was applied last', async () => {
  await editor.run('Kanto: Show Drift');
  await editor.choice('edge:device').click();
  await editor.page.locator('.tab.active', { hasText: 'Drift edge:device @ simulated' }).waitFor();
  expect(await editor.seen()).toContain(`edge:device is in sync: it runs what ${file} says.`);
});

test('what leaves nothing on the device needs its id to be typed', async () => {
  await apply('empty.desired-state.yaml');
  await editor.dialog.getByRole('button', { name: 'Apply and Destroy 1' }).click();
  await editor.answer('Type its id', 'edge:device');
  await editor.device(/^component telegraf/).waitFor({ state: 'detached' });
});
