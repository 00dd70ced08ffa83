/** Direct mode as a person meets it, with the simulated device that has no things: plan, apply, cancel, refresh, drift. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changeSettings, copyOfExamples, Editor, launchBrowser } from './editor.ts';
import { story } from './story.ts';

const names = ['one', 'two', 'three', 'four', 'five', 'six'];
const several = `domains:
  - id: containers
    components:
${names.map((name) => `      - {id: ${name}, version: "1.0"}\n`).join('')}`;

let browser: Browser;
let folder: string;
let editor: Editor;

beforeAll(async () => {
  browser = await launchBrowser();
  folder = await copyOfExamples();
  await writeFile(join(folder, 'several.desired-state.yaml'), several);
  editor = await Editor.open(browser, folder);
});

afterAll(async () => {
  await browser.close();
  await changeSettings({});
});
story('direct', () => editor);

/** From the view without a device to one that runs nothing yet. */
async function startDevice(): Promise<void> {
  await editor.run('Kanto: Focus on Devices View');
  await editor.page.locator('.welcome-view').getByText('in direct mode').click();
  await editor.device(/^simulated device, simulated direct, connected/).waitFor();
  await editor.device(/^device deviceupdate, .*0 components/).click();
}

async function choose(command: string): Promise<void> {
  await editor.run(command);
  await editor.choice('deviceupdate').click();
}

/** A document wraps where the window ends. */
const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ');

test('the view without a device leads to one in direct mode, which tells what it runs without being asked', async () => {
  await startDevice();
  await editor.run('Kanto: Show Output');
});

test('its plan says when the device reported what it was made from', async () => {
  await editor.openFile('hello.desired-state.yaml');
  await choose('Kanto: Plan on Device…');
  await editor.page.locator('.tab.active', { hasText: 'Plan deviceupdate @ simulated direct' }).waitFor();
  const text = oneLine(await editor.seen());
  expect(text).toContain('2 to create');
  expect(text).toMatch(/Made at .* from what deviceupdate reported at .* before\)\. Nothing has been sent\./);
});

test('an apply goes from sent to COMPLETED, and is never called accepted', async () => {
  await editor.openFile('hello.desired-state.yaml');
  await choose('Kanto: Apply to Device…');
  await editor.output('→ apply deviceupdate @ simulated direct  deviceupdate/desiredstate').waitFor();
  await editor.output('✔ COMPLETED').waitFor();
  await editor.output('The device reports that it runs what was sent.').waitFor();
  expect(await editor.output('accepted').count()).toBe(0);
  await editor.device(/^component influxdb version 2\.7\.1/).waitFor();
  await editor.run('Notifications: Clear All Notifications');
});

test('who cancels ends the waiting alone: the device goes on, and a refresh shows where it came to', async () => {
  // The device waits for its owner: the update goes on as long as the test wants.
  await editor.page.close();
  await changeSettings({ 'kanto.simulator.ownerConsent': ['DOWNLOAD'] });
  editor = await Editor.open(browser, folder);
  await startDevice();
  await editor.run('Kanto: Show Output');
  await editor.openFile('several.desired-state.yaml');
  await choose('Kanto: Apply to Device…');
  const asked = editor.notifications.filter({ hasText: 'asks its owner' });
  await asked.waitFor();
  await editor.device(/^containers:one, identified/).waitFor();
  const progress = editor.notifications.filter({
    hasText: 'several.desired-state.yaml →',
    hasNotText: 'Planning',
  });
  await editor.press('Cancel', progress);
  await editor.notifications.filter({ hasText: 'Waiting was stopped' }).waitFor();
  await editor.press('Answer…', asked);
  await editor.dialog.getByRole('button', { name: 'Approve' }).click();
  await editor.device(/^component six version 1\.0/).waitFor();
  await editor.run('Notifications: Clear All Notifications');
  await choose('Kanto: Refresh Device State');
  await editor.output('✔ REFRESHED').waitFor();
});

test('drift is told against what was applied last, also where its end was not waited for', async () => {
  await choose('Kanto: Show Drift');
  await editor.page.locator('.tab.active', { hasText: 'Drift deviceupdate' }).waitFor();
  expect(oneLine(await editor.seen())).toMatch(/in sync: it runs what several\.desired-state\.yaml says/);
});

test('the reported state is shown as JSON, by its topic', async () => {
  await choose('Kanto: Show Reported State as JSON');
  await editor.page.locator('.tab.active', { hasText: 'deviceupdate.json' }).waitFor();
  expect(await editor.seen()).toContain('"currentstate": {');
});

test('no software is removed from a device without SoftwareUpdatable: it is not offered, and words say why', async () => {
  await editor.run('Kanto: Remove Software…');
  const picker = editor.page.locator('.quick-input-widget');
  await picker.getByPlaceholder('those in direct mode have no SoftwareUpdatable').waitFor();
  expect(await editor.choice('deviceupdate').count()).toBe(0);
  await editor.page.keyboard.press('Escape');
});
