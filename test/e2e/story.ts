/** The tests of a file as one story in one window: told with what was on the screen where it breaks. */
import { afterAll, afterEach, beforeEach } from 'vitest';
import type { Editor } from './editor.ts';

/**
 * Where a test fails, or what comes before all, a second error says what was on the screen, and a picture of it is in
 * `test-results/<name>-failed.png`. Each test goes on where the one before it ended: the others then fail at once and
 * name the one that is to blame; unless they are `independent`. To be called after the file's own hooks.
 */
export function story(name: string, editor: () => Editor | undefined, { independent = false } = {}): void {
  let begun = false;
  let broken: string | undefined;
  beforeEach(() => {
    begun = true;
    if (broken !== undefined && !independent)
      throw new Error(`Not tried: it goes on where “${broken}” failed.`);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail' || broken !== undefined) return;
    broken = task.name;
    await tell();
  });
  afterAll(async () => {
    if (!begun) await tell();
  });

  async function tell(): Promise<void> {
    const window = editor();
    if (window === undefined) return;
    const picture = `test-results/${name}-failed.png`;
    await window.page.screenshot({ path: picture });
    throw new Error(`This was on the screen (${picture}):\n${await window.screen()}`);
  }
}
