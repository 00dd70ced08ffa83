/** What a writer of manifests sees and does, with keys and mouse, in YAML in blocks, in flow style, and in JSON. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { copyOfExamples, Editor, launchBrowser } from './editor.ts';
import { story } from './story.ts';

let editor: Editor;
let close: () => Promise<void>;

/** Containers in blocks, each in a line or more. */
const inBlocks = (...components: readonly string[]) => [
  'domains:',
  '  - id: containers',
  '    components:',
  ...components.map((it) => `      ${it}`),
];

/** The manifests of the tests, by name: in the folder before it is opened, so that the search for files has them. */
const written = new Map<string, readonly string[]>();

beforeAll(async () => {
  const folder = await copyOfExamples();
  await mkdir(join(folder, '.vscode'));
  await writeFile(
    join(folder, '.vscode/settings.json'),
    '{"kanto.rules": {"config-key-unknown": "warning"}}',
  );
  for (const [name, lines] of written) await writeFile(join(folder, name), lines.join('\n').replace('‸', ''));
  const browser = await launchBrowser();
  close = () => browser.close();
  editor = await Editor.open(browser, folder);
});

beforeEach(async () => {
  // Whatever the test before left open.
  await editor.page.keyboard.press('Escape');
  await editor.page.keyboard.press('Escape');
});

afterAll(async () => {
  await close();
});
story('language-features', () => editor, { independent: true });

/** Opens the manifest, with the cursor where it has `‸`. */
async function open(name: string): Promise<void> {
  await editor.openFile(name);
  for (const [index, line] of (written.get(name) ?? []).entries())
    if (line.includes('‸')) await editor.goTo(index + 1, line.indexOf('‸') + 1);
}

const seen = () => expect.poll(() => editor.seen(), { timeout: 60_000, interval: 100 });

written.set('fix.desired-state.yaml', [
  ...inBlocks('- id: web', '  version: "1"', '  config:', '    - {key: memory, value: 512‸MB}'),
]);
test('a mistake is underlined, and the light bulb puts it right', async () => {
  await open('fix.desired-state.yaml');
  await editor.squiggles('error').waitFor();
  await editor.fix('Write "512M"');
  await seen().toContain('{key: memory, value: 512M');
  await editor.squiggles('error').waitFor({ state: 'detached' });
});

written.set('all.desired-state.json', [
  '{"domains": [{"id": "containers", "components": [',
  '  {"id": "containers:web", "version": 1.10,',
  '    "config": [{"key": "restart", "value": "always"}]}',
  ']}]}',
]);
test('Fix All puts right whatever has one obvious fix', async () => {
  await open('all.desired-state.json');
  await editor.squiggles('error').first().waitFor();
  await editor.run('Fix All');
  await seen().toMatch(/\{"id": "web",.* "version": "1\.10",/);
  await seen().toContain('{"key": "restartPolicy", "value": "always"}');
});

written.set('comment.desired-state.yaml', [
  ...inBlocks('- id: web', '  version: "1"', '  config: [{key: colour‸, value: red}]'),
]);
test('a rule is silenced by a comment from the light bulb', async () => {
  await open('comment.desired-state.yaml');
  await editor.squiggles('warning').waitFor();
  await editor.fix('Silence "config-key-unknown" here');
  await seen().toMatch(/# kanto-disable-next-line config-key-unknown\n +config/);
  await editor.squiggles('warning').waitFor({ state: 'detached' });
});

written.set('setting.desired-state.yaml', [
  ...inBlocks(
    '- id: web',
    '  version: "1"',
    '  config: [{key: colour, value: red}, {key: memory, value: 1}]',
  ),
]);
test('a rule is silenced by the setting kanto.rules, at once', async () => {
  await open('setting.desired-state.yaml');
  await editor.squiggles('warning').waitFor();
  await editor.openFile('settings.json');
  await editor.goTo(1, 41);
  await editor.page.keyboard.press('ControlOrMeta+Shift+ArrowRight');
  await editor.page.keyboard.type('off');
  await seen().toContain('"config-key-unknown": "off"');
  await editor.page.keyboard.press('ControlOrMeta+S');
  await editor.openFile('setting.desired-state.yaml');
  // What is not silenced is underlined still.
  await editor.squiggles('error').waitFor();
  await editor.squiggles('warning').waitFor({ state: 'detached' });
});

written.set('empty.desired-state.json', ['‸']);
test('an empty manifest is begun with a whole one', async () => {
  await open('empty.desired-state.json');
  await (await editor.complete('Apply: desired state')).click();
  await seen().toMatch(/^\{\n {2}"domains": \[/);
});

written.set('complete.desired-state.yaml', [
  ...inBlocks('- id: web', '  version: "1"', '  config:', '    - key: restartPolicy', '      value: ‸'),
]);
test('the value of a config entry is completed', async () => {
  await open('complete.desired-state.yaml');
  await editor.complete('unless-stopped');
  await editor.suggestion('on-failure').waitFor();
  await editor.page.keyboard.type('alw');
  await editor.suggestion('always').waitFor();
  await editor.page.keyboard.press('Enter');
  await seen().toContain('value: always');
});

written.set('hover.desired-state.yaml', [
  ...inBlocks('- id: web', '  version: "1"', '  config: [{key: port, value: "8‸080:80"}]'),
]);
test('hovering over a port mapping reads it out in words', async () => {
  await open('hover.desired-state.yaml');
  await editor.run('Show or Focus Hover');
  await editor.hover.filter({ hasText: 'Port 8080 of the device' }).waitFor();
  await editor.hover.filter({ hasText: 'port 80 of the container' }).waitFor();
});

written.set('hints.desired-state.yaml', [...inBlocks('- {id: web, version: "1"}')]);
test('what the device adds to a container stands beside its id', async () => {
  await open('hints.desired-state.yaml');
  await seen().toContain('restartPolicy: unless-stopped');
});

written.set('definition.desired-state.yaml', [
  'baselines: [{title: all, components: ["containers:w‸eb"]}]',
  ...inBlocks('- id: web', '  version: "1"'),
]);
test('Go to Definition leads from a baseline to the component', async () => {
  await open('definition.desired-state.yaml');
  await editor.page.keyboard.press('F12');
  await editor.cursorAt(5, 13).waitFor();
});

written.set('rename.desired-state.yaml', [
  'baselines: [{title: all, components: ["containers:web"]}]',
  ...inBlocks('- id: w‸eb', '  version: "1"'),
]);
test('renaming a component renames it in its baselines', async () => {
  await open('rename.desired-state.yaml');
  await editor.page.keyboard.press('F2');
  const box = editor.page.locator('.monaco-editor.rename-box input');
  await box.waitFor();
  await box.fill('site');
  await editor.page.keyboard.press('Enter');
  await seen().toContain('components: ["containers:site"]');
  await seen().toContain('- id: site');
});

written.set('format.desired-state.yaml', [
  'domains:   # all of them',
  '  -   id:  containers',
  '      components: []',
]);
test('Format Document lays out and keeps comments', async () => {
  await open('format.desired-state.yaml');
  await editor.run('Format Document');
  await seen().toMatch(/domains:.*# all of them\n {2}- id: containers\n {4}components: \[\]/);
});

written.set('selection.desired-state.yaml', [
  'domains:',
  '  - id:  containers',
  '    components:   []‸ # none',
]);
test('Format Selection lays out the chosen lines alone', async () => {
  await open('selection.desired-state.yaml');
  // The command is there once the server is.
  await editor.squiggles('info').first().waitFor();
  await editor.page.keyboard.press('Shift+Home');
  await editor.run('Format Selection');
  await seen().toMatch(/- id: {2}containers\n {4}components: \[\] # none/);
});

written.set('fold.desired-state.yaml', [
  ...inBlocks('- id: web‸', '  version: "1"', '  config:', '    - {key: cmd, value: hidden}', '- id: other'),
]);
test('a component is folded, and unfolded', async () => {
  await open('fold.desired-state.yaml');
  await editor.page.keyboard.press('ControlOrMeta+Shift+BracketLeft');
  await seen().not.toContain('hidden');
  expect(await editor.seen()).toContain('- id: other');
  await editor.page.keyboard.press('ControlOrMeta+Shift+BracketRight');
  await seen().toContain('hidden');
});

written.set('link.desired-state.yaml', [
  ...inBlocks(
    '- id: web',
    '  version: "1.27"',
    '  config: [{key: image, value: docker.io/library/ng‸inx:1.27}]',
  ),
]);
test('an image leads to its page in the registry', async () => {
  await open('link.desired-state.yaml');
  await editor.page.locator('.detected-link').first().waitFor();
  const context = editor.page.context();
  await context.route('https://hub.docker.com/**', (route) => route.fulfill({ body: 'nginx' }));
  const [page] = await Promise.all([context.waitForEvent('page'), editor.run('Open Link')]);
  await page.waitForURL('https://hub.docker.com/_/nginx');
  await page.close();
});

written.set('accept.desired-state.yaml', [...inBlocks('- id: web', '  version: "1"', '  config: []')]);
test('a double click on what the device adds writes it down', async () => {
  await open('accept.desired-state.yaml');
  await seen().toContain('restartPolicy: unless-stopped');
  await editor.page.locator('.view-line span[class*="dyn-rule"]', { hasText: 'network' }).dblclick();
  await seen().toMatch(/key: restartPolicy.*value: unless-stopped/s);
});

written.set('convert.desired-state.yaml', [
  '# All that runs here.',
  ...inBlocks('- {id: web, version: "1"}'),
]);
test('Convert to JSON opens the same manifest as JSON, with its comments', async () => {
  await open('convert.desired-state.yaml');
  await editor.run('Kanto: Convert to JSON');
  await seen().toMatch(/\/\/ All that runs here\.\n\{\n {2}"domains": \[/);
});
