import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, it } from 'vitest';
import { type Installed, installPackage } from '../integration/installedPackage.ts';
import { blocksOf, manifest } from './configurations.ts';

const run = promisify(execFile);

let installed: Installed;
beforeAll(async () => {
  installed = await installPackage();
  return () => installed.remove();
});

/** Eglot connects when Emacs waits for a key, which in batch mode it never does: it is told to. */
const trial = (configuration: string, file: string, result: string) => `
(require 'yaml-mode)
(require 'js)
(unless (fboundp 'js-json-mode) (defalias 'js-json-mode 'js-mode))
${configuration}
(require 'eglot)
(setq eglot-sync-connect 60 eglot-autoshutdown nil)
(find-file "${file}")
(let ((mode major-mode))
  (apply #'eglot (append (eglot--guess-contact) nil))
  (let ((server (eglot-current-server)) (end (+ (float-time) 60)) (codes nil))
    (while (and (not (= (length codes) 1)) (< (float-time) end))
      (accept-process-output nil 0.05)
      (flymake-start)
      (setq codes (mapcar (lambda (it) (flymake-diagnostic-text it)) (flymake-diagnostics))))
    (goto-char (point-min))
    (forward-line 6)
    (forward-char 18)
    (let ((hover (jsonrpc-request server :textDocument/hover (eglot--TextDocumentPositionParams)))
          (completion (jsonrpc-request server :textDocument/completion (eglot--TextDocumentPositionParams))))
      (with-temp-file "${result}"
        (insert (json-encode (list :mode (symbol-name mode) :codes (vconcat codes)
                                   :hover (format "%s" hover)
                                   :completion (length (append (plist-get completion :items) nil)))))))))
(kill-emacs 0)
`;

it('Emacs shows diagnostics, a hover and completion, by the configuration of the page', async () => {
  const [configuration = ''] = await blocksOf('elisp');
  const [script, file, result] = ['trial.el', 'a.desired-state.yaml', 'result.json'].map((name) =>
    join(installed.folder, name),
  ) as [string, string, string];
  await writeFile(file, manifest);
  await writeFile(script, trial(configuration, file, result));
  // The site's start-up knows where packages of the system are.
  await run('emacs', ['--batch', '-l', script], {
    cwd: installed.folder,
    env: { ...installed.env, HOME: installed.folder },
  });
  const shown = JSON.parse(await readFile(result, 'utf8'));
  expect(shown.mode).toBe('kanto-yaml-mode');
  expect(shown.codes).toEqual([expect.stringContaining('`version` must be text')]);
  expect(shown.hover).toContain('image');
  expect(shown.completion).toBeGreaterThan(0);
});
