// What a process and its children use, as Linux tells it in /proc; elsewhere nothing is known.
import { readdir, readFile } from 'node:fs/promises';

/**
 * @param {number} root
 * @returns {Promise<number | undefined>} the most memory that it and its children ever had, in MB
 */
export async function peakMemory(root) {
  if (process.platform !== 'linux') return undefined;
  const sizes = await Promise.all(
    (await family(root)).map(async (id) => {
      const found = /VmHWM:\s+(\d+)/.exec(await read(`/proc/${id}/status`));
      return Number(found?.[1] ?? 0);
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0) / 1024;
}

/** The process with all that descend from it. @param {number} root */
async function family(root) {
  /** @type {Map<number, number[]>} */
  const children = new Map();
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const stat = await read(`/proc/${entry}/stat`);
    // The name of the program stands in parentheses and may hold any sign.
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
  }
  const found = [root];
  for (const id of found) found.push(...(children.get(id) ?? []));
  return found;
}

/** @param {string} file */
async function read(file) {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return ''; // the process ended meanwhile
  }
}
