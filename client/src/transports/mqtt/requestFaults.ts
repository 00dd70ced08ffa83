/** Why a command brought no answer, in words that say what to check. */
import { t } from '@vscode/l10n';
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
      t(
        'The connection was lost while waiting for the answer of {0} to {1} ({2}), and no answer came within {3}.',
        thing,
        operation,
        lost,
        seconds(timeout),
      ),
    );
  }
  if (tried.length === 0) {
    return fault(
      'response-timeout',
      t('The broker did not confirm within {0} that it took {1} to {2}.', seconds(timeout), operation, thing),
    );
  }
  const heard = tried.some((it) => it.heard === true);
  const who = heard ? t(' The broker says that somebody listens there, which need not be the device.') : '';
  return fault(
    'response-timeout',
    t(
      '{0} did not answer {1} within {2}. Sent to {3}.{4}',
      thing,
      operation,
      seconds(timeout),
      addresses(tried),
      who,
    ),
  );
}

export function nobodyListens({ thing, operation }: Command, tried: readonly Tried[]): Fault {
  const denied = tried.filter((it) => it.refused !== undefined);
  const also =
    denied.length > 0 ? t(' The broker does not let this user write to {0}.', addresses(denied)) : '';
  const open = tried.filter((it) => it.refused === undefined);
  return fault(
    'no-listener',
    t(
      'Nobody listens for {0} to {1} on {2}: it was not delivered.{3}',
      operation,
      thing,
      addresses(open),
      also,
    ),
  );
}

export function nobodyMayWrite(tried: readonly Tried[]): Fault {
  return fault('not-authorized', t('The broker does not let this user write to {0}.', addresses(tried)));
}

export function writeRefused({ address, refused }: Tried): Fault {
  return fault(
    'publish-refused',
    t('The broker refused the message to {0} (reason {1}).', address, refused ?? ''),
  );
}

function addresses(tried: readonly Tried[]): string {
  return [...new Set(tried.map((it) => it.address))].join(', ');
}

function seconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 100) / 10} s`;
}
