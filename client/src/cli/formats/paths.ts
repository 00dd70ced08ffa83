/** Files as the formats of others want them named. */
import { isAbsolute, relative, resolve, sep } from 'node:path';

/** Relative to the working folder where it is below it, with slashes; `stdin` for standard input without a name. */
export function portablePath(file: string): string {
  if (file === '-') return 'stdin';
  const below = relative('', resolve(file));
  const path = below === '' || below.startsWith('..') || isAbsolute(below) ? resolve(file) : below;
  return path.replaceAll(sep, '/');
}
