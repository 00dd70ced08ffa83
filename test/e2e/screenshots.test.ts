/** The pictures of the documentation. They replace those of the tree where that is asked for: `npm test -- --screenshots e2e`. */
import { mkdir } from 'node:fs/promises';
import { afterAll, beforeAll, test } from 'vitest';
import { changeSettings, copyOfExamples, Editor, launchBrowser } from './editor.ts';

const folder = process.env['SCREENSHOTS'] === '1' ? 'docs/images' : 'test-results';

/** Away with what only the browser's VS Code shows, and a quiet typeface where the machine has it. */
const style = `
  [id="status.workbench.keyboardLayout"], [id="status.forwardedPorts"], [id="status.host"] { display: none !important }
  .monaco-workbench.linux { font-family: Inter, system-ui, sans-serif }
`;

let editor: Editor;
let close: () => Promise<void>;

beforeAll(async () => {
  await mkdir(folder, { recursive: true });
  await changeSettings({
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
  });
  const browser = await launchBrowser();
  close = () => browser.close();
  editor = await Editor.open(browser, await copyOfExamples(), {
    width: 1520,
    height: 950,
    pixelRatio: 1.5,
  });
  await editor.page.addStyleTag({ content: style });
});

afterAll(async () => {
  await close();
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
});
