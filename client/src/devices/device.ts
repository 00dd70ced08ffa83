/** What is known of a device: from settings, from a registry, from what it publishes, from its answers. */
import type { Presence } from '../protocol/presence.ts';
import type { Dependency } from '../protocol/softwareUpdatable.ts';
import type { Association, HardwareNode, InventoryNode } from '../protocol/updateManager.ts';
import type { OwnerAsked } from '../updates/consent.ts';
import type { Silence } from './updateSilence.ts';

export interface InstalledComponent {
  /** Domain that reported it: `containers`, `self-update`, …; empty for what SoftwareUpdatable reports. */
  readonly domain: string;
  /** Id inside the domain, without the prefix. */
  readonly id: string;
  /** For people, where the id is none: a container's, beside its container id. */
  readonly name?: string;
  readonly version?: string;
  /** `Running`, `Exited`, …, as the device says it. */
  readonly status?: string;
  /** Inventory type: CONTAINER, APPLICATION, IMAGE, RAW, DATA. */
  readonly type?: string;
  /** Parameters as reported. Values of secrets are already masked. */
  readonly parameters: readonly { readonly key: string; readonly value: string }[];
}

/** The latest update that the device told of, whoever sent it. */
export interface LastUpdate {
  readonly activityId: string;
  /** The device's word: COMPLETED, INCOMPLETE, RUNNING, FINISHED_SUCCESS, … */
  readonly status: string;
  readonly message?: string;
  readonly time: number;
  readonly terminal: boolean;
  /** Ended well; false as long as it goes on. */
  readonly ok: boolean;
  /** A module of it that has failed, where others go on: the whole has failed then. */
  readonly failed?: FailedModule;
  /** It was not started here, as far as it is known: by another window or program. */
  readonly elsewhere?: true;
  /** When the device said so, by its own clock, ms since the epoch. */
  readonly said?: number;
  /** Of one that goes on: the question to the device's owner that it waits for. */
  readonly ownerAsked?: OwnerAsked;
  /** Of one that goes on as far as it was heard: what the silence of the device tells. */
  readonly silence?: Silence;
}

export interface FailedModule {
  readonly name: string;
  readonly version?: string;
  readonly status: string;
  readonly message?: string;
}

/** The UpdateManager's inventory, bounded, the values of secrets masked. */
export interface Inventory {
  readonly activityId: string;
  /** When it was reported, ms since the epoch. */
  readonly time: number;
  readonly software: readonly InventoryNode[];
  readonly hardware: readonly HardwareNode[];
  readonly associations: readonly Association[];
  /** How many nodes were left out, since the device reports more than is kept. */
  readonly leftOut: number;
  /** Characters that it takes, about. */
  readonly size: number;
}

/** What the feature SoftwareUpdatable of one thing says. */
export interface SoftwareOfThing {
  readonly thing: string;
  /** What was installed by it, and can be removed by name. Absent where it was not reported. */
  readonly installed?: readonly Dependency[];
  /** What is there without it. */
  readonly context?: readonly Dependency[];
}

/** What the device registry says of a device (Eclipse Hono, Device Registry Management API: Device). */
export interface Registration {
  /** False: Hono lets it neither connect nor get commands. */
  readonly enabled: boolean;
  /** Ids of gateways that speak for it: Hono delivers its commands to one of them. */
  readonly via: readonly string[];
  /** Groups of gateways that speak for it. */
  readonly viaGroups: readonly string[];
  /** Groups of gateways that it belongs to. */
  readonly memberOf: readonly string[];
  /** How many listed devices it speaks for. */
  readonly devicesBehind: number;
  /** Ms since the epoch. */
  readonly created?: number;
}

/** What the device runs against the manifest that was last applied to it. */
export type Sync = 'in sync' | 'drifted' | 'unknown';

export interface Device {
  readonly connection: string;
  /** `namespace:name` of the root thing. */
  readonly id: string;
  readonly tenant?: string;
  /** Named in the settings; a device can be both configured and heard. */
  readonly configured: boolean;
  /** Listed by the device registry; absent where it is not, or there is none. */
  readonly registration?: Registration;
  /** Time of the last message, ms since the epoch. */
  readonly lastHeard?: number;
  /** Whether it is connected, as its network last said while this connection stood; absent where it has said nothing. */
  readonly presence?: Presence;
  /** Features seen, by thing. */
  readonly features: readonly { readonly thing: string; readonly feature: string }[];
  /** Domains that reported an update agent. */
  readonly domains: readonly string[];
  /** Absent until the device has reported its inventory. */
  readonly components?: readonly InstalledComponent[];
  readonly inventoryTime?: number;
  /** Absent until the UpdateManager has reported it. */
  readonly inventory?: Inventory;
  readonly software: readonly SoftwareOfThing[];
  readonly lastUpdate?: LastUpdate;
  /** Found by a plan, never by the store itself: unknown until one was made. */
  readonly sync: Sync;
}

/** It has said something, or its network something of it. */
export function isHeard({ lastHeard, presence }: Device): boolean {
  return lastHeard !== undefined || presence !== undefined;
}

/** A registry lists it, and nothing was heard of it yet. */
export function isOnlyRegistered(device: Device): boolean {
  return device.registration !== undefined && !isHeard(device);
}
