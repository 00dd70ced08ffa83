/** Why a command is not sent, is refused, or is no longer followed. */
import { t } from '@vscode/l10n';
import type { Problem } from '../../../server/src/messages.ts';
import { type Fault, fault } from '../errors.ts';
import type { Composed } from '../protocol/compose.ts';
import type { Accepted, UpdateRun } from './run.ts';

/** What cannot be read again, since it is too long or nested too deep, was not looked at. */
export function unchecked(problems: readonly Problem[]): Fault {
  const why = problems[0]?.message ?? t('It cannot be read.');
  return fault('check-failed', t('The message cannot be checked before it is sent. {0}', why), tooLarge());
}

const tooLarge = () => t('Make the manifest smaller: an update of this size reaches no device.');

export function rejection({ thing, operation }: Composed, { status, message }: Accepted): Fault {
  return fault(
    'rejected-by-device',
    t('{0} rejected {1} with {2}{3}.', thing, operation, status, message ? `: ${message}` : ''),
  );
}

export function nothingToFollow({ thing, operation }: Composed): Fault {
  return fault(
    'nothing-to-follow',
    t('{0} accepted {1}, but it names no software: nothing will happen.', thing, operation),
  );
}

/** What a device says of an update are events. `refused`: why Hono does not give them, where they are wanted. */
export function notReceived({ device, operation, accepted }: UpdateRun, refused: string | undefined): Fault {
  const so =
    accepted === undefined ? t('{0} got {1}', device, operation) : t('{0} accepted {1}', device, operation);
  const unheard = operation === 'refresh' ? t('what it runs') : t('how it goes on, and its end,');
  return eventsUnheard(`${so}; ${unheard}`, refused);
}

/** What the device runs is an event, too. */
export function unheardReport(device: string, refused: string | undefined): Fault {
  return eventsUnheard(t('What {0} runs', device), refused);
}

function eventsUnheard(what: string, refused: string | undefined): Fault {
  return refused === undefined
    ? fault(
        'events-not-received',
        t('{0} cannot be heard, because this connection receives no events from Hono.', what),
      )
    : fault(
        'events-refused',
        t(
          '{0} cannot be heard, because Hono does not let this connection receive the events of the tenant ({1}).',
          what,
          refused,
        ),
      );
}

export function stoppedWaiting(closed: AbortSignal): Fault {
  return fault(
    'stopped-waiting',
    closed.aborted
      ? t('The connection was closed before the end of the update was known.')
      : t('Waiting was stopped before the end of the update was known.'),
  );
}
