// The same in the real extension host: the packaged extension in a VS Code, with the tree in a window.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runOrFail } from '../../../scripts/lib/run.mjs';

const project = fileURLToPath(new URL('../../..', import.meta.url));

/** @typedef {import('../../e2e/host/suite.ts').HeardInHost & { readonly firstPaint: number }} InHost */

/**
 * @param {string} folder for what is only needed meanwhile
 * @param {import('../../e2e/host/suite.ts').FleetOrder} order
 * @returns {Promise<InHost>}
 */
export async function measureInHost(folder, order) {
  const report = join(folder, 'in-host.json');
  await runOrFail('packaging the extension', process.execPath, ['scripts/package.mjs'], { cwd: project });
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--project', 'bench'];
  const env = { FLEET_ORDER: JSON.stringify(order), FLEET_REPORT: report };
  await runOrFail('a fleet in the extension host', process.execPath, vitest, { cwd: project, env });
  return JSON.parse(await readFile(report, 'utf8'));
}
