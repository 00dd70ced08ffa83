/** What is said of a command to a device behind Hono, over AMQP and Kafka alike. */
import { type Fault, fault } from '../../errors.ts';
import type { DeliveryFailure } from '../../protocol/hono.ts';
import { roughly } from '../../words/words.ts';
import { saidBy } from '../faults.ts';
import type { Command } from '../transport.ts';

/** Hono took it, and the device did not answer. `isAccepted`: it says that it has passed it on. */
export function silent({ thing, operation }: Command, isAccepted: boolean, waited: number): Fault {
  const taken = isAccepted ? 'Hono passed it on' : 'Hono took it, and did not say what became of it';
  return fault(
    'response-timeout',
    `${thing} did not answer ${operation} within ${roughly(waited)}. ${taken}; whether it has reached the device is not known.`,
    silentAdvice,
  );
}

const silentAdvice =
  'Check that the daemon runs on the device, and the log of its suite-connector. The device may have got it: Refresh Device State, then send again. Raise the time-out for a slow link.';

export function noOutcome({ thing, operation }: Command, waited: number): Fault {
  return fault(
    'response-timeout',
    `Hono did not say within ${roughly(waited)} what became of ${operation} to ${thing}, and no answer came.`,
    silentAdvice,
  );
}

/** `isSent`: it has left before; then nobody knows what became of it. */
export function lostMeanwhile({ thing, operation }: Command, reason: string, isSent: boolean): Fault {
  if (!isSent) {
    return fault(
      'connection-lost',
      `The connection was lost before ${operation} to ${thing} was sent (${reason}).`,
      'Nothing was sent: send it again once the connection is back.',
    );
  }
  return fault(
    'connection-lost',
    `The connection was lost while waiting for the answer of ${thing} to ${operation} (${reason}), and no answer came.`,
  );
}

export function malformedAnswer({ thing, operation }: Command): Fault {
  return fault(
    'malformed-answer',
    `${thing} answered ${operation}, but with neither a status nor a Ditto message.`,
    'The raw message is in the output at trace level; check what answers at that device.',
  );
}

/**
 * Hono tells that the command did not come to the device, or may not have: of a device that takes none, of one that does not
 * acknowledge it, and of Hono's own troubles it says 503 alike, and only its words tell them apart.
 */
export function undelivered({ thing, operation }: Command, { status, error }: DeliveryFailure): Fault {
  const why = error === '' ? `${status}` : `${status}: ${saidBy(error)}`;
  if (status >= 400 && status < 500)
    return fault('command-refused', `Hono rejected ${operation} to ${thing} (${why}).`);
  if (/timed? ?out|acknowledge|puback/i.test(error))
    return fault(
      'response-timeout',
      `${thing} did not confirm that it got ${operation} (${why}); whether it did is not known.`,
      silentAdvice,
    );
  return fault('device-not-connected', `Hono did not deliver ${operation} to ${thing} (${why}).`);
}
