/** Whether a device can be reached, as its network said. */
import { t } from '@vscode/l10n';
import type { Presence } from '../protocol/presence.ts';
import { clockTime } from './times.ts';

/** It was told that the device is gone. False where nothing is known. */
export function isGone(presence: Presence | undefined, now: number): boolean {
  if (presence === undefined) return false;
  return !presence.connected || (presence.until !== undefined && presence.until < now);
}

/** One line; empty where nothing is known. */
export function presenceLines(presence: Presence | undefined, now: number): readonly string[] {
  if (presence === undefined) return [];
  const { connected, since, until } = presence;
  if (!connected) return [t('Not connected to Hono since {0}', clockTime(since))];
  if (until === undefined) return [t('Connected to Hono since {0}', clockTime(since))];
  return [
    until < now
      ? t('Could be reached through Hono until {0}', clockTime(until))
      : t('Can be reached through Hono until {0}', clockTime(until)),
  ];
}
