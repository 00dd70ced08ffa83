/** The files that the FILEs of a call mean: patterns are expanded here too, where no shell does it, and folders. */
import { stat } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import type { Configured } from './configuration.ts';

export interface Meant {
  /** In order of the call, each once. */
  readonly files: readonly string[];
  /** FILEs that stand for no file, and why. */
  readonly empty: readonly { readonly file: string; readonly why: string }[];
}

const manifestNames = '**/*.{desired-state,software-modules,kanto}.{json,yaml,yml}';

/** What others wrote is not checked where a folder or a pattern is meant. */
const ignored = ['**/node_modules/**', '**/.git/**'];

/** `configured`: tells the configuration of a folder, which may name more files that are manifests. */
export async function meantFiles(
  called: readonly string[],
  configured: (folder: string) => Promise<Configured>,
): Promise<Meant> {
  const files = new Map<string, string>();
  const empty: { file: string; why: string }[] = [];
  for (const file of called) {
    const { found, why } = await expand(file, configured);
    if (found.length === 0) empty.push({ file, why });
    // As it was called first, however often it is meant.
    for (const it of found) {
      const place = it === '-' ? it : resolve(it);
      files.set(place, files.get(place) ?? it);
    }
  }
  return { files: [...files.values()], empty };
}

async function expand(
  file: string,
  configured: (folder: string) => Promise<Configured>,
): Promise<{ found: readonly string[]; why: string }> {
  if (file === '-') return { found: [file], why: '' };
  const found = await stat(file).catch(() => undefined);
  if (found?.isDirectory()) {
    const { globs, folder = file } = await configured(file);
    const own = await matching([manifestNames], file);
    // As the editor reads them, and a stranger may have written them: without patterns that repeat patterns.
    const named = await matching(globs, folder, { extglob: false });
    const below = named.filter((it) => isBelow(file, it)).map((it) => join(file, within(file, it)));
    return {
      found: [...own, ...below].sort(),
      why: `Below the folder ${file} is no manifest: no file *.desired-state.*, *.software-modules.* or *.kanto.* (json, yaml, yml), and none that "kanto.manifest.globs" names. Others are checked by a pattern, such as '${join(file, '**/*.yaml')}'.`,
    };
  }
  // What is there is meant by its name, also where that looks like a pattern; what is neither, reading tells.
  if (found !== undefined || !isDynamicPattern(file)) return { found: [file], why: '' };
  return { found: (await matching([file], '')).sort(), why: `The pattern ${file} matches no file.` };
}

/** As they are named from the working folder. */
async function matching(
  patterns: readonly string[],
  folder: string,
  { extglob = true }: { readonly extglob?: boolean } = {},
): Promise<string[]> {
  if (patterns.length === 0) return [];
  const found = await glob([...patterns], {
    cwd: folder === '' ? '.' : folder,
    ignore: ignored,
    expandDirectories: false,
    extglob,
    // Links of folders can lead in circles.
    followSymbolicLinks: false,
  });
  return found.map((it) => (isAbsolute(it) ? it : join(folder, it)));
}

function within(folder: string, file: string): string {
  return relative(resolve(folder), resolve(file));
}

function isBelow(folder: string, file: string): boolean {
  const path = within(folder, file);
  return !path.startsWith('..') && !isAbsolute(path);
}
