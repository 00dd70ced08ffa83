/** What became of a command at Hono, in words that tell the ways to fail apart (hono: section 1.1). */
import { type Fault, fault } from '../../errors.ts';
import { roughly } from '../../words/words.ts';
import { saidBy } from '../faults.ts';
import type { Command } from '../transport.ts';
import type { RefusedError } from './faults.ts';

/** Hono takes no command at all for a tenant of which no device has ever subscribed. */
export function noTakers(tenant: string, waited: number): Fault {
  return fault(
    'no-credit',
    `No device of the tenant ${tenant} takes commands: within ${roughly(waited)} Hono gave no credit to send any.`,
  );
}

export function noCredit({ thing, operation }: Command, tenant: string, waited: number): Fault {
  const { message, ...rest } = noTakers(tenant, waited);
  return { ...rest, message: `${message} ${operation} to ${thing} was not sent.` };
}

/** There is credit, but more commands than that. */
export function crowded({ thing, operation }: Command, waited: number): Fault {
  return fault(
    'no-credit',
    `Other commands to devices of the tenant waited before it: within ${roughly(waited)} Hono gave no credit for ${operation} to ${thing}, which was not sent.`,
    'Send it again when fewer commands are on their way.',
  );
}

export function notConnected({ thing, operation }: Command): Fault {
  return fault(
    'device-not-connected',
    `${thing} is not connected to Hono, or takes no commands: ${operation} was not delivered (released).`,
  );
}

export function rejected({ thing, operation }: Command, error: RefusedError): Fault {
  return fault('command-refused', `Hono rejected ${operation} to ${thing} (${saidBy(error)}).`);
}

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
