/** Takes the pictures of the documentation anew: `npm test -- --screenshots e2e`. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, test } from 'vitest';
import { instantTiming } from '../../client/src/simulator/device.ts';
import { startSimulator } from '../../client/src/simulator/simulator.ts';
import { changeSettings, copyOfExamples, Editor, launchBrowser } from './editor.ts';

const folder = 'docs/images';
/** Of the walkthrough: they ship with the extension, so they are small. */
const walkthrough = 'resources/walkthrough';

/** Away with what only the browser's VS Code shows and with what is half there, and a quiet typeface where the machine has it. */
const style = `
  [id="status.workbench.keyboardLayout"], [id="status.forwardedPorts"], [id="status.host"] { display: none !important }
  .fade-in { animation: none !important }
  .monaco-workbench.linux { font-family: Inter, system-ui, sans-serif }
`;

/** What comes after `hello.desired-state.yaml`: a newer database, something new, and no greeting any more. */
const next = `# The next release of the gateway.
domains:
  - id: containers
    components:
      - id: influxdb
        version: "2.8.0"
        config:
          - key: image
            value: docker.io/library/influxdb:2.8.0
          - key: port
            value: "8086:8086"
          - key: env
            value: INFLUXD_LOG_LEVEL=info

      - id: telegraf
        version: "1.30"
        config:
          - key: image
            value: docker.io/library/telegraf:1.30
`;

/** How VS Code looks in the pictures. */
const settings = {
  '[log]': { 'editor.fontSize': 12, 'editor.lineHeight': 0, 'editor.wordWrap': 'off' },
  'breadcrumbs.enabled': false,
  'editor.fontFamily': "'JetBrains Mono', monospace",
  'editor.fontLigatures': false,
  'editor.fontSize': 12,
  'editor.minimap.enabled': false,
  'editor.renderLineHighlight': 'none',
  'editor.scrollBeyondLastLine': false,
  'kanto.simulator.startAutomatically': true,
  'window.menuBarVisibility': 'hidden',
  'workbench.layoutControl.enabled': false,
};
const size = { width: 1520, height: 950, pixelRatio: 1.5 };

let browser: Awaited<ReturnType<typeof launchBrowser>>;
let examples: string;
let editor: Editor;
let features: Editor;

beforeAll(async () => {
  await mkdir(folder, { recursive: true });
  await mkdir(walkthrough, { recursive: true });
  await changeSettings(settings);
  browser = await launchBrowser();
  examples = await copyOfExamples();
  await writeFile(join(examples, 'next.desired-state.yaml'), next);
  editor = await Editor.open(browser, examples, size);
  await editor.page.addStyleTag({ content: style });
  features = await Editor.open(browser, await copyOfExamples(), {
    width: 960,
    height: 700,
    pixelRatio: 1.5,
  });
  await features.page.addStyleTag({ content: style });
  await features.run('View: Toggle Primary Side Bar Visibility');
});

afterAll(async () => {
  await browser.close();
  await changeSettings({});
});

test('overview: a manifest with diagnostics, the device tree, the output of an applied update', async () => {
  await editor.run('Kanto: Focus on Devices View');
  await editor.moveSideBarEdge(60);
  await editor.device(/^device edge:device/).click();
  await editor.run('Kanto: Show Output');
  await editor.movePanelEdge(-10);
  await editor.openFile('hello.desired-state.yaml');
  await editor.run('Kanto: Apply to Device…');
  await editor.choice('edge:device').click();
  await editor.output('✔ COMPLETED').waitFor();
  await editor.run('Notifications: Clear All Notifications');
  await editor.openFile('with-mistakes.desired-state.yaml');
  await editor.squiggles('error').first().waitFor();
  await editor.page.locator('.editor-instance .view-line').getByText('memory', { exact: true }).click();
  await editor.page.keyboard.press('F8');
  await editor.page.locator('.marker-widget', { hasText: '512M' }).waitFor();
  await editor.page.screenshot({ path: `${folder}/overview.png` });
  await detail(editor, 'device', { x: 0, y: 0 });
});

/** A part of the window for the walkthrough. */
async function detail(
  { page }: Editor,
  name: string,
  place: { x: number; y: number; width?: number },
): Promise<void> {
  const clip = { width: 550, height: 360, ...place };
  await page.screenshot({ path: `${walkthrough}/${name}.png`, clip, scale: 'css' });
}

test('plan: what an apply would do, in the tree, in the manifest and as a document', async () => {
  await editor.run('View: Hide Panel');
  await editor.run('View: Close All Editors');
  await editor.openFile('next.desired-state.yaml');
  await editor.run('Kanto: Plan on Device…');
  await editor.choice('edge:device').click();
  await editor.page.locator('.tab.active', { hasText: 'Plan edge:device @ simulated' }).waitFor();
  await editor.run('View: Move Editor into Right Group');
  await editor.device(/^containers:hello-world, destroy/).waitFor();
  await editor.run('Notifications: Clear All Notifications');
  await editor.page.screenshot({ path: `${folder}/plan.png` });
  await detail(editor, 'plan', { x: 964, y: 30 });
});

test('doctor: a connection tested link by link', async () => {
  await editor.run('View: Close All Editors');
  await editor.run('Kanto: Test Connection');
  await editor.page.locator('.editor-instance .view-line').getByText('It works', { exact: false }).waitFor();
  await editor.run('Notifications: Clear All Notifications');
  await editor.page.screenshot({ path: `${folder}/doctor.png` });
  await detail(editor, 'reach', { x: 408, y: 30 });
});

test('run: an update that waits for its owner, in the tree, at each component and as a document', async () => {
  // Settings hold for windows that are opened afterwards; a device that asks stands still for the picture.
  await changeSettings({ ...settings, 'kanto.simulator.ownerConsent': ['ACTIVATE'] });
  const waiting = await Editor.open(browser, examples, size);
  await waiting.page.addStyleTag({ content: style });
  await waiting.run('Kanto: Focus on Devices View');
  await waiting.moveSideBarEdge(60);
  await waiting.device(/^device edge:device/).click();
  await waiting.openFile('next.desired-state.yaml');
  await waiting.run('Kanto: Apply to Device…');
  await waiting.choice('edge:device').click();
  await waiting.page.locator('.statusbar-item', { hasText: 'edge:device asks: ACTIVATE?' }).waitFor();
  await waiting.run('Kanto: Show Run…');
  await waiting.choice('next.desired-state.yaml').click();
  await waiting.page.locator('.tab.active', { hasText: 'Run next.desired-state.yaml' }).waitFor();
  await waiting.run('View: Move Editor into Right Group');
  await waiting.run('Notifications: Clear All Notifications');
  await waiting.page.screenshot({ path: `${folder}/run.png` });
  await detail(waiting, 'apply', { x: 48, y: 30, width: 700 });
});

/** Opens a file; the pointer, which the list of files has led onto a tab, goes where it shows nothing. */
async function show(file: string): Promise<void> {
  await features.openFile(file);
  await features.page.mouse.move(250, 10);
  await features.page.locator('.workbench-hover').waitFor({ state: 'detached' });
}

const picture = (name: string) => features.page.screenshot({ path: `${folder}/${name}.png` });

test('fixes: what the light bulb offers for a mistake', async () => {
  await show('with-mistakes.desired-state.yaml');
  await features.squiggles('error').first().waitFor();
  await features.goTo(20, 22);
  await features.openFixes();
  await picture('fixes');
  await detail(features, 'check', { x: 60, y: 250, width: 640 });
  await features.page.keyboard.press('Escape');
});

test('hover: a port mapping in words', async () => {
  await show('influxdb.desired-state.json');
  await features.goTo(18, 46);
  await features.run('Show or Focus Hover');
  await features.hover.filter({ hasText: 'Port 8086 of the device' }).waitFor();
  await picture('hover');
  await features.page.keyboard.press('Escape');
});

test('completion: the keys of a container, each explained', async () => {
  await show('hello.desired-state.yaml');
  await features.goTo(15, 42);
  await features.page.keyboard.press('Enter');
  await features.page.keyboard.press('Backspace');
  await features.page.keyboard.type('- key: ');
  await features.suggestion('restartPolicy').waitFor();
  await features.page.keyboard.press('Control+Space');
  await features.page.locator('.suggest-details').waitFor();
  await picture('completion');
  await detail(features, 'write', { x: 180, y: 260, width: 780 });
  await features.page.keyboard.press('Escape');
});

test('rename: a component and what speaks of it', async () => {
  await show('influxdb.desired-state.json');
  await features.goTo(14, 20);
  await features.page.keyboard.press('F2');
  const box = features.page.locator('.monaco-editor.rename-box input');
  await box.waitFor();
  await box.fill('database');
  await features.page.keyboard.press('ControlOrMeta+Enter');
  await features.page.locator('.bulk-edit-panel .monaco-list-row', { hasText: 'containers:' }).waitFor();
  await picture('rename');
});

test('history: what was sent, and two runs compared', async () => {
  await editor.run('View: Close All Editors');
  await editor.run('Kanto: Focus on History View');
  const ended = editor.kept(/completed after/);
  // That of the overview.
  await ended.first().waitFor();
  for (const file of ['next.desired-state.yaml', 'hello.desired-state.yaml']) {
    const before = await ended.count();
    await editor.openFile(file);
    await editor.run('Kanto: Apply to Device…');
    await editor.choice('edge:device').click();
    await editor.dialog.getByRole('button', { name: 'Apply and Destroy' }).click();
    await ended.nth(before).waitFor();
  }
  await editor.run('View: Close All Editors');
  await editor.chooseFromMenu(editor.kept(/next\.desired-state/).first(), 'Compare with…');
  await editor.choice('hello.desired-state.yaml').click();
  await editor.page.locator('.tab.active', { hasText: 'Compare' }).waitFor();
  await editor.page.locator('.monaco-diff-editor .view-line').getByText('Plan:').first().waitFor();
  await editor.run('Notifications: Clear All Notifications');
  // Off the tab, which would tell where it is from.
  await editor.page.mouse.move(size.width / 2, size.height / 2);
  await editor.page.locator('.workbench-hover').waitFor({ state: 'detached' });
  await editor.page.screenshot({ path: `${folder}/history.png` });
});

test('walkthrough: the first steps, in the colours of high contrast too', async () => {
  await editor.run('View: Close All Editors');
  await editor.run('View: Toggle Primary Side Bar Visibility');
  await editor.run('Welcome: Open Walkthrough...');
  await editor.choice('Get Started with Kanto Manifests').click();
  const steps = editor.page.locator('.getting-started-step');
  await steps.first().waitFor();
  await editor.page.screenshot({ path: `${folder}/walkthrough.png` });
  await changeSettings({ ...settings, 'workbench.colorTheme': 'Default High Contrast' });
  const dark = await Editor.open(browser, examples, size);
  await dark.page.addStyleTag({ content: style });
  await dark.run('Kanto: Focus on Devices View');
  await dark.device(/^device edge:device/).click();
  await dark.openFile('with-mistakes.desired-state.yaml');
  await dark.squiggles('error').first().waitFor();
  await dark.page.screenshot({ path: 'test-results/highContrast.png' });
});

test('rollout: one manifest to many devices, before its last wave', async () => {
  const simulator = await startSimulator({ devices: 16, timing: instantTiming });
  try {
    const lab = { name: 'plant', url: simulator.url, devices: simulator.deviceIds };
    await changeSettings({
      ...settings,
      'kanto.simulator.startAutomatically': false,
      'kanto.connections': [lab],
    });
    const rollout = await Editor.open(browser, await copyOfExamples(), size);
    await rollout.page.addStyleTag({ content: style });
    await rollout.run('Kanto: Focus on Devices View');
    await rollout.moveSideBarEdge(60);
    await rollout.openFile('hello.desired-state.yaml');
    await rollout.run('Kanto: Roll Out to Devices…');
    await rollout.takeAll('Roll Out to Devices: hello');
    await rollout.choice('Carefully').click();
    await rollout.dialog.getByRole('button', { name: 'Roll Out' }).click();
    await rollout.press('Go On', rollout.notifications.filter({ hasText: 'Go on with wave 2?' }));
    await rollout.notifications.filter({ hasText: 'Go on with wave 3?' }).waitFor();
    await rollout.run('Kanto: Show Rollout');
    const matrix = rollout.page.frameLocator('iframe.webview.ready').frameLocator('iframe');
    await matrix.getByText('11 of 16 done').waitFor();
    await rollout.page.screenshot({ path: `${folder}/rollout.png` });
  } finally {
    await simulator.stop();
  }
});
