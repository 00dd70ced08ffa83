/** VS Code in German: what the extension shows there. VS Code's own texts stay English without its language pack. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { copyOfExamples, Editor, launchBrowser } from './editor.ts';
import { story } from './story.ts';

let browser: Awaited<ReturnType<typeof launchBrowser>>;
let editor: Editor;

beforeAll(async () => {
  browser = await launchBrowser();
  const size = { width: 1440, height: 900, pixelRatio: 1 };
  editor = await Editor.open(browser, await copyOfExamples(), size, 'de');
});

afterAll(() => browser.close());

story('german', () => editor);

/** Rows of the tree, by what a screen reader says of them. */
const row = (name: RegExp) => editor.page.getByRole('treeitem', { name });

test('commands have German titles, and the tree has German rows', async () => {
  await editor.run('Kanto: Simuliertes Gerät starten');
  await editor.run('Kanto: Focus on Geräte View');
  await row(/^simuliertes Gerät, simulated, verbunden/).waitFor();
  // Opened, so that what is beneath it is seen.
  await row(/^Gerät edge:device/).click();
});

test('a plan is told in German, in the tree and as a document', async () => {
  await editor.openFile('hello.desired-state.yaml');
  await editor.run('Kanto: Für Gerät planen…');
  await editor.choice('edge:device').click();
  await row(/^Plan von hello\.desired-state\.yaml/).waitFor();
  await editor.page.locator('.tab.active', { hasText: 'Plan edge:device @ simulated' }).waitFor();
  expect(await editor.seen()).toContain('# Plan von hello.desired-state.yaml für edge:device @ simulated');
  await editor.page.screenshot({ path: 'test-results/german.png' });
});
