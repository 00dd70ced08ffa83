/** A connection as the user's settings describe it (`kanto.connections`). Holds no secret. */
import type { RegistryProfile } from '../registry/profile.ts';
import { hostOf } from './url.ts';

/** How commands are addressed on MQTT. */
export const addressings = ['auto', 'gateway', 'device', 'documented'] as const;
export type Addressing = (typeof addressings)[number];

/** `things`: Ditto messages in Hono's topics; `direct`: an update manager that runs without things (kanto.md 3.1). */
export const modes = ['things', 'direct'] as const;
export type Mode = (typeof modes)[number];

/** What devices say by themselves, in Hono's words (hono.md 1.1). */
export const receivables = ['events', 'telemetry'] as const;
export type Receivable = (typeof receivables)[number];

export interface ConnectionProfile {
  /** Shown to people; unique. */
  readonly name: string;
  /**
   * `mqtt://host[:1883]`, `mqtts://host[:8883]`, `ws://…`, `wss://…`; for Eclipse Hono `amqp://host[:5672]`,
   * `amqps://host[:5671]`, `kafka://host[:9092],…`, `kafkas://host[:9093],…`. Never holds a user or a password.
   */
  readonly url: string;
  /** Ids of devices known beforehand: `namespace:name`. Of no meaning in direct mode, see {@link devicesOf}. */
  readonly devices: readonly string[];
  readonly username?: string;
  readonly clientId?: string;
  /** Before anything is changed on its devices the user is asked, by the connection's name. */
  readonly protected?: boolean;
  /**
   * The tenant that its devices belong to: what names another on its topics is not of them. In the mode `things` only.
   * Always there at Hono, whose addresses name it.
   */
  readonly tenant?: string;
  readonly mode: Mode;
  /** What the topics of direct mode begin with: `<prefix>/desiredstate`. Always there in that mode. */
  readonly prefix?: string;
  /**
   * What is heard from Hono besides answers. Over AMQP it is taken from the other consumers of the tenant; over Kafka
   * everybody hears everything.
   */
  readonly receive?: readonly Receivable[];
  /** In the mode `things`, over MQTT only. */
  readonly addressing: Addressing;
  /** Of MQTT: 5 (default, falls back to 3.1.1 where the broker refuses) or 4 (3.1.1 only). */
  readonly protocolVersion: 4 | 5;
  /** Seconds. */
  readonly keepAlive: number;
  readonly tls?: TlsProfile;
  /** The device inside of this program, whichever port its broker has; never of the settings. */
  readonly simulated?: true;
  /** Eclipse Hono's, which lists the devices of the tenant. Only with a tenant, in the mode `things`. */
  readonly registry?: RegistryProfile;
}

/** The devices that the settings name; in direct mode the one of the prefix, which is its id. */
export function devicesOf({ mode, prefix, devices }: ConnectionProfile): readonly string[] {
  return mode === 'direct' && prefix !== undefined ? [prefix] : devices;
}

/** Whose devices they are, whatever the connection is called: of another broker, user or tenant an id means another device. */
export function ownerOf({ url, username, tenant, simulated, mode }: ConnectionProfile): string {
  if (simulated) return `simulated ${mode}`;
  return JSON.stringify([hostOf(url), username ?? '', tenant ?? '']);
}

/** Whether its devices can have a SoftwareUpdatable: it is a feature of a thing, and in direct mode there are none. */
export function hasSoftware({ mode }: Pick<ConnectionProfile, 'mode'>): boolean {
  return mode === 'things';
}

export interface TlsProfile {
  readonly caFile?: string;
  readonly certFile?: string;
  /** Its pass-phrase, where it has one, is a secret and not here. */
  readonly keyFile?: string;
  readonly serverName?: string;
  /**
   * SHA-256 of the one certificate that the broker may show, as {@link parseFingerprint} writes it. The user has looked
   * at it and accepted it: it stands in place of an authority, a host name and a validity.
   */
  readonly fingerprint?: string;
}

/** `AB:CD:…`, 32 bytes; undefined for what is no SHA-256 fingerprint. Colons may be missing, letters be small. */
export function parseFingerprint(text: string): string | undefined {
  const digits = text.trim().replaceAll(':', '').toUpperCase();
  return /^[0-9A-F]{64}$/.test(digits) ? digits.replace(/..(?=.)/g, '$&:') : undefined;
}
