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

/** Waits for diagnostics, then asks for a hover and a completion, and writes down what came. */
const trial = (result: string) => `
-- What is found first may be shown before the settings are asked for.
vim.wait(60000, function() return #vim.diagnostic.get(0) == 1 end, 20)
local at = { textDocument = vim.lsp.util.make_text_document_params(0), position = { line = 6, character = 18 } }
local first = function(answers)
  for _, answer in pairs(answers or {}) do return answer.result end
end
local hover = first(vim.lsp.buf_request_sync(0, 'textDocument/hover', at, 60000))
local completion = first(vim.lsp.buf_request_sync(0, 'textDocument/completion', at, 60000))
local codes = {}
for _, it in ipairs(vim.diagnostic.get(0)) do
  table.insert(codes, it.code or it.user_data.lsp.code)
end
local file = io.open(${JSON.stringify(result)}, 'w')
file:write(vim.json.encode({
  filetype = vim.bo.filetype,
  codes = codes,
  hover = hover and hover.contents,
  completion = completion and #(completion.items or completion),
}))
file:close()
vim.cmd('qa!')
`;

it('Neovim shows diagnostics, a hover and completion, by the configuration of the page', async () => {
  const [types = '', before = ''] = await blocksOf('lua');
  const { stdout } = await run('nvim', ['--version']);
  const [, major, minor] = /NVIM v(\d+)\.(\d+)/.exec(stdout) ?? [];
  const isNew = Number(major) > 0 || Number(minor) >= 11;
  // The page has the types of files once.
  const configuration = isNew ? types : types.slice(0, types.indexOf('vim.lsp.config(')) + before;
  const [init, script, file, result] = ['init.lua', 'trial.lua', 'a.desired-state.yaml', 'result.json'].map(
    (name) => join(installed.folder, name),
  ) as [string, string, string, string];
  await writeFile(init, configuration);
  await writeFile(file, manifest);
  await writeFile(script, trial(result));
  await run('nvim', ['--headless', '-u', init, file, '-c', `luafile ${script}`], {
    cwd: installed.folder,
    env: { ...installed.env, XDG_STATE_HOME: installed.folder, XDG_DATA_HOME: installed.folder },
  });
  const shown = JSON.parse(await readFile(result, 'utf8'));
  expect(shown.filetype).toBe('yaml.kanto');
  expect(shown.codes).toEqual(['wrong-type']);
  expect(JSON.stringify(shown.hover)).toContain('image');
  expect(shown.completion).toBeGreaterThan(0);
});
