/** The page of the matrix in a browser, as it is built: what it draws, how it is used by keyboard, and that no text becomes markup. */
import { readFile } from 'node:fs/promises';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { FromPage, MatrixHead, MatrixRow, ToPage } from '../../client/src/ui/model/matrixMessages.ts';
import { matrixPage } from '../../client/src/ui/model/matrixPage.ts';
import { matrixWords } from '../../client/src/ui/model/rolloutMatrix.ts';
import { findChromium } from '../../scripts/lib/machine.mjs';

const executablePath = await findChromium();
if (!executablePath) console.log('SKIPPED: the page of the matrix in a browser, since there is no Chromium.');

const head: MatrixHead = {
  title: 'hello.yaml',
  state: 'wave 2 goes on',
  sum: '1 of 1000 done',
  remark: '',
  actions: ['pause', 'stop', 'export'],
};

function row(number: number, more: Partial<MatrixRow> = {}): MatrixRow {
  return {
    number,
    device: `edge:d${number}`,
    connection: 'lab',
    wave: '1',
    phase: 'not begun',
    tone: 'quiet',
    filter: 'open',
    message: '',
    cells: [],
    ...more,
  };
}

const rows = Array.from({ length: 1000 }, (_, index) => row(index + 1));
const all: ToPage = { kind: 'all', id: 'r1', head, columns: ['containers:a'], rows };

describe.skipIf(!executablePath)('the page of the matrix', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await chromium.launch({
      ...(executablePath && { executablePath }),
      args: ['--disable-gpu', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
    });
  });
  afterAll(() => browser.close());

  /** Opens it as VS Code does, with what it said kept, and tells it all. */
  async function open(told: ToPage = all, state?: unknown): Promise<Page> {
    const page = await browser.newPage({ viewport: { width: 900, height: 500 } });
    onTestFinished(() => page.close());
    const script = await readFile('dist/rolloutMatrix.js', 'utf8');
    const html = matrixPage({
      nonce: 'n0nce',
      script: 'http://page.test/script.js',
      language: 'en',
      words: matrixWords(),
    });
    await page.route('http://page.test/**', (route) =>
      route.request().url().endsWith('script.js')
        ? route.fulfill({ contentType: 'text/javascript', body: script })
        : route.fulfill({ contentType: 'text/html', body: html }),
    );
    await page.addInitScript(`
      window.said = [];
      window.broken = [];
      window.kept = ${JSON.stringify(state ?? null)};
      addEventListener('securitypolicyviolation', (event) => broken.push(event.violatedDirective));
      window.acquireVsCodeApi = () => ({
        postMessage: (message) => said.push(message),
        setState: (state) => { kept = state; },
        getState: () => kept,
      });`);
    await page.goto('http://page.test/');
    expect(await said(page)).toEqual([{ kind: 'ready' }]);
    await tell(page, told);
    return page;
  }

  const said = (page: Page) => page.evaluate<FromPage[]>('said');
  const tell = (page: Page, message: ToPage) =>
    page.evaluate(`postMessage(${JSON.stringify(message)}, '*'); new Promise((done) => setTimeout(done))`);

  it('draws of a thousand devices only those on the screen, and says how many there are', async () => {
    const page = await open();
    const grid = page.getByRole('grid', { name: 'Devices and their components' });
    await grid.getByRole('rowheader', { name: 'edge:d1 @ lab' }).waitFor();
    expect(await grid.getAttribute('aria-rowcount')).toBe('1001');
    expect(await grid.getAttribute('aria-colcount')).toBe('4');
    expect(await page.locator('tbody tr').count()).toBeLessThan(60);
    expect(await page.evaluate('broken')).toEqual([]);
  });

  it('is gone through by keyboard, and Enter shows what a device said', async () => {
    const page = await open();
    const grid = page.getByRole('grid');
    await grid.focus();
    await page.keyboard.press('ArrowDown');
    expect(await grid.getAttribute('aria-activedescendant')).toBe('c2-0');
    await page.keyboard.press('Control+End');
    await page.getByRole('rowheader', { name: 'edge:d1000 @ lab' }).waitFor();
    expect(await grid.getAttribute('aria-activedescendant')).toBe('c1000-3');
    await page.keyboard.press('Enter');
    expect((await said(page)).at(-1)).toEqual({ kind: 'run', number: 1000 });
  });

  it('changes only rows that have changed, and leaves the others as they are', async () => {
    const page = await open();
    await page.evaluate(`document.getElementById('c1-0').parentElement.dataset.mark = 'same'`);
    const cells = [{ column: 0, text: 'update failed', tone: 'bad', message: 'No disk.' }] as const;
    const changed = row(2, { phase: 'failed', tone: 'bad', filter: 'failed', message: 'No disk.', cells });
    await tell(page, { kind: 'some', head, columns: ['containers:a'], rows: [changed] });
    await page.getByRole('gridcell', { name: 'failed: No disk.' }).waitFor();
    // A sign beside the colour.
    expect(await page.locator('#c2-3').textContent()).toBe('✗update failed');
    expect(await page.locator('tr[data-mark="same"]').count()).toBe(1);
    await page.getByRole('button', { name: 'Failed (1)' }).click();
    expect(await page.locator('tbody th').allTextContents()).toEqual(['edge:d2 @ lab']);
    await page.getByText('1 of 1000 devices are shown').waitFor();
  });

  it('shows what a hostile device says as text, and runs nothing of it', async () => {
    const evil = '<img src=x onerror="said.push(1)"><script>said.push(2)</script>';
    const cells = [{ column: 0, text: evil, tone: 'bad', message: evil }] as const;
    const page = await open({
      kind: 'all',
      id: 'r1',
      head: { ...head, title: evil, remark: evil },
      columns: [evil],
      rows: [row(1, { device: evil, connection: evil, message: evil, phase: evil, cells })],
    });
    await page.getByRole('columnheader', { name: evil }).waitFor();
    expect(await page.locator('main img, main script').count()).toBe(0);
    expect(await said(page)).toEqual([{ kind: 'ready' }]);
    expect(await page.evaluate('broken')).toEqual([]);
  });

  it('offers what can be done, and tells when it is pressed', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Pause' }).click();
    expect((await said(page)).at(-1)).toEqual({ kind: 'do', action: 'pause' });
    await tell(page, {
      kind: 'some',
      head: { ...head, actions: ['resume'] },
      columns: ['containers:a'],
      rows: [],
    });
    await page.getByRole('button', { name: 'Resume' }).waitFor();
    // Who works by keyboard goes on from there.
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Resume');
  });

  it('comes back as it was left', async () => {
    const page = await open(all, { id: 'r1', filters: ['open', 'constructor'], find: 'd77' });
    await page.getByRole('rowheader', { name: 'edge:d77 @ lab' }).waitFor();
    expect(await page.getByRole('button', { name: 'Not begun' }).getAttribute('aria-pressed')).toBe('true');
    expect(await page.evaluate('kept')).toEqual({ id: 'r1', filters: ['open'], find: 'd77' });
  });
});
