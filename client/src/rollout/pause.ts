/** What comes between two waves. Pure. */

export type Pause =
  /** The next wave begins at once. */
  | { readonly kind: 'none' }
  /** A person has to say go on. */
  | { readonly kind: 'ask' }
  | { readonly kind: 'time'; readonly milliseconds: number };

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** `none`, `ask`, or a time as `30s`, `10m`, `1h`; undefined for anything else. */
export function parsePause(text: string): Pause | undefined {
  if (text === 'none' || text === 'ask') return { kind: text };
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text);
  const milliseconds = match === null ? 0 : Number(match[1]) * (units[match[2] ?? ''] ?? 0);
  // setTimeout counts in 31 bits: a longer wait would end at once.
  return milliseconds > 0 && milliseconds < 2 ** 31 ? { kind: 'time', milliseconds } : undefined;
}

/** As {@link parsePause} reads it. */
export function pauseText(pause: Pause): string {
  return pause.kind === 'time' ? `${pause.milliseconds}ms` : pause.kind;
}
