/**
 * Where VS Code makes links, icons or lines of what it is told, words of devices and names of files are told by one file,
 * which takes all that out of them. What goes past it would bring it back.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const folder = 'client/src';
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }));

const filesWith = (pattern: RegExp) =>
  sources.filter(({ text }) => pattern.test(text)).map(({ file }) => file.replaceAll('\\', '/'));

describe('words of strangers', () => {
  it('are asked about in a modal by one file', () => {
    expect(filesWith(/\bmodal: true\b/)).toEqual(['ui/modal.ts']);
  });

  it('stand in the notification of work that goes on by one file', () => {
    expect(filesWith(/ProgressLocation\.Notification/)).toEqual(['ui/progress.ts']);
  });

  it('stand in the status bar for a while by one file', () => {
    expect(filesWith(/\bsetStatusBarMessage\b/)).toEqual(['ui/progress.ts']);
  });

  it('are made no link by the prompt of an input box, which would run commands', () => {
    const given = /showInputBox\(\{.*?\bprompt: (?<prompt>\w+)|\bbox\.prompt = (?<set>\w+)/gs;
    const prompts = sources.flatMap(({ text }) =>
      [...text.matchAll(given)].map(({ groups }) => groups?.['prompt'] ?? groups?.['set']),
    );
    expect(prompts.length).toBeGreaterThan(3);
    expect(new Set(prompts)).toEqual(new Set(['withoutLinks']));
  });

  it('are trusted nowhere: no Markdown may run commands or holds HTML, and no webview may run commands', () => {
    expect(filesWith(/\b(isTrusted|supportHtml|enableCommandUris)\s*[:=]\s*(true|\{)/)).toEqual([]);
  });
});
