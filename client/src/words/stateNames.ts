/** How the states of a device are called. Their English words are what a filter and programs know them by. */
import { t } from '@vscode/l10n';
import type { Device } from '../devices/device.ts';
import type { HealthWord } from '../devices/health.ts';
import type { RegisteredState } from './registryWords.ts';

export function healthName(word: HealthWord): string {
  return {
    failed: t('failed'),
    updating: t('updating'),
    stopped: t('stopped'),
    running: t('running'),
    unknown: t('unknown'),
  }[word];
}

/** Whether it is as was last applied to it. */
export function syncName(sync: Device['sync']): string {
  return { 'in sync': t('in sync'), drifted: t('drifted'), unknown: t('unknown') }[sync];
}

/** How it stands in the device registry. */
export function registeredName(state: RegisteredState): string {
  return { disabled: t('disabled'), 'only registered': t('only registered') }[state];
}
