/** Which devices a rollout is for. Pure. */
import type { Device } from '../devices/device.ts';
import { matches, parseFilter } from '../devices/deviceFilter.ts';
import { byName } from '../order.ts';
import { parseThingId } from '../protocol/thing.ts';
import type { Place } from './types.ts';

export interface Selection {
  /** Ids, or patterns: `*` stands for any characters, `?` for one. `!` before one takes away what it names. */
  readonly names: readonly string[];
  /** As the view Devices understands it (devices/deviceFilter.ts). */
  readonly filter?: string;
  readonly tenant?: string;
}

export interface Selected {
  /** In the order in which they were named, those of a pattern sorted by id; each once. */
  readonly places: readonly Place[];
  /** Names that no device has, in the order of the selection; a whole id needs none. */
  readonly unmatched: readonly string[];
}

/** `known`: the devices of the connection that are heard, listed or named in the settings. */
export function select(connection: string, known: readonly Device[], selection: Selection): Selected {
  const { filter = '', tenant } = selection;
  const terms = parseFilter(filter);
  const eligible = known
    .filter((it) => (tenant === undefined || it.tenant === tenant) && matches(it, terms))
    .map(({ id }) => id)
    .sort(byName);
  // A device that was never heard cannot be told to be of a tenant, or to match.
  const isFiltered = terms.length > 0 || tenant !== undefined;
  const taken = new Set<string>();
  const unmatched: string[] = [];
  const wanted = selection.names.filter((it) => !it.startsWith('!'));
  const unwanted = selection.names.filter((it) => it.startsWith('!')).map((it) => patternOf(it.slice(1)));
  for (const name of wanted.length === 0 ? ['*'] : wanted) {
    const pattern = patternOf(name);
    const found = eligible.filter((id) => pattern.test(id));
    const isId = !isPattern(name) && parseThingId(name) !== undefined;
    if (found.length === 0 && isId && !isFiltered) found.push(name);
    if (found.length === 0) unmatched.push(name);
    for (const id of found) if (!unwanted.some((it) => it.test(id))) taken.add(id);
  }
  return { places: [...taken].map((device) => ({ connection, device })), unmatched };
}

function isPattern(name: string): boolean {
  return /[*?]/.test(name);
}

/** `*` stands for any text, `?` for one sign. */
function patternOf(glob: string): { test(name: string): boolean } {
  return { test: (name) => isNamedBy(name, glob) };
}

/**
 * By no regular expression: with several stars that would try the lengths of all of them, and a device says itself how long
 * its name is. The text of the last star is made longer until the rest fits, as no star before it can help.
 */
function isNamedBy(name: string, glob: string): boolean {
  let [at, place] = [0, 0];
  let star: { readonly place: number; at: number } | undefined;
  while (at < name.length) {
    if (glob[place] === '*') {
      star = { place, at };
      place += 1;
    } else if (glob[place] === '?' || glob[place] === name[at]) {
      at += 1;
      place += 1;
    } else if (star) {
      star.at += 1;
      at = star.at;
      place = star.place + 1;
    } else return false;
  }
  return /^\**$/.test(glob.slice(place));
}

/** The names in a file: one a line, or between commas; what follows a `#` at the begin of a line or after a blank is a remark. */
export function namesIn(text: string): readonly string[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .flatMap((line) => line.replace(/(^|\s)#.*$/, '').split(','))
    .map((it) => it.trim())
    .filter((it) => it !== '');
}
