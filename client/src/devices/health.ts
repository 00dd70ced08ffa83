/** How a device is, in a word: from what its components say of themselves and how its last update goes. */
import { t } from '@vscode/l10n';
import { isOwnerDenial } from '../protocol/updateManager.ts';
import { ownerWaitWords } from '../words/consentWords.ts';
import { clockTime } from '../words/times.ts';
import type { Device, InstalledComponent, LastUpdate } from './device.ts';

export const healthWords = ['failed', 'updating', 'stopped', 'running', 'unknown'] as const;
/**
 * - `failed`: a component died or ended with an error, or the last update did not succeed
 * - `updating`: an update goes on, as far as it was heard
 * - `stopped`: nothing failed, but not every component runs
 * - `running`: every component that tells its status runs
 * - `unknown`: nothing was reported that tells
 */
export type HealthWord = (typeof healthWords)[number];

export interface Health {
  readonly word: HealthWord;
  /** Why it is not simply running, in a clause without a full stop. */
  readonly reason?: string;
}

export function healthOf({ components = [], lastUpdate }: Device): Health {
  if (lastUpdate && !lastUpdate.terminal && lastUpdate.silence !== 'lost')
    return {
      word: 'updating',
      reason: `${lastUpdate.status}${lastUpdate.elsewhere ? t(', not started here') : ''}${silenceWords(lastUpdate)}`,
    };
  const own = components.filter(({ domain }) => domain !== '');
  // Without an inventory there are only the containers that SoftwareUpdatable knows.
  const judged = (own.length > 0 ? own : components).map(
    (component) => [component, componentHealth(component)] as const,
  );
  const failed = judged.filter(([, health]) => health === 'failed').map(([component]) => component);
  if (failed.length > 0) return { word: 'failed', reason: named(failed) };
  if (lastUpdate?.terminal && !lastUpdate.ok && !isOwnerDenial(lastUpdate.message))
    return { word: 'failed', reason: t('last update {0}', lastUpdate.status) };
  const stopped = judged.filter(([, health]) => health === 'stopped').map(([component]) => component);
  if (stopped.length > 0) return { word: 'stopped', reason: named(stopped) };
  const word = judged.some(([, health]) => health === 'running') ? 'running' : 'unknown';
  const unheard = lastUpdate && silenceWords(lastUpdate);
  return unheard ? { word, reason: `${t('last update {0}', lastUpdate.status)}${unheard}` } : { word };
}

/** What follows the last word of an update whose device waits for its owner, or has fallen silent; empty where it does neither. */
export function silenceWords({ silence, time, ownerAsked }: LastUpdate): string {
  if (ownerAsked && silence !== 'lost') return `, ${ownerWaitWords(ownerAsked)}`;
  if (silence === undefined) return '';
  const since = t('last heard {0}', clockTime(time));
  return silence === 'quiet' ? t(', quiet, {0}', since) : t(', {0}: how it ended was not heard', since);
}

/** By the words of container-management (containerm/containers/types/container.go); others tell nothing. */
export function componentHealth({ status, parameters }: InstalledComponent): HealthWord {
  switch (status?.toLowerCase()) {
    case 'running':
      return 'running';
    case 'dead':
      return 'failed';
    case 'exited': {
      const code = parameters.find(({ key }) => key === 'exitCode')?.value;
      return code === undefined || code === '0' ? 'stopped' : 'failed';
    }
    case 'creating':
    case 'created':
    case 'stopped':
    case 'paused':
      return 'stopped';
    default:
      return 'unknown';
  }
}

function named([first, ...others]: readonly InstalledComponent[]): string {
  if (first === undefined) return '';
  const more = others.length === 0 ? '' : t(' and {0} more', others.length);
  return `${first.name ?? first.id} ${first.status?.toLowerCase() ?? ''}`.trim() + more;
}
