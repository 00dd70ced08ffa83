/** What was sent, over a restart of the window: listed, compared, and undone by the ordinary way. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changeSettings, copyOfExamples, Editor, launchBrowser } from './editor.ts';
import { story } from './story.ts';

const first = 'first.desired-state.yaml';
const second = 'second.desired-state.yaml';
const secret = 'hush-hush-1';

const manifestOf = (id: string, ...config: readonly string[]) =>
  `domains:
  - id: containers
    components:
      - id: ${id}
        version: "1.0"
        config: [${config.map((it) => `{key: env, value: ${it}}`).join(', ')}]
`;

let editor: Editor;
let close: () => Promise<void>;
let folder: string;

beforeAll(async () => {
  await changeSettings({ 'kanto.simulator.startAutomatically': true });
  const browser = await launchBrowser();
  close = () => browser.close();
  folder = await copyOfExamples();
  await writeFile(join(folder, first), manifestOf('before', `DB_PASSWORD=${secret}`));
  await writeFile(join(folder, second), manifestOf('after'));
  editor = await Editor.open(browser, folder);
  await editor.run('Kanto: Focus on Devices View');
  await editor.device(/^device edge:device/).click();
});

afterAll(async () => {
  await close();
  await changeSettings({});
});

story('history', () => editor);

async function apply(file: string): Promise<void> {
  await editor.openFile(file);
  await editor.run('Kanto: Apply to Device…');
  await editor.choice('edge:device').click();
}

function completed(file: string): RegExp {
  return new RegExp(`^${file} → edge:device @ simulated, completed after`);
}

test('what is applied comes into the history', async () => {
  await editor.run('Kanto: Focus on History View');
  await apply(first);
  await editor.kept(completed(first)).waitFor();
  await apply(second);
  await editor.dialog.getByRole('button', { name: 'Apply and Destroy 1' }).click();
  await editor.kept(completed(second)).waitFor();
});

test('both are there after the window was loaded anew, and a filter finds one', async () => {
  await editor.reload();
  await editor.run('Kanto: Focus on History View');
  await editor.kept(completed(second)).waitFor();
  await editor.kept(completed(first)).waitFor();
  await editor.run('Kanto: Filter History…');
  const widget = editor.page.locator('.quick-input-widget', { hasText: 'Filter History' });
  const box = widget.locator('input[type="text"]');
  await box.fill('component:after');
  await editor.kept(completed(first)).waitFor({ state: 'detached' });
  await editor.kept(completed(second)).waitFor();
  await box.press('Escape');
  await editor.kept(completed(first)).waitFor();
});

test('a run of before is shown with all its messages, and without a secret', async () => {
  await editor.kept(new RegExp(`^${first}`)).click();
  await editor.page.locator('.tab.active', { hasText: `Run ${first}` }).waitFor();
  const seen = await editor.seen();
  expect(seen).toContain('begun');
  expect(seen).not.toContain(secret);
});

test('two runs are compared side by side', async () => {
  await editor.chooseFromMenu(editor.kept(new RegExp(`^${first}`)), 'Compare with…');
  await editor.choice(second).click();
  await editor.page.locator('.tab.active', { hasText: `Compare ${first} ↔ ${second}` }).waitFor();
  const sides = editor.page.locator('.monaco-diff-editor .view-lines');
  await expect.poll(async () => (await sides.allInnerTexts()).join(' ')).toContain('DB_PASSWORD');
  expect((await sides.allInnerTexts()).join(' ')).not.toContain(secret);
});

/** The simulated device of the new window is a new one, which runs nothing. */
test('the last one is undone, after the question has said what cannot come back', async () => {
  await editor.run('Kanto: Focus on History View');
  await editor.chooseFromMenu(editor.kept(new RegExp(`^${second}`)), 'Undo…');
  await editor.choice('state of edge:device at').click();
  await editor.dialog.getByText('What does not come back:').waitFor();
  await editor.dialog.getByRole('button', { name: /^Undo/ }).click();
  await editor.run('Kanto: Focus on Devices View');
  await editor.kept(/^Undo of .* completed after/).waitFor();
  await editor.device(/^device edge:device/).click();
  await editor.device(/^component before/).waitFor();
});

test('a run is sent again by the ordinary way, and exported without its secret', async () => {
  const before = editor.kept(new RegExp(`^${first}`));
  await editor.chooseFromMenu(before, 'Re-send…');
  await editor.notifications.filter({ hasText: `${first}: update of edge:device completed` }).waitFor();
  await expect.poll(() => before.count()).toBe(2);
  await editor.chooseFromMenu(before.first(), 'Export Runs as JSON…');
  const dialog = editor.page.locator('.quick-input-widget', { hasText: 'Export 1 run, with secrets masked' });
  const field = dialog.locator('.quick-input-box input');
  await expect.poll(() => field.inputValue()).toMatch(/kanto-history-.*\.json$/);
  await field.press('Enter');
  await editor.notifications.filter({ hasText: '1 run exported' }).waitFor();
  const file = (await readdir(folder)).find((it) => it.startsWith('kanto-history-')) ?? 'none';
  const exported = await readFile(join(folder, file), 'utf8');
  expect(exported).toContain('DB_PASSWORD=');
  expect(exported).not.toContain(secret);
});
