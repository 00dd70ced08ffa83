// `npm run test:editors`: the configurations of docs/editors.md, in those of the editors that this machine has.
import { fileURLToPath } from 'node:url';
import { findProgram } from './lib/machine.mjs';
import { run } from './lib/run.mjs';

/** The exit code where nothing could be tested: neither good nor a failure. */
const unavailable = 3;

const project = fileURLToPath(new URL('..', import.meta.url));

/** Program -> the test that starts it, and the packages of Debian. */
const editors = {
  nvim: { test: 'test/editors/neovim.test.ts', packages: 'neovim' },
  emacs: { test: 'test/editors/emacs.test.ts', packages: 'emacs-nox elpa-eglot elpa-yaml-mode' },
};

async function main() {
  const tests = [];
  for (const [program, { test, packages }] of Object.entries(editors)) {
    if (await findProgram(program)) tests.push(test);
    else console.error(`${program} is not here, so it is not tried (Debian: apt-get install ${packages}).`);
  }
  if (tests.length === 0) return unavailable;
  const vitest = [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--project',
    'editors',
    ...tests,
    'test/editors/others.test.ts',
  ];
  for (const step of [['esbuild.mjs', '--production'], vitest]) {
    const { code } = await run(process.execPath, step, { cwd: project });
    if (code !== 0) return 1;
  }
  return 0;
}

process.exitCode = await main();
