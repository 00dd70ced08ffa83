/** The editor as a person uses it: by keyboard, mouse and eyes. */
import { cp, mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { expect, inject, vi } from 'vitest';
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

/** The mark that VS Code sets once the last parts of its window are made. */
const lastPartsMade = 'code/didCreateWorkbenchContributions/3';

/** Kinds of quick input, by what stands in the empty field. */
const palette = 'Type the name of a command to run.';
const files = 'Search files by name';
const lines = 'Type the line number';

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
    language = 'en',
  ): Promise<Editor> {
    const page = await browser.newPage({ viewport: { width, height }, deviceScaleFactor: pixelRatio });
    page.setDefaultTimeout(30_000);
    // VS Code says this to extensions; its own texts stay as they are, since no language pack is installed.
    await page.addInitScript(`globalThis._VSCODE_NLS_LANGUAGE = '${language}'`);
    await page.goto(`${inject('editor')}?folder=${encodeURIComponent(folder)}`);
    await page.locator('.monaco-workbench .explorer-folders-view').waitFor();
    return Editor.#ready(page);
  }

  /** The same window after it was loaded anew: its extension host, and all that was only in memory, is another one. */
  async reload(): Promise<void> {
    await this.page.reload();
    await Editor.#ready(this.page);
  }

  static async #ready(page: Page): Promise<Editor> {
    await page.locator('.monaco-workbench .part.sidebar .pane-header').first().waitFor();
    // Extensions come after the first picture: ours brings its icon.
    await page.getByRole('tab', { name: 'Kanto', exact: true }).waitFor();
    // Whether the folder is trusted is known to menus and palette later still, with the last parts of a window (its
    // phase 3, “restored”): until then no command that wants trust is offered.
    await page.waitForFunction(`performance.getEntriesByName('${lastPartsMade}').length > 0`);
    return new Editor(page);
  }

  /** Runs a command by its title, from the palette. Resolves once the palette is closed; the command may go on. */
  async run(title: string): Promise<void> {
    await this.#act(`run the command ${title}`, async () => {
      const field = await this.#open('F1', palette);
      // The palette lists what there is at the time of the key: a command that a change brings is there at the next.
      const offered = async () => {
        await fill(field, '>');
        await fill(field, `>${title}`);
        if (!(await appears(this.choice(title)))) throw new Error('the palette does not offer it');
      };
      await vi.waitFor(offered, { timeout: 30_000 });
      await this.choice(title).click();
      await field.waitFor({ state: 'hidden' });
    });
  }

  /** Opens a file of the folder by its name. */
  async openFile(name: string): Promise<void> {
    await this.#act(`open the file ${name}`, async () => {
      const field = await this.#open('ControlOrMeta+P', files);
      await fill(field, name);
      await this.choice(name).click();
      await field.waitFor({ state: 'hidden' });
      await this.page.locator('.tab.active', { hasText: name }).waitFor();
    });
  }

  /** Puts the cursor of the active editor there; both count from 1. */
  async goTo(line: number, column: number): Promise<void> {
    await this.#act(`go to line ${line}, column ${column}`, async () => {
      const field = await this.#open('Control+G', lines);
      await fill(field, `:${line}:${column}`);
      await this.choice(`line ${line}`).waitFor();
      await field.press('Enter');
      await this.#question.waitFor({ state: 'hidden' });
      await this.cursorAt(line, column).waitFor();
    });
  }

  /** The status bar as it tells that the cursor is there. */
  cursorAt(line: number, column: number): Locator {
    return this.page.locator('.statusbar-item', { hasText: new RegExp(`Ln ${line}, Col ${column}\\b`) });
  }

  /** Presses the key that opens a quick input, once nothing else takes keys. Returns its field. */
  async #open(key: string, placeholder: string): Promise<Locator> {
    await this.dialog.waitFor({ state: 'hidden' });
    await this.#question.waitFor({ state: 'hidden' });
    await this.page.keyboard.press(key);
    const field = this.#question.locator(`input[type="text"][placeholder^="${placeholder}"]`);
    await field.waitFor();
    return field;
  }

  /** Whatever asks at the top of the window: the palette, a list, a field. */
  get #question(): Locator {
    return this.page.locator('.quick-input-widget');
  }

  /** A row of the list of choices that is open. */
  choice(label: string): Locator {
    return this.page.locator('.quick-input-list .monaco-list-row', { hasText: label }).first();
  }

  /** Answers the question that has these words, once it is the one that is open. Resolves once it is taken. */
  async answer(question: string, text: string): Promise<void> {
    await this.#act(`answer the question ${question}`, async () => {
      const open = this.#question.filter({ hasText: question });
      const field = open.locator('.quick-input-box input');
      await fill(field, text);
      await field.press('Enter');
      await open.waitFor({ state: 'hidden' });
    });
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

  /** Asks for completion at the cursor until the list has this entry. Returns it. */
  async complete(label: string): Promise<Locator> {
    await this.#ask('Control+Space', this.suggestion(label));
    return this.suggestion(label);
  }

  /** Opens the menu of the light bulb at the cursor. */
  openFixes(): Promise<void> {
    return this.#ask('ControlOrMeta+.', this.page.locator('.action-widget .monaco-list-row').first());
  }

  /** Presses the key until it has led there. VS Code closes what opens where the text or its diagnostics come in just then: a person asks again. */
  #ask(key: string, answer: Locator): Promise<void> {
    return this.#act(`see what ${key} opens`, async () => {
      const asked = async () => {
        await this.page.keyboard.press(key);
        return appears(answer);
      };
      await expect.poll(asked).toBe(true);
    });
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

  /** Presses a button that ends the notification. */
  async press(button: string, notification: Locator): Promise<void> {
    await this.#act(`press ${button}`, async () => {
      await notification.waitFor();
      await clickAway(notification.getByRole('button', { name: button }), notification);
    });
  }

  /** Chooses from the menu of a row. */
  async chooseFromMenu(row: Locator, title: string): Promise<void> {
    await this.#act(`choose ${title} from the menu`, async () => {
      await row.click({ button: 'right' });
      const item = this.page.locator('.monaco-menu .action-item', { hasText: title });
      await item.waitFor();
      await clickAway(item, item);
    });
  }

  /** Rows of the tree Devices, by what a screen reader says of them. */
  device(name: string | RegExp): Locator {
    return this.page.getByRole('tree', { name: 'Devices' }).getByRole('treeitem', { name });
  }

  /** Rows of the tree History, by what a screen reader says of them. */
  kept(name: string | RegExp): Locator {
    return this.page.getByRole('tree', { name: 'History' }).getByRole('treeitem', { name });
  }

  /** Rows of the tree Rollouts, by what a screen reader says of them. */
  rollout(name: string | RegExp): Locator {
    return this.page.getByRole('tree', { name: 'Rollouts' }).getByRole('treeitem', { name });
  }

  /** Takes every choice of a list in which several can be taken, once it is the one that is open. */
  async takeAll(title: string): Promise<void> {
    await this.#act(`take all of ${title}`, async () => {
      const open = this.#question.filter({ hasText: title });
      await open.getByRole('checkbox').first().click();
      await open.getByRole('button', { name: 'OK' }).click();
      await open.waitFor({ state: 'hidden' });
    });
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

  /** What takes keys or tells something, in words: for the report of what failed. */
  async screen(): Promise<string> {
    const parts = {
      dialog: '.monaco-dialog-box',
      question: '.quick-input-widget',
      notification: '.notifications-toasts .notification-list-item',
      'active tab': '.tab.active',
      'side bar': '.part.sidebar',
      'status bar': '.part.statusbar',
    };
    const lines: string[] = [];
    for (const [name, selector] of Object.entries(parts)) {
      for (const text of await this.page.locator(selector).filter({ visible: true }).allInnerTexts())
        lines.push(`${name}: ${text.replaceAll(/\s*\n\s*/g, ' | ')}`);
    }
    const typed = this.#question.locator('input[type="text"]').filter({ visible: true });
    if (await typed.count()) lines.push(`typed: ${await typed.first().inputValue()}`);
    return lines.join('\n');
  }

  /** Where it fails, the error says what was to be done. */
  async #act(what: string, action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new Error(`Could not ${what}: ${why}`, { cause: error });
    }
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

/** Types the text in place of what is there, and sees that it stands there. */
async function fill(field: Locator, text: string): Promise<void> {
  await field.fill(text);
  expect(await field.inputValue()).toBe(text);
}

/** Whether it comes within two seconds. */
function appears(locator: Locator): Promise<boolean> {
  return locator.waitFor({ timeout: 2000 }).then(
    () => true,
    () => false,
  );
}

/**
 * Clicks until what the click ends is gone. VS Code draws notifications anew where their text changes and takes no click
 * on a menu that has only just come: such a click is lost, a person's too.
 */
async function clickAway(target: Locator, ends: Locator): Promise<void> {
  const clicked = async () => {
    if (await ends.count()) await target.click({ timeout: 2000 });
    if (!(await disappears(ends))) throw new Error('it stays');
  };
  await vi.waitFor(clicked, { timeout: 30_000 });
}

/** Whether it goes within two seconds. */
function disappears(locator: Locator): Promise<boolean> {
  return locator.waitFor({ state: 'hidden', timeout: 2000 }).then(
    () => true,
    () => false,
  );
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
