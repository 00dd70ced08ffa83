import { setFlagsFromString } from 'node:v8';

/**
 * Reading a long text for the first time makes more garbage than anything else: collected often, it does not become the
 * size of the process. Afterwards each change reads little, and collecting often would cost more than it saves.
 */
export interface MemoryUse {
  /** A document is opened. */
  opening(): void;
  /** A document that is open is changed. */
  changing(): void;
}

export function createMemoryUse(): MemoryUse {
  let thrifty: boolean | undefined;
  const be = (wanted: boolean) => {
    if (thrifty === wanted) return;
    thrifty = wanted;
    setFlagsFromString(wanted ? '--optimize-for-size' : '--no-optimize-for-size');
  };
  be(true);
  return { opening: () => be(true), changing: () => be(false) };
}
