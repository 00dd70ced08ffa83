/** Folders and files by their URIs. */

/** The folder of a file or the folder itself (with `/` at its end), then those above it. None where the URI has no path. */
export function foldersAbove(uri: string): string[] {
  const [, root, path] = /^([a-z][a-z0-9+.-]*:\/\/[^/?#]*)(\/[^?#]*)/i.exec(uri) ?? [];
  if (root === undefined || path === undefined) return [];
  const names = path.split('/').slice(1, -1);
  return [...names.keys(), names.length].reverse().map(
    (length) =>
      `${root}/${names
        .slice(0, length)
        .map((name) => `${name}/`)
        .join('')}`,
  );
}

/** The file of a relative path, beginning at a folder. */
export function placeIn(folder: string, path: string): string {
  let [place = folder] = [folder];
  for (const name of path.split(/[/\\]/)) {
    if (name === '' || name === '.') continue;
    if (name === '..') place = foldersAbove(place)[1] ?? place;
    else place = `${place}${encodeURIComponent(name)}/`;
  }
  return place.replace(/\/$/, '');
}
