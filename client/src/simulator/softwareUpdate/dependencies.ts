/** What modules leave installed: files `*.prs` that the daemon collects (software-update: internal/storage). */
export interface Dependency {
  readonly group: string;
  readonly name: string;
  readonly version: string;
  readonly type?: string;
}

/** Texts by path, relative to the folder. */
export type Files = ReadonlyMap<string, string>;

/** The collected files once others are moved in: a folder takes the place of one with its name. */
export function withMoved(files: Files, moved: Files): Files {
  const folders = new Set([...moved.keys()].filter((path) => path.includes('/')).map(topFolder));
  const kept = [...files].filter(([path]) => !path.includes('/') || !folders.has(topFolder(path)));
  return new Map([...kept, ...moved]);
}

function topFolder(path: string): string {
  return path.slice(0, path.indexOf('/'));
}

/** In the order in which the daemon finds them; undefined where one cannot be read, which spoils all. */
export function dependenciesOf(files: Files): readonly Dependency[] | undefined {
  const found: Dependency[] = [];
  for (const [path, text] of [...files].sort(([one], [other]) => comparePaths(one, other))) {
    if (!path.endsWith('.prs') || path.split('/').length > 2) continue;
    const dependency = dependencyOf(text);
    if (dependency === undefined) return undefined;
    found.push(dependency);
  }
  return found;
}

function dependencyOf(text: string): Dependency | undefined {
  const values = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const at = line.indexOf('=');
    if (at >= 0) values.set(line.slice(0, at), line.slice(at + 1));
  }
  const [group, name, version] = [values.get('group'), values.get('name'), values.get('version')];
  if (!group || !name || !version) return undefined;
  const type = values.get('type');
  return { group, name, version, ...(type && { type }) };
}

/** Folder by folder, each in the order of its names. */
function comparePaths(one: string, other: string): number {
  const [first = '', ...rest] = one.split('/');
  const [otherFirst = '', ...otherRest] = other.split('/');
  if (first !== otherFirst) return first < otherFirst ? -1 : 1;
  return rest.length === 0 || otherRest.length === 0
    ? rest.length - otherRest.length
    : comparePaths(rest.join('/'), otherRest.join('/'));
}
