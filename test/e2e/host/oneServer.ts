/** The language server as the operating system sees it. Only Linux lists processes as files. */
import { deepEqual, equal } from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Suite } from './suite.ts';
import { ourExtension } from './workspace.ts';

/** What to hold once a manifest is open, and after everything else. */
export function oneServer(): { readonly atFirst: Suite; readonly atLast: Suite } {
  let first: readonly string[] = [];
  if (process.platform !== 'linux') return { atFirst: {}, atLast: {} };
  return {
    atFirst: {
      'the language server runs in one process of its own': async () => {
        first = await serverProcesses();
        equal(first.length, 1, first.join());
      },
    },
    atLast: {
      'the language server is the same process at the end': async () => {
        deepEqual(await serverProcesses(), first);
      },
    },
  };
}

/** The ids of the processes that the extension host has started with our server. */
async function serverProcesses(): Promise<string[]> {
  const module = join(ourExtension().extensionPath, 'dist', 'server.js');
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const servers = await Promise.all(
    ids.map(async (id) => {
      // A process that ends meanwhile has no files any more.
      const line = await readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '');
      const status = await readFile(`/proc/${id}/status`, 'utf8').catch(() => '');
      const parent = Number(/^PPid:\s*(\d+)/m.exec(status)?.[1]);
      return line.split('\0').includes(module) && parent === process.pid ? id : '';
    }),
  );
  return servers.filter((id) => id !== '');
}
