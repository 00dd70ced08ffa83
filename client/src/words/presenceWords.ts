/** Whether a device can be reached, as its network said. */
import type { Presence } from '../protocol/presence.ts';
import { clockTime } from './words.ts';

/** It was told that the device is gone. False where nothing is known. */
export function isGone(presence: Presence | undefined, now: number): boolean {
  if (presence === undefined) return false;
  return !presence.connected || (presence.until !== undefined && presence.until < now);
}

/** One line; empty where nothing is known. */
export function presenceLines(presence: Presence | undefined, now: number): readonly string[] {
  if (presence === undefined) return [];
  const { connected, since, until } = presence;
  if (!connected) return [`Not connected to Hono since ${clockTime(since)}`];
  if (until === undefined) return [`Connected to Hono since ${clockTime(since)}`];
  return [
    until < now
      ? `Could be reached through Hono until ${clockTime(until)}`
      : `Can be reached through Hono until ${clockTime(until)}`,
  ];
}
