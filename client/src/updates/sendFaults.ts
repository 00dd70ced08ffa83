/** Why a command is not sent, is refused, or is no longer followed. */
import type { Problem } from '../../../server/src/messages.ts';
import { type Fault, fault } from '../errors.ts';
import type { Composed } from '../protocol/compose.ts';
import type { Accepted, UpdateRun } from './run.ts';

/** What cannot be read again, since it is too long or nested too deep, was not looked at. */
export function unchecked(problems: readonly Problem[]): Fault {
  const why = problems[0]?.message ?? 'It cannot be read.';
  return fault('check-failed', `The message cannot be checked before it is sent. ${why}`, tooLarge);
}

const tooLarge = 'Make the manifest smaller: an update of this size reaches no device.';

export function rejection({ thing, operation }: Composed, { status, message }: Accepted): Fault {
  return fault(
    'rejected-by-device',
    `${thing} rejected ${operation} with ${status}${message ? `: ${message}` : ''}.`,
  );
}

export function nothingToFollow({ thing, operation }: Composed): Fault {
  return fault(
    'nothing-to-follow',
    `${thing} accepted ${operation}, but it names no software: nothing will happen.`,
  );
}

/** What a device says of an update are events. `refused`: why Hono does not give them, where they are wanted. */
export function notReceived({ device, operation, accepted }: UpdateRun, refused: string | undefined): Fault {
  const so = accepted === undefined ? 'got' : 'accepted';
  const unheard = operation === 'refresh' ? 'what it runs' : 'how it goes on, and its end,';
  return eventsUnheard(`${device} ${so} ${operation}; ${unheard}`, refused);
}

/** What the device runs is an event, too. */
export function unheardReport(device: string, refused: string | undefined): Fault {
  return eventsUnheard(`What ${device} runs`, refused);
}

function eventsUnheard(what: string, refused: string | undefined): Fault {
  return refused === undefined
    ? fault(
        'events-not-received',
        `${what} cannot be heard, because this connection receives no events from Hono.`,
      )
    : fault(
        'events-refused',
        `${what} cannot be heard, because Hono does not let this connection receive the events of the tenant (${refused}).`,
      );
}

export function stoppedWaiting(closed: AbortSignal): Fault {
  const why = closed.aborted ? 'The connection was closed' : 'Waiting was stopped';
  return fault('stopped-waiting', `${why} before the end of the update was known.`);
}
