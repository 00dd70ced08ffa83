/** Why a command brought no answer, in words that say what to check. */
import { type Fault, fault } from '../../errors.ts';
import type { Command } from '../transport.ts';

/** One address that a command was published on. */
export interface Tried {
  readonly address: string;
  /** False where certainly nobody got it; undefined where nobody can tell. */
  readonly heard?: boolean;
  /** The broker took it not: for want of rights, or for the reason of this number. */
  readonly refused?: 'not-authorized' | number;
  /** The connection was lost before the broker said anything. */
  readonly lost?: boolean;
}

/** The time-out is over. `lost` tells why the connection was lost meanwhile, where it was. */
export function noAnswer(
  command: Command,
  tried: readonly Tried[],
  timeout: number,
  lost: string | undefined,
): Fault {
  const { thing, operation } = command;
  if (lost !== undefined) {
    return fault(
      'connection-lost',
      `The connection was lost while waiting for the answer of ${thing} to ${operation} (${lost}), and no answer came within ${seconds(timeout)}.`,
    );
  }
  if (tried.length === 0) {
    return fault(
      'response-timeout',
      `The broker did not confirm within ${seconds(timeout)} that it took ${operation} to ${thing}.`,
    );
  }
  const heard = tried.some((it) => it.heard === true);
  const who = heard ? ' The broker says that somebody listens there, which need not be the device.' : '';
  return fault(
    'response-timeout',
    `${thing} did not answer ${operation} within ${seconds(timeout)}. Sent to ${addresses(tried)}.${who}`,
  );
}

export function nobodyListens({ thing, operation }: Command, tried: readonly Tried[]): Fault {
  const denied = tried.filter((it) => it.refused !== undefined);
  const also = denied.length > 0 ? ` The broker does not let this user write to ${addresses(denied)}.` : '';
  const open = tried.filter((it) => it.refused === undefined);
  return fault(
    'no-listener',
    `Nobody listens for ${operation} to ${thing} on ${addresses(open)}: it was not delivered.${also}`,
  );
}

export function nobodyMayWrite(tried: readonly Tried[]): Fault {
  return fault('not-authorized', `The broker does not let this user write to ${addresses(tried)}.`);
}

export function writeRefused({ address, refused }: Tried): Fault {
  return fault('publish-refused', `The broker refused the message to ${address} (reason ${refused}).`);
}

function addresses(tried: readonly Tried[]): string {
  return [...new Set(tried.map((it) => it.address))].join(', ');
}

function seconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 100) / 10} s`;
}
