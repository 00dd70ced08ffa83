/** The devices of a tenant, asked of the device registry page by page. */
import { Agent as PlainAgent } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import { t } from '@vscode/l10n';
import type { Registration } from '../devices/device.ts';
import { FaultError, fault } from '../errors.ts';
import { deviceOf, parseThingId } from '../protocol/thing.ts';
import { noDevices } from './faults.ts';
import type { Page, RegisteredDevice } from './page.ts';
import {
  exposedRegistryCredentials,
  isRegistryUrl,
  parseRegistryUrl,
  type RegistryProfile,
} from './profile.ts';
import { askPage, type PageRequest } from './request.ts';

export interface RegistryAccess {
  /** The user's, where the registry is named with one. Asked at each listing, never kept. */
  readonly password: () => Promise<string | undefined>;
  /** PEM text of the authorities that are trusted in place of those of the system. */
  readonly ca: () => Promise<string | undefined>;
}

export interface ListOptions {
  readonly signal: AbortSignal;
  /** Milliseconds without a byte after which the registry is given up. */
  readonly patience?: number;
  /** Milliseconds for all pages. */
  readonly within?: number;
}

/** What a registry lists. */
export interface Listing {
  /** By id, in the registry's order. */
  readonly devices: ReadonlyMap<string, Registration>;
  /** Entries of the registry that match the filter. */
  readonly total: number;
  /** Entries read; less than {@link Listing.total} where there are too many. */
  readonly read: number;
  /** Entries with an id that no device of Kanto has: `namespace:name` is wanted. */
  readonly strangers: number;
}

/** What the registry of Hono answers at most (Device Registry Management API: pageSize). */
const pageSize = 200;
/** As many as are kept of one connection. */
const mostEntries = 10_000;
/** Characters of all their ids and gateways: a page alone can have millions. */
const mostText = 20_000_000;
const usualPatience = 15_000;
const usualTime = 120_000;

/**
 * Asks for every device of the tenant that matches the filter; a registry or tenant without any has none.
 * @throws FaultError `registry-…`, `insecure-credentials`, `tls-file-unreadable`, or `cancelled` where the signal ends it
 */
export async function listDevices(
  { registry, tenant }: { readonly registry: RegistryProfile; readonly tenant: string },
  access: RegistryAccess,
  { signal, patience = usualPatience, within = usualTime }: ListOptions,
): Promise<Listing> {
  const { url, username, filter } = registry;
  const address = parseRegistryUrl(url);
  if (!isRegistryUrl(address)) throw new FaultError(address);
  const exposed = exposedRegistryCredentials(registry);
  if (exposed) throw new FaultError(exposed);
  const ca = address.tls ? await access.ca() : undefined;
  const password = username === undefined ? undefined : await access.password();
  const tooLate = AbortSignal.timeout(within);
  const agent = address.tls
    ? new SecureAgent({ keepAlive: true, maxSockets: 1 })
    : new PlainAgent({ keepAlive: true, maxSockets: 1 });
  const request: PageRequest = {
    address,
    tenant,
    filter: filter ?? {},
    pageSize,
    agent,
    patience,
    ca,
    signal: AbortSignal.any([signal, tooLate]),
    ...(username !== undefined && { user: { name: username, password: password ?? '' } }),
  };
  try {
    return await new Entries((offset) => askPage(request, offset)).all();
  } catch (error) {
    if (signal.aborted) throw cancelled(error);
    if (tooLate.aborted)
      throw new FaultError(
        noDevices(address.base.origin, t('not all pages came within {0} s', Math.round(within / 1000))),
        { cause: error },
      );
    throw error;
  } finally {
    agent.destroy();
  }
}

function cancelled(cause: unknown): FaultError {
  return new FaultError(
    fault('cancelled', t('The devices were not listed to the end.'), t('Ask for them again.')),
    { cause },
  );
}

/** Of one listing. */
class Entries {
  readonly #ask: (offset: number) => Promise<Page>;
  readonly #found = new Map<string, RegisteredDevice>();
  #total = 0;
  #text = 0;

  constructor(ask: (offset: number) => Promise<Page>) {
    this.#ask = ask;
  }

  /**
   * Hono's registry over MongoDB counts `pageOffset` in pages, the one over JDBC in devices, and the API says neither: a
   * second page that repeats the first one tells. A page that brings nothing new is the last, whatever the total says.
   */
  async all(): Promise<Listing> {
    const first = await this.#take(0);
    if (first.fresh === 0 || this.#isDone) return this.#listing();
    const second = await this.#take(1);
    const step = second.repeated > second.fresh ? first.fresh : 1;
    let offset = step === 1 ? 2 : step;
    let { fresh } = second;
    while (fresh > 0 && !this.#isDone) {
      ({ fresh } = await this.#take(offset));
      offset += step;
    }
    return this.#listing();
  }

  get #isDone(): boolean {
    return this.#isFull || this.#found.size >= this.#total;
  }

  get #isFull(): boolean {
    return this.#found.size >= mostEntries || this.#text >= mostText;
  }

  async #take(offset: number): Promise<{ readonly fresh: number; readonly repeated: number }> {
    const { total, devices } = await this.#ask(offset);
    const before = this.#found.size;
    // Past the end the registry over JDBC finds nothing at all.
    if (devices.length > 0) this.#total = total;
    for (const device of devices) {
      if (this.#isFull) break;
      if (!this.#found.has(device.id)) this.#text += textOf(device);
      this.#found.set(device.id, device);
    }
    const fresh = this.#found.size - before;
    return { fresh, repeated: devices.length - fresh };
  }

  #listing(): Listing {
    const entries = [...this.#found.values()];
    const behind = new Map<string, number>();
    const isOwn = ({ id }: RegisteredDevice) => deviceOf(id) === id && parseThingId(id) !== undefined;
    const own = entries.filter(isOwn);
    for (const gateway of own.flatMap(({ via }) => via)) behind.set(gateway, (behind.get(gateway) ?? 0) + 1);
    const devices = new Map(
      own.map(({ id, ...said }): [string, Registration] => [
        id,
        { ...said, devicesBehind: behind.get(id) ?? 0 },
      ]),
    );
    const strangers = entries.filter(({ id }) => parseThingId(id) === undefined).length;
    return { devices, total: this.#total, read: entries.length, strangers };
  }
}

function textOf({ id, via, viaGroups, memberOf }: RegisteredDevice): number {
  return [id, ...via, ...viaGroups, ...memberOf].reduce((sum, name) => sum + name.length, 0);
}
