/** How devices are divided into waves. Pure. */

/** So many further devices; or up to so many of a hundred of all of them. */
export type Wave = { readonly count: number } | { readonly percent: number };

/** `1,10,100%`: first one, then ten more, then the rest. Undefined where it is no such list. */
export function parseWaves(text: string): readonly Wave[] | undefined {
  const waves = text.split(',').map((it) => parseWave(it.trim()));
  const known = waves.filter((it) => it !== undefined);
  return known.length === waves.length && isRising(known) ? known : undefined;
}

function parseWave(text: string): Wave | undefined {
  const match = /^(\d{1,7}(?:\.\d+)?)(%?)$/.exec(text);
  if (match === null) return undefined;
  const number = Number(match[1]);
  if (match[2] === '%') return number > 0 && number <= 100 ? { percent: number } : undefined;
  return Number.isInteger(number) && number > 0 ? { count: number } : undefined;
}

/** A percentage that is not more than the one before would be a wave of nobody. */
function isRising(waves: readonly Wave[]): boolean {
  const percents = waves.flatMap((it) => ('percent' in it ? [it.percent] : []));
  return percents.every((it, index) => index === 0 || it > (percents[index - 1] ?? 0));
}

/** As {@link parseWaves} reads it. */
export function wavesText(waves: readonly Wave[]): string {
  return waves.map((it) => ('percent' in it ? `${it.percent}%` : String(it.count))).join(',');
}

/**
 * How many devices each wave has, of so many in all: none of them is empty, and together they have all. What the list leaves
 * over is a last wave.
 */
export function waveSizes(waves: readonly Wave[], total: number): readonly number[] {
  const sizes: number[] = [];
  let taken = 0;
  for (const wave of [...waves, { percent: 100 }]) {
    const reach = 'percent' in wave ? Math.ceil((total * wave.percent) / 100) : taken + wave.count;
    const size = Math.min(reach, total) - taken;
    if (size <= 0) continue;
    sizes.push(size);
    taken += size;
  }
  return sizes;
}
