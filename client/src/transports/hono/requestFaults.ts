/** What is said of a command to a device behind Hono, over AMQP and Kafka alike. */
import { t } from '@vscode/l10n';
import { type Fault, fault } from '../../errors.ts';
import type { DeliveryFailure } from '../../protocol/hono.ts';
import { roughly } from '../../words/words.ts';
import { saidBy } from '../faults.ts';
import type { Command } from '../transport.ts';

/** Hono took it, and the device did not answer. `isAccepted`: it says that it has passed it on. */
export function silent({ thing, operation }: Command, isAccepted: boolean, waited: number): Fault {
  const taken = isAccepted ? t('Hono passed it on') : t('Hono took it, and did not say what became of it');
  return fault(
    'response-timeout',
    t(
      '{0} did not answer {1} within {2}. {3}; whether it has reached the device is not known.',
      thing,
      operation,
      roughly(waited),
      taken,
    ),
    silentAdvice(),
  );
}

const silentAdvice = () =>
  t(
    'Check that the daemon runs on the device, and the log of its suite-connector. The device may have got it: Refresh Device State, then send again. Raise the time-out for a slow link.',
  );

export function noOutcome({ thing, operation }: Command, waited: number): Fault {
  return fault(
    'response-timeout',
    t(
      'Hono did not say within {0} what became of {1} to {2}, and no answer came.',
      roughly(waited),
      operation,
      thing,
    ),
    silentAdvice(),
  );
}

/** `isSent`: it has left before; then nobody knows what became of it. */
export function lostMeanwhile({ thing, operation }: Command, reason: string, isSent: boolean): Fault {
  if (!isSent) {
    return fault(
      'connection-lost',
      t('The connection was lost before {0} to {1} was sent ({2}).', operation, thing, reason),
      t('Nothing was sent: send it again once the connection is back.'),
    );
  }
  return fault(
    'connection-lost',
    t(
      'The connection was lost while waiting for the answer of {0} to {1} ({2}), and no answer came.',
      thing,
      operation,
      reason,
    ),
  );
}

export function malformedAnswer({ thing, operation }: Command): Fault {
  return fault(
    'malformed-answer',
    t('{0} answered {1}, but with neither a status nor a Ditto message.', thing, operation),
    t('The raw message is in the output at trace level; check what answers at that device.'),
  );
}

/**
 * Hono tells that the command did not come to the device, or may not have: of a device that takes none, of one that does not
 * acknowledge it, and of Hono's own troubles it says 503 alike, and only its words tell them apart.
 */
export function undelivered({ thing, operation }: Command, { status, error }: DeliveryFailure): Fault {
  const why = error === '' ? `${status}` : `${status}: ${saidBy(error)}`;
  if (status >= 400 && status < 500)
    return fault('command-refused', t('Hono rejected {0} to {1} ({2}).', operation, thing, why));
  if (/timed? ?out|acknowledge|puback/i.test(error))
    return fault(
      'response-timeout',
      t('{0} did not confirm that it got {1} ({2}); whether it did is not known.', thing, operation, why),
      silentAdvice(),
    );
  return fault('device-not-connected', t('Hono did not deliver {0} to {1} ({2}).', operation, thing, why));
}
