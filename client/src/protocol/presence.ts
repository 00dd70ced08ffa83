/** Whether a device can be reached, as its network last said. Only transitions are told: nobody says how it was before. */

export interface Presence {
  readonly connected: boolean;
  /** When it was said, ms since the epoch: what was said before that counts no more. */
  readonly since: number;
  /** Until when it listens, ms since the epoch; absent where that is until further notice. */
  readonly until?: number;
}

/** The later word of the two: a disconnect can overtake the connect after it (hono: section 3.2). */
export function laterPresence(known: Presence | undefined, said: Presence): Presence {
  return known !== undefined && known.since > said.since ? known : said;
}
