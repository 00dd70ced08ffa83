/** What is said of a request, whatever it goes over. */
import { type Fault, fault } from '../errors.ts';
import type { Command } from './transport.ts';

/** The message has left, whether or not anything has come back: nobody can take it back. */
export function stoppedWaiting({ thing, operation }: Command, awaited: 'answer' | 'broker'): Fault {
  return fault(
    'stopped-waiting',
    `Waiting for the ${awaited} was stopped; ${operation} was already on its way to ${thing}.`,
  );
}
