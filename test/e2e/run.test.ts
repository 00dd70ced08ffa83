/** What a person sees of an update that goes on, how it ended, and the record of it. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changeSettings, copyOfExamples, Editor, launchBrowser } from './editor.ts';
import { story } from './story.ts';

const file = 'several.desired-state.yaml';
const several = `domains:
  - id: containers
    components:
      - {id: one, version: "1.0"}
      - {id: two, version: "2.0"}
      - {id: three, version: "3.0"}
`;

let editor: Editor;
let folder: string;
let browser: Awaited<ReturnType<typeof launchBrowser>>;
let close: () => Promise<void>;

beforeAll(async () => {
  await changeSettings({ 'kanto.simulator.startAutomatically': true });
  browser = await launchBrowser();
  close = () => browser.close();
  folder = await copyOfExamples();
  await writeFile(join(folder, file), several);
  editor = await Editor.open(browser, folder);
  await editor.run('Kanto: Focus on Devices View');
  await editor.device(/^device edge:device/).click();
});

afterAll(async () => {
  await close();
  await changeSettings({});
});

story('run', () => editor);

/** Waits until so many lines of the manifest have such a mark; VS Code draws it by style sheets, not as text. */
async function marked(words: RegExp, number: number): Promise<void> {
  const lines = '.editor-group-container.active .editor-instance .view-line span';
  const styles = `[...document.querySelectorAll('${lines}')].map((it) => getComputedStyle(it, '::after').content)`;
  const drawn = async () => (await editor.page.evaluate<readonly string[]>(styles)).flatMap(markOf);
  await expect.poll(drawn).toEqual(Array(number).fill(expect.stringMatching(words)));
}

const markOf = (style: string) => (style.startsWith('"◂ ') ? [style.slice(3, -1)] : []);

test('an update that goes on stands beneath its device, component by component', async () => {
  await editor.openFile(file);
  await editor.run('Kanto: Apply to Device…');
  await editor.choice('edge:device').click();
  await editor.device(/^update several\.desired-state\.yaml, \d of 3 done/).waitFor();
  await editor.device(/^containers:two, (identified|download|updat)/).waitFor();
  await marked(/^(identified|downloading|downloaded|updating|updated)$/, 3);
  await editor.page
    .locator('.statusbar-item', { hasText: /several\.desired-state\.yaml: \d of 3 done/ })
    .waitFor();
  await editor.page.screenshot({ path: 'test-results/run-going.png' });
});

test('what became of each component stays in the manifest', async () => {
  await marked(/^updated$/, 3);
});

test('one notification tells the end, and leads to the run', async () => {
  await editor.notifications.filter({ hasText: 'completed' }).waitFor();
  expect(await editor.notifications.count()).toBe(1);
  await editor.page.screenshot({ path: 'test-results/run-end.png' });
  await editor.notifications.getByRole('button', { name: 'Show Run' }).click();
  await editor.page.locator('.tab.active', { hasText: `Run ${file} → edge:device @ simulated.md` }).waitFor();
  expect(await editor.seen()).toContain(
    'several.desired-state.yaml: update of edge:device completed (COMPLETED after',
  );
  await editor.page.screenshot({ path: 'test-results/run-document.png' });
});

test('a device that asks its owner waits for the answer of a person; denied, it ends the update', async () => {
  // Settings hold for windows that are opened afterwards.
  await changeSettings({
    'kanto.simulator.startAutomatically': true,
    'kanto.simulator.ownerConsent': ['UPDATE'],
  });
  editor = await Editor.open(browser, folder);
  await editor.run('Kanto: Focus on Devices View');
  await editor.device(/^device edge:device, 0 components/).click();
  await editor.openFile(file);
  await editor.run('Kanto: Apply to Device…');
  await editor.choice('edge:device').click();
  const asked = editor.notifications.filter({ hasText: 'edge:device @ simulated asks its owner' });
  await asked.waitFor();
  await editor.page.locator('.statusbar-item', { hasText: 'edge:device asks: UPDATE?' }).waitFor();
  await asked.getByRole('button', { name: 'Answer…' }).click();
  await editor.dialog.getByText('Denied, the device takes back what it has prepared.').waitFor();
  await editor.page.screenshot({ path: 'test-results/run-consent.png' });
  await editor.dialog.getByRole('button', { name: 'Deny' }).click();
  await editor.notifications.filter({ hasText: 'The owner denied UPDATE; nothing was changed' }).waitFor();
});
