/** What all steps of one examination share. */
import { FaultError } from '../../errors.ts';
import type { Transport } from '../../transports/transport.ts';
import type { Access } from '../../transports/way.ts';
import { type ConnectionProfile, devicesOf } from '../profile.ts';
import { isBrokerUrl, parseBrokerUrl } from '../url.ts';
import type { Place } from './network.ts';
import type { Patience } from './patience.ts';

export interface ExaminationAccess extends Access {
  /** The user's of the device registry, where the connection names one. */
  readonly registryPassword: () => Promise<string | undefined>;
}

export interface Examination {
  readonly profile: ConnectionProfile;
  readonly access: ExaminationAccess;
  /** Not connected before a step does, unless it is the one of the connection itself. */
  readonly transport: Transport;
  /** The device that the user named. */
  readonly device: string | undefined;
  /** The connection itself is open meanwhile. */
  readonly isOpen: boolean;
  readonly patience: Patience;
  readonly signal: AbortSignal;
}

/** @throws FaultError where the url is none */
export function placeOf({ profile: { url }, patience, signal }: Examination): Place {
  const broker = parseBrokerUrl(url);
  if (!isBrokerUrl(broker)) throw new FaultError(broker);
  return { url, broker, patience: patience.network, signal };
}

/** The device to ask: the named one, else what is known of it, else the only one of the settings. */
export function deviceToAsk({ device, profile }: Examination, known?: string): string | undefined {
  const [configured, ...others] = devicesOf(profile);
  return device ?? known ?? (others.length === 0 ? configured : undefined);
}
