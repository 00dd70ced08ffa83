/** What a place in a manifest means, told by its path alone: the same in every form, and in damaged documents. */
import { foldedName } from '../text/foldedName.ts';
import type { Path } from '../text/tree.ts';

/** A place in a `config` list. */
export interface ConfigPlace {
  /** Whose config it is: that of a component, or that of the domain itself. */
  readonly of: 'component' | 'domain';
  /** The path to the domain. */
  readonly domain: Path;
  /** The path to the component, or to the domain itself. */
  readonly owner: Path;
  /** The path to the list. */
  readonly list: Path;
  /** What leads from the list to the place: empty, an index, or an index and `key` or `value`. */
  readonly rest: Path;
}

/** The config list at or above a path. */
export function configPlace(path: Path): ConfigPlace | undefined {
  const at = path.findLastIndex((step) => isStep(step, 'config'));
  if (at < 0) return undefined;
  const owner = path.slice(0, at);
  const shared = { owner, list: path.slice(0, at + 1), rest: path.slice(at + 1) };
  if (isItemOf(owner, 'domains')) return { of: 'domain', domain: owner, ...shared };
  const domain = owner.slice(0, -2);
  if (isItemOf(owner, 'components') && isItemOf(domain, 'domains'))
    return { of: 'component', domain, ...shared };
  return undefined;
}

/** Whether the path leads to an item of a list of this name. */
export function isItemOf(path: Path, list: string): boolean {
  return typeof path.at(-1) === 'number' && isStep(path.at(-2), list);
}

/** The device's decoder matches names in any letter case (Go `encoding/json`). */
export function isStep(step: string | number | undefined, name: string): boolean {
  return typeof step === 'string' && foldedName(step) === foldedName(name);
}

/** Whether the path leads to one reference (`<domain>:<component>`) of a baseline. */
export function isReference(path: Path): boolean {
  return isItemOf(path, 'components') && isItemOf(path.slice(0, -2), 'baselines');
}
