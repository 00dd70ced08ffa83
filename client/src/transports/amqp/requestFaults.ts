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
