/** The devices of one connection: named in the settings, or heard. */
import { Emitter } from '../events.ts';
import { parseEnvelope } from '../protocol/envelope.ts';
import { parseIdentity } from '../protocol/identity.ts';
import { type News, newsOf } from '../protocol/news.ts';
import { operationOutcome } from '../protocol/softwareUpdatable.ts';
import { deviceOf, parseThingId } from '../protocol/thing.ts';
import { identityTopic, parseEventTopic } from '../protocol/topics.ts';
import { feedbackOutcome } from '../protocol/updateManager.ts';
import type { Incoming } from '../transports/transport.ts';
import { componentsOf, dependencyComponents, domainsOf } from './components.ts';
import type { Device, InstalledComponent, LastUpdate, Sync } from './device.ts';

/** Whoever may publish could invent devices and features without end. */
const mostDevices = 10_000;
const mostFeatures = 1000;

export class DeviceStore {
  readonly #connection: string;
  readonly #devices = new Map<string, Device>();
  /** Software modules by device and thing; the device shows them together with the inventory. */
  readonly #modules = new Map<string, ReadonlyMap<string, readonly InstalledComponent[]>>();
  readonly #inventories = new Map<string, readonly InstalledComponent[]>();
  readonly #changes = new Emitter<string>();
  /** The id of the device that changed, came or went. */
  readonly onChange = this.#changes.event;

  constructor(connection: string) {
    this.#connection = connection;
  }

  /** Sorted by id. */
  list(): readonly Device[] {
    return [...this.#devices.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  get(id: string): Device | undefined {
    return this.#devices.get(id);
  }

  /** The devices that the settings name; those that are no longer named stay where they have been heard. */
  configure(ids: readonly string[]): void {
    for (const device of [...this.#devices.values()]) {
      if (!device.configured || ids.includes(device.id)) continue;
      if (device.lastHeard === undefined) this.#forget(device.id);
      else this.#put({ ...device, configured: false });
    }
    for (const id of ids) {
      const device = this.#devices.get(id) ?? this.#fresh(id);
      if (!device.configured) this.#put({ ...device, configured: true });
    }
  }

  /** What a plan found out; a device that is not known, or a word that is no news, changes nothing. */
  setSync(id: string, sync: Sync): void {
    const device = this.#devices.get(id);
    if (device && device.sync !== sync) this.#put({ ...device, sync });
  }

  /** Takes what the transport heard; whatever says nothing of a device changes nothing. */
  hear({ address, json, time }: Incoming): News | undefined {
    if (address === identityTopic) {
      const identity = parseIdentity(json);
      if (identity) this.#put(this.#heard(identity.deviceId, identity.tenantId, time));
      return undefined;
    }
    const event = parseEventTopic(address);
    if (!event) return undefined;
    const envelope = parseEnvelope(json);
    const news = envelope && newsOf(envelope);
    const thing = news?.thing ?? event.device;
    if (thing === undefined || !parseThingId(thing)) return undefined;
    const device = this.#heard(deviceOf(thing), event.tenant, time);
    this.#put(news ? this.#apply(device, news, time) : device);
    return news;
  }

  #heard(id: string, tenant: string | undefined, time: number): Device {
    const device = this.#devices.get(id) ?? this.#fresh(id);
    return { ...device, lastHeard: time, ...(tenant !== undefined && { tenant }) };
  }

  #apply(before: Device, news: News, time: number): Device {
    if (news.kind === 'other') return before;
    if (news.kind === 'featureGone') return withoutFeature(before, news.thing, news.feature);
    const device = withFeature(before, news.thing, news.feature);
    switch (news.kind) {
      case 'feedback': {
        const { activityId, status, message } = news.feedback;
        return { ...device, lastUpdate: update(activityId, status, message, time, feedbackOutcome(status)) };
      }
      case 'operation': {
        const { correlationId, status, message } = news.operation;
        return {
          ...device,
          lastUpdate: update(correlationId, status, message, time, operationOutcome(status)),
        };
      }
      case 'state': {
        this.#inventories.set(device.id, componentsOf(news.state));
        return { ...this.#withComponents(device, time), domains: domainsOf(news.state) };
      }
      case 'dependencies': {
        const modules = new Map(this.#modules.get(device.id));
        modules.set(news.thing, dependencyComponents(news.dependencies));
        this.#modules.set(device.id, modules);
        return this.#withComponents(device, time);
      }
      case 'feature':
      case 'consent':
        return device;
    }
  }

  #withComponents(device: Device, time: number): Device {
    const inventory = this.#inventories.get(device.id) ?? [];
    const modules = [...(this.#modules.get(device.id)?.values() ?? [])].flat();
    return { ...device, components: [...inventory, ...modules], inventoryTime: time };
  }

  #fresh(id: string): Device {
    return {
      connection: this.#connection,
      id,
      configured: false,
      features: [],
      domains: [],
      sync: 'unknown',
    };
  }

  #put(device: Device): void {
    const known = this.#devices.has(device.id);
    this.#devices.set(device.id, device);
    if (!known && this.#devices.size > mostDevices) this.#forgetOldest();
    this.#changes.fire(device.id);
  }

  /** Of those that are only heard, the one that was silent for longest. */
  #forgetOldest(): void {
    const heard = [...this.#devices.values()].filter((it) => !it.configured);
    const [oldest] = heard.sort((a, b) => (a.lastHeard ?? 0) - (b.lastHeard ?? 0));
    if (oldest) this.#forget(oldest.id);
  }

  #forget(id: string): void {
    this.#devices.delete(id);
    this.#modules.delete(id);
    this.#inventories.delete(id);
    this.#changes.fire(id);
  }
}

function update(
  activityId: string,
  status: string,
  message: string | undefined,
  time: number,
  outcome: 'success' | 'failure' | undefined,
): LastUpdate {
  return { activityId, status, ...(message && { message }), time, terminal: outcome !== undefined };
}

function withFeature(device: Device, thing: string, feature: string): Device {
  const known = device.features.some((it) => it.thing === thing && it.feature === feature);
  if (known || device.features.length >= mostFeatures) return device;
  return { ...device, features: [...device.features, { thing, feature }] };
}

function withoutFeature(device: Device, thing: string, feature: string): Device {
  const features = device.features.filter((it) => it.thing !== thing || it.feature !== feature);
  return { ...device, features };
}
