/** What is said of a request, whatever it goes over. */
import { t } from '@vscode/l10n';
import { type Fault, fault } from '../errors.ts';
import type { Command } from './transport.ts';

/** The message has left, whether or not anything has come back: nobody can take it back. */
export function stoppedWaiting({ thing, operation }: Command, awaited: 'answer' | 'broker'): Fault {
  return fault(
    'stopped-waiting',
    awaited === 'answer'
      ? t('Waiting for the answer was stopped; {0} was already on its way to {1}.', operation, thing)
      : t('Waiting for the broker was stopped; {0} was already on its way to {1}.', operation, thing),
  );
}
