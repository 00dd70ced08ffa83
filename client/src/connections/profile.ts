/** A connection as the user's settings describe it (`kanto.connections`). Holds no secret. */

/** How commands are addressed on MQTT. */
export const addressings = ['auto', 'gateway', 'device', 'documented'] as const;
export type Addressing = (typeof addressings)[number];

export interface ConnectionProfile {
  /** Shown to people; unique. */
  readonly name: string;
  /** `mqtt://host[:1883]`, `mqtts://host[:8883]`, `ws://…`, `wss://…`. Never holds a user or a password. */
  readonly url: string;
  /** Ids of devices known beforehand: `namespace:name`. */
  readonly devices: readonly string[];
  readonly username?: string;
  readonly clientId?: string;
  readonly addressing: Addressing;
  /** 5 (default, falls back to 3.1.1 where the broker refuses) or 4 (3.1.1 only). */
  readonly protocolVersion: 4 | 5;
  /** Seconds. */
  readonly keepAlive: number;
  readonly tls?: {
    readonly caFile?: string;
    readonly certFile?: string;
    readonly keyFile?: string;
    readonly serverName?: string;
  };
}
