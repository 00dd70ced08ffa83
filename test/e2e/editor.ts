/** The editor as a person uses it: by keyboard, mouse and eyes. */
import { cp, mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { expect, inject } from 'vitest';
import { findChromium } from '../../scripts/lib/machine.mjs';
import { userSettings } from './settings.ts';

/** A copy of the examples, so that a test may change them. Returns its path. */
export async function copyOfExamples(): Promise<string> {
  const folder = join(await mkdtemp(join(inject('scratch'), 'w-')), 'examples');
  await cp('examples', folder, { recursive: true });
  return folder;
}

export async function launchBrowser(): Promise<Browser> {
  const executablePath = await findChromium();
  if (!executablePath) throw new Error('No Chromium found; name one in the environment variable CHROMIUM.');
  const args = [
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ];
  return chromium.launch({ executablePath, args });
}

/** Settings of the user beside those that every test has; they hold for windows that are opened afterwards. */
export async function changeSettings(settings: Readonly<Record<string, unknown>>): Promise<void> {
  await writeFile(inject('settings'), JSON.stringify({ ...userSettings, ...settings }, undefined, 2));
}

/** A window of the editor on one folder. */
export class Editor {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  /** Opens a folder in a window of its own and waits until the workbench is there. */
  static async open(
    browser: Browser,
    folder: string,
    { width, height, pixelRatio } = { width: 1440, height: 900, pixelRatio: 1 },
  ): Promise<Editor> {
    const page = await browser.newPage({ viewport: { width, height }, deviceScaleFactor: pixelRatio });
    page.setDefaultTimeout(30_000);
    await page.goto(`${inject('editor')}?folder=${encodeURIComponent(folder)}`);
    await page.locator('.monaco-workbench .explorer-folders-view').waitFor();
    // Extensions come after the first picture: ours brings its icon.
    await page.getByRole('tab', { name: 'Kanto', exact: true }).waitFor();
    return new Editor(page);
  }

  /** Runs a command by its title, from the palette. */
  async run(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    await this.#choose(`>${title}`, title);
  }

  /** Opens a file of the folder by its name. */
  async openFile(name: string): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+P');
    await this.#choose(name, name);
    await this.page.locator('.tab.active', { hasText: name }).waitFor();
  }

  /** Puts the cursor of the active editor there; both count from 1. */
  async goTo(line: number, column: number): Promise<void> {
    await this.page.keyboard.press('Control+G');
    await (await this.#input()).fill(`:${line}:${column}`);
    await this.choice(`line ${line}`).waitFor();
    await this.page.keyboard.press('Enter');
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    await this.cursorAt(line, column).waitFor();
  }

  /** The status bar as it tells that the cursor is there. */
  cursorAt(line: number, column: number): Locator {
    return this.page.locator('.statusbar-item', { hasText: new RegExp(`Ln ${line}, Col ${column}\\b`) });
  }

  async #choose(text: string, label: string): Promise<void> {
    await (await this.#input()).fill(text);
    await this.choice(label).click();
  }

  async #input(): Promise<Locator> {
    const input = this.page.locator('.quick-input-widget input[type="text"]');
    await input.waitFor();
    return input;
  }

  /** A row of the list of choices that is open. */
  choice(label: string): Locator {
    return this.page.locator('.quick-input-list .monaco-list-row', { hasText: label }).first();
  }

  /** Answers the question that is open once it is the one that begins so. */
  async answer(question: string, text: string): Promise<void> {
    const widget = this.page.locator('.quick-input-widget', { hasText: question });
    await widget.waitFor();
    await widget.locator('input').first().fill(text);
    await this.page.keyboard.press('Enter');
  }

  /** The lines of the active editor that are on the screen, hints between the words included. */
  async seen(): Promise<string> {
    const lines = this.page.locator('.editor-group-container.active .editor-instance .view-line');
    const drawn = await lines.evaluateAll((elements) =>
      elements.map((it) => ({ top: it.getBoundingClientRect().top, text: it.textContent })),
    );
    return drawn
      .sort((one, other) => one.top - other.top)
      .map(({ text }) => text.replaceAll('\u00a0', ' '))
      .join('\n');
  }

  /** An entry of the list that completion shows. */
  suggestion(label: string): Locator {
    return this.page.locator('.suggest-widget.visible .monaco-list-row', { hasText: label }).first();
  }

  /** Opens the menu of the light bulb at the cursor. */
  async openFixes(): Promise<void> {
    const first = this.page.locator('.action-widget .monaco-list-row').first();
    // VS Code closes the menu where diagnostics come in just then: so does it for a person, who asks again.
    await expect
      .poll(
        async () => {
          await this.page.keyboard.press('ControlOrMeta+.');
          return first.waitFor({ timeout: 5000 }).then(
            () => true,
            () => false,
          );
        },
        { timeout: 30_000 },
      )
      .toBe(true);
  }

  /** Chooses from the menu that the light bulb opens. */
  async fix(title: string): Promise<void> {
    await this.openFixes();
    const box = await boxOf(this.page.locator('.action-widget .monaco-list-row', { hasText: title }).first());
    // The menu takes no click before the pointer has moved.
    for (const x of [box.x + 20, box.x + 30]) await this.page.mouse.move(x, box.y + box.height / 2);
    await this.page.mouse.click(box.x + 30, box.y + box.height / 2);
  }

  get hover(): Locator {
    return this.page.locator('.editor-instance .monaco-resizable-hover .monaco-hover:not(.hidden)');
  }

  get dialog(): Locator {
    return this.page.locator('.monaco-dialog-box');
  }

  get notifications(): Locator {
    return this.page.locator('.notifications-toasts .notification-list-item');
  }

  /** Rows of the tree Devices, by what a screen reader says of them. */
  device(name: string | RegExp): Locator {
    return this.page.getByRole('tree', { name: 'Devices' }).getByRole('treeitem', { name });
  }

  /** The last line of the output panel on the screen that has this text. The editor draws each blank as one that does not break. */
  output(text: string): Locator {
    return this.page.locator('.part.panel .view-line', { hasText: new RegExp(asPattern(text)) }).last();
  }

  /** The underlined places of one severity in the active editor. */
  squiggles(severity: 'error' | 'warning' | 'info'): Locator {
    return this.page.locator(`.editor-instance .squiggly-${severity}`);
  }

  /** Makes the side bar wider by so many pixels. */
  async moveSideBarEdge(pixels: number): Promise<void> {
    const box = await boxOf(this.page.locator('.part.sidebar'));
    const y = box.y + box.height / 2;
    await this.#drag({ x: box.x + box.width, y }, { x: box.x + box.width + pixels, y });
  }

  /** Makes the panel lower, or with a negative number higher. */
  async movePanelEdge(pixels: number): Promise<void> {
    const box = await boxOf(this.page.locator('.part.panel'));
    const x = box.x + box.width / 2;
    await this.#drag({ x, y: box.y }, { x, y: box.y + pixels });
  }

  async #drag(from: Point, to: Point): Promise<void> {
    await this.page.mouse.move(from.x, from.y);
    await this.page.mouse.down();
    await this.page.mouse.move(to.x, to.y, { steps: 5 });
    await this.page.mouse.up();
  }
}

interface Point {
  readonly x: number;
  readonly y: number;
}

async function boxOf(locator: Locator) {
  await locator.waitFor();
  const box = await locator.boundingBox();
  if (!box) throw new Error(`${locator} is not on the screen`);
  return box;
}

function asPattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(' ', '\\s');
}
