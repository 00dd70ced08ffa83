/** How much a validator has to do with a schema that users write: a few lines can stand for any amount. Pure. */

export interface Effort {
  /** Objects, lists and values of the schema, and what its references lead to as often as they lead there; at most {@link mostEffort}. */
  readonly size: number;
  /** It cannot be counted: what is validated decides how often a reference is followed. */
  readonly isOpen: boolean;
}

/** A vocabulary of a thousand keys, each with ten values, has two thirds of it. */
export const mostEffort = 20_000;

/** The values of a list are compared with each other, which is quicker than all else: so many comparisons are as much as one value. */
const comparisons = 500;

export function effortOf(root: unknown): Effort {
  const sizes = new Map<object, number>();
  const atWork = new Set<object>();
  let isOpen = false;
  const sizeOf = (value: unknown): number => {
    if (typeof value !== 'object' || value === null) return 1;
    const known = sizes.get(value);
    if (known !== undefined) return known;
    if (atWork.has(value)) {
      isOpen = true;
      return 1;
    }
    atWork.add(value);
    let size = 1 + (Array.isArray(value) ? Math.floor(value.length ** 2 / comparisons) : 0);
    for (const part of Object.values(value)) size = Math.min(mostEffort, size + sizeOf(part));
    if ('$ref' in value) {
      const target = targetOf(root, value.$ref);
      if (target === undefined) isOpen = true;
      else size = Math.min(mostEffort, size + sizeOf(target));
    }
    atWork.delete(value);
    sizes.set(value, size);
    return size;
  };
  return { size: sizeOf(root), isOpen };
}

/** By its pointer (RFC 6901); undefined where it is named otherwise. */
function targetOf(root: unknown, reference: unknown): unknown {
  if (typeof reference !== 'string' || !reference.startsWith('#')) return undefined;
  let found = root;
  for (const segment of reference.slice(1).split('/').slice(1)) {
    const name = decoded(segment).replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof found !== 'object' || found === null) return undefined;
    found = Object.getOwnPropertyDescriptor(found, name)?.value;
  }
  // `#name` is no pointer.
  return reference === '#' || reference.startsWith('#/') ? found : undefined;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment; // no escape, so it stands for itself
  }
}
