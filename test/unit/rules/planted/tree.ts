/** A message that is still to be spoiled. Where another fault took a part away, there is nothing to change in it. */

export type Tree = Record<string, unknown>;

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function follow(tree: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((it, name) => {
    if (Array.isArray(it)) return it[Number(name)];
    return isTree(it) ? it[name] : undefined;
  }, tree);
}

/** The object at the path. */
export function at(tree: Tree, ...path: readonly (string | number)[]): Tree {
  const found = follow(tree, path);
  return isTree(found) ? found : {};
}

/** The list of this name; made where there is none. */
export function listIn(tree: Tree, name: string): unknown[] {
  if (tree[name] === undefined) tree[name] = [];
  const found = tree[name];
  return Array.isArray(found) ? found : [];
}

export function write(tree: Tree, name: string, value: unknown): void {
  tree[name] = structuredClone(value);
}

export function drop(tree: Tree, name: string): void {
  delete tree[name];
}

/** Gives a field another name, at its place. */
export function rename(tree: Tree, from: string, to: string): void {
  const entries = Object.entries(tree);
  for (const [name] of entries) delete tree[name];
  for (const [name, value] of entries) tree[name === from ? to : name] = value;
}

const again = '#again';

/** Writes a field a second time. */
export function repeat(tree: Tree, name: string, value: unknown): void {
  tree[`${name}${again}`] = value;
}

export function written(tree: Tree): string {
  return JSON.stringify(tree).replaceAll(`${again}":`, '":');
}
