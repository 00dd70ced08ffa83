/** What became of a command at Hono, in words that tell the ways to fail apart (hono: section 1.1). */
import { t } from '@vscode/l10n';
import { type Fault, fault } from '../../errors.ts';
import { roughly } from '../../words/words.ts';
import { saidBy } from '../faults.ts';
import type { Command } from '../transport.ts';
import type { RefusedError } from './faults.ts';

/** Hono takes no command at all for a tenant of which no device has ever subscribed. */
export function noTakers(tenant: string, waited: number): Fault {
  return fault(
    'no-credit',
    t(
      'No device of the tenant {0} takes commands: within {1} Hono gave no credit to send any.',
      tenant,
      roughly(waited),
    ),
  );
}

export function noCredit({ thing, operation }: Command, tenant: string, waited: number): Fault {
  const { message, ...rest } = noTakers(tenant, waited);
  return { ...rest, message: t('{0} {1} to {2} was not sent.', message, operation, thing) };
}

/** There is credit, but more commands than that. */
export function crowded({ thing, operation }: Command, waited: number): Fault {
  return fault(
    'no-credit',
    t(
      'Other commands to devices of the tenant waited before it: within {0} Hono gave no credit for {1} to {2}, which was not sent.',
      roughly(waited),
      operation,
      thing,
    ),
    t('Send it again when fewer commands are on their way.'),
  );
}

export function notConnected({ thing, operation }: Command): Fault {
  return fault(
    'device-not-connected',
    t(
      '{0} is not connected to Hono, or takes no commands: {1} was not delivered (released).',
      thing,
      operation,
    ),
  );
}

export function rejected({ thing, operation }: Command, error: RefusedError): Fault {
  return fault('command-refused', t('Hono rejected {0} to {1} ({2}).', operation, thing, saidBy(error)));
}
