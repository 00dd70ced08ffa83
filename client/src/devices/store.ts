/** The devices of one connection: named in the settings, listed by a registry, or heard. */
import { Emitter } from '../events.ts';
import { SortedNames } from '../order.ts';
import type { Dialect } from '../protocol/dialect.ts';
import type { News } from '../protocol/news.ts';
import { deviceOf, parseThingId } from '../protocol/thing.ts';
import { readThings } from '../protocol/things.ts';
import { type DeviceState, feedbackOutcome, startedAfter } from '../protocol/updateManager.ts';
import type { Incoming } from '../transports/transport.ts';
import type { ConsentQuestion, OwnerAsked } from '../updates/consent.ts';
import { type ContainerFeature, componentsOf, dependencyComponents, domainsOf } from './components.ts';
import { type Device, isHeard, type Registration, type Sync } from './device.ts';
import {
  hasFeature,
  isOvertaken,
  lastUpdate,
  operationUpdate,
  withElsewhere,
  withFeature,
  withOwnerAsked,
  withoutFeature,
  withPresence,
  withSilence,
  withSoftware,
} from './deviceNews.ts';
import { inventoryOf, shortened } from './inventory.ts';
import { Reports, type Twin } from './reports.ts';
import { mostDevices, Room } from './room.ts';
import { Shared } from './shared.ts';
import { type Silence, UpdateSilences } from './updateSilence.ts';

/** What belongs to a device and is looked at only on demand. */
interface Background {
  readonly reports: Reports;
  /** By container id. */
  readonly containers: Map<string, ContainerFeature>;
}

export class DeviceStore {
  readonly #connection: string;
  readonly #read: Dialect['read'];
  readonly #devices = new Map<string, Device>();
  readonly #background = new Map<string, Background>();
  /** Ids that the user wants to see, heard or not. */
  #kept: ReadonlySet<string> = new Set();
  readonly #room = new Room();
  readonly #shared = new Shared();
  readonly #ids = new SortedNames();
  #leftOut = 0;
  readonly #silences = new UpdateSilences((id, silence) => this.#fellSilent(id, silence));
  readonly #changes = new Emitter<string>();
  /** The id of the device that changed, came or went. */
  readonly onChange = this.#changes.event;

  constructor(connection: string, read: Dialect['read'] = readThings) {
    this.#connection = connection;
    this.#read = read;
  }

  /** Sorted by id. */
  list(): readonly Device[] {
    return this.#ids.all.flatMap((id) => this.#devices.get(id) ?? []);
  }

  get size(): number {
    return this.#devices.size;
  }

  /** How many were heard and have gone for want of room. They come back with their next word. */
  get leftOut(): number {
    return this.#leftOut;
  }

  get(id: string): Device | undefined {
    return this.#devices.get(id);
  }

  /** The devices that the settings name; those that are no longer named stay where they are listed or have been heard. */
  configure(ids: readonly string[]): void {
    for (const device of [...this.#devices.values()]) {
      if (device.configured && !ids.includes(device.id)) this.#putOrForget({ ...device, configured: false });
    }
    for (const id of ids) {
      const device = this.#devices.get(id) ?? this.#fresh(id);
      if (!device.configured) this.#put({ ...device, configured: true });
    }
  }

  /**
   * All devices that the registry lists, of its tenant; those of before that are not among them stay where they are named
   * or have been heard. Returns how many there was no room for: what is known gives way to none that is only listed.
   */
  register(listed: ReadonlyMap<string, Registration>, tenant: string): number {
    for (const device of [...this.#devices.values()]) {
      if (device.registration === undefined || listed.has(device.id)) continue;
      const { registration: _, ...unlisted } = device;
      this.#putOrForget(unlisted);
    }
    let leftOut = 0;
    for (const [id, registration] of listed) {
      const device = this.#devices.get(id);
      if (device === undefined && this.#devices.size >= mostDevices) leftOut += 1;
      // Several times as fast as a deep comparison: there can be thousands.
      else if (JSON.stringify(device?.registration) !== JSON.stringify(registration))
        this.#put({ ...(device ?? this.#fresh(id)), tenant, registration });
    }
    return leftOut;
  }

  /** These are known from now on, heard or not, and do not give way to others; those of before may go again. */
  keep(ids: readonly string[]): void {
    const before = this.#kept;
    this.#kept = new Set(ids.filter((id) => parseThingId(id)));
    for (const id of this.#kept) if (!this.#devices.has(id)) this.#put(this.#fresh(id));
    for (const id of [...before, ...this.#kept]) {
      const device = this.#devices.get(id);
      if (device) this.#giveRoom(device);
    }
  }

  /** What a plan found out; a device that is not known, or a word that is no news, changes nothing. */
  setSync(id: string, sync: Sync): void {
    const device = this.#devices.get(id);
    if (device && device.sync !== sync) this.#put({ ...device, sync });
  }

  /** An update that is over, as its sender has found out without a word of the device. */
  endedUnheard(id: string, activityId: string): void {
    const device = this.#devices.get(id);
    if (device?.lastUpdate?.activityId !== shortened(activityId) || device.lastUpdate.terminal) return;
    this.#silences.forget(id);
    this.#fellSilent(id, 'lost');
  }

  /** What the device has asked its owner: it waits for the answer, or no longer. */
  ownerAsked(
    { device: id, activityId }: Pick<ConsentQuestion, 'device' | 'activityId'>,
    asked: OwnerAsked,
  ): void {
    const device = this.#devices.get(id);
    const told = device && withOwnerAsked(device, activityId, asked);
    if (told && told !== device) this.#put(told);
  }

  /** The update that the device does was not started here. */
  startedElsewhere(id: string, activityId: string): void {
    const device = this.#devices.get(id);
    const told = device && withElsewhere(device, activityId);
    if (told && told !== device) this.#put(told);
  }

  /**
   * Takes away what was heard of a device, and itself where no registry lists it; it comes back with its next word. False
   * where the settings name it.
   */
  forget(id: string): boolean {
    const device = this.#devices.get(id);
    if (device?.configured !== false) return false;
    const { registration, tenant } = device;
    this.#forget(id);
    if (registration) this.#put({ ...this.#fresh(id), ...(tenant && { tenant }), registration });
    return true;
  }

  /** Nobody tells any more who comes and goes: what was told need not hold. */
  forgetPresence(): void {
    for (const device of [...this.#devices.values()]) {
      const { presence, ...rest } = device;
      if (presence) this.#put(rest);
    }
  }

  /** What the device last reported, as it said it, but for secrets. Undefined where it is not known. */
  twin(id: string): Twin | undefined {
    return this.#devices.has(id) ? this.#backgroundOf(id).reports.twin() : undefined;
  }

  /** Nobody waits any more for what devices say, or do not say. */
  dispose(): void {
    this.#silences.dispose();
    this.#changes.dispose();
  }

  /**
   * Takes what the transport heard; whatever says nothing of a device changes nothing. `original`: the message as it came,
   * where secrets that were sent are taken out of it: the twin is made of that, and masked by who shows it.
   */
  hear(message: Incoming, original: string = message.raw): News | undefined {
    const said = this.#read(message);
    if (!said) return undefined;
    const { thing, tenant, news, envelope, state, kept, presence } = said;
    const time = kept ?? message.time;
    const isSign = kept === undefined && (presence === undefined || envelope !== undefined);
    const heard = withPresence(
      this.#heard(deviceOf(thing), tenant, isSign ? message.time : undefined),
      thing,
      presence,
    );
    const { reports } = this.#backgroundOf(heard.id);
    if (envelope) reports.takeChange(envelope, original, message.time);
    if (state) reports.take({ thing, ...state, time }, message.raw.length);
    const isNews = news !== undefined && !isOvertaken(heard, news);
    const device = isNews ? this.#apply(heard, news, time, envelope !== undefined) : heard;
    const isEnd = news?.kind === 'state' && this.#endsUpdate(heard, news.state, kept === undefined);
    this.#put(isEnd ? withSilence(device, 'lost') : device);
    if (isEnd) this.#silences.forget(device.id);
    else if (isNews) this.#silences.hear(device.id, news, message.time);
    this.#weigh(device.id);
    return news;
  }

  /** `time`: of its word, ms since the epoch; undefined where that does not say that it is there now. */
  #heard(id: string, tenant: string | undefined, time: number | undefined): Device {
    const device = this.#devices.get(id) ?? this.#fresh(id);
    return {
      ...device,
      ...(time !== undefined && { lastHeard: time }),
      ...(tenant !== undefined && { tenant }),
    };
  }

  /** `ofThing`: said by a thing; in direct mode the same is said without one, and then there are no features. */
  #apply(before: Device, news: News, time: number, ofThing: boolean): Device {
    if (news.kind === 'other') return before;
    const { containers } = this.#backgroundOf(before.id);
    if (news.kind === 'featureGone') {
      containers.delete(news.feature.replace(/^Container:/, ''));
      return withoutFeature(before, news.thing, news.feature);
    }
    const device = ofThing ? withFeature(before, news.thing, news.feature) : before;
    switch (news.kind) {
      case 'feedback': {
        const { activityId, ...said } = news.feedback;
        const next = {
          ...device,
          lastUpdate: lastUpdate(activityId, said, time, feedbackOutcome(said.status)),
        };
        if (before.lastUpdate?.activityId !== next.lastUpdate.activityId) return next;
        const asked = withOwnerAsked(next, activityId, before.lastUpdate.ownerAsked);
        return before.lastUpdate.elsewhere ? withElsewhere(asked, activityId) : asked;
      }
      case 'operation':
        return { ...device, lastUpdate: operationUpdate(before.lastUpdate, news.operation, time) };
      case 'state': {
        const inventory = inventoryOf(news.state, time, this.#shared);
        const reported = {
          ...device,
          inventory,
          domains: domainsOf(inventory.software),
          inventoryTime: time,
        };
        return this.#withComponents(reported);
      }
      case 'dependencies':
        return this.#withComponents({ ...withSoftware(device, news), inventoryTime: time });
      case 'container': {
        if (!hasFeature(device, news.thing, news.feature)) return device;
        const { id, name, status } = news;
        containers.set(id, {
          ...containers.get(id),
          ...(name !== undefined && { name: shortened(name) }),
          ...(status !== undefined && { status: shortened(status) }),
        });
        return device.software.length === 0 ? device : this.#withComponents(device);
      }
      case 'feature':
      case 'consent':
        return device;
    }
  }

  /** A device tells its state after the end of each apply, and after a start: it goes on with none that it did before. */
  #endsUpdate({ id, lastUpdate }: Device, state: DeviceState, isNow: boolean): boolean {
    if (!lastUpdate || lastUpdate.terminal) return false;
    if (state.activityId !== '' && state.activityId === lastUpdate.activityId) return true;
    return isNow && startedAfter(state, { said: lastUpdate.said, silence: this.#silences.since(id) ?? 0 });
  }

  #fellSilent(id: string, silence: Silence): void {
    const device = this.#devices.get(id);
    if (device) this.#put(withSilence(device, silence));
  }

  #withComponents(device: Device): Device {
    const { containers } = this.#backgroundOf(device.id);
    const installed = device.inventory ? componentsOf(device.inventory) : [];
    const software = device.software.flatMap((it) => dependencyComponents(it, containers));
    return { ...device, components: [...installed, ...software] };
  }

  #fresh(id: string): Device {
    return {
      connection: this.#connection,
      id,
      configured: false,
      features: [],
      domains: [],
      software: [],
      sync: 'unknown',
    };
  }

  #backgroundOf(id: string): Background {
    const known = this.#background.get(id);
    if (known) return known;
    const made: Background = { reports: new Reports(), containers: new Map() };
    this.#background.set(id, made);
    return made;
  }

  /** What nobody names and nothing was heard of goes. */
  #putOrForget(device: Device): void {
    const { id, configured, registration } = device;
    if (configured || registration || isHeard(device) || this.#kept.has(id)) this.#put(device);
    else this.#forget(id);
  }

  #put(device: Device): void {
    const before = this.#devices.get(device.id);
    this.#devices.set(device.id, device);
    if (before === undefined) this.#ids.add(device.id);
    if (before?.configured !== device.configured) this.#giveRoom(device);
    if (before === undefined) this.#makeRoom(device.id);
    this.#changes.fire(device.id);
  }

  #giveRoom(device: Device): void {
    const { id, configured } = device;
    this.#room.put(id, configured || this.#kept.has(id), isHeard(device));
  }

  /** After a word of the device. */
  #weigh(id: string): void {
    const device = this.#devices.get(id);
    if (device === undefined) return;
    this.#giveRoom(device);
    this.#room.weigh(id, { twin: this.#backgroundOf(id).reports.size, rest: device.inventory?.size ?? 0 });
    this.#makeRoom(id);
  }

  /** Where all devices together are too many or take too much, what nobody asked for goes, of the longest silent first. */
  #makeRoom(spared: string): void {
    for (const { id, what } of this.#room.excess(spared)) {
      const device = this.#devices.get(id);
      if (what === 'twin') this.#leaveOutTwin(id);
      else this.#forget(id);
      if (what === 'device' && device && isHeard(device)) this.#leftOut += 1;
    }
  }

  #leaveOutTwin(id: string): void {
    this.#backgroundOf(id).reports.leaveOut();
    this.#room.weigh(id, { twin: 0, rest: this.#devices.get(id)?.inventory?.size ?? 0 });
  }

  #forget(id: string): void {
    this.#devices.delete(id);
    this.#ids.delete(id);
    this.#silences.forget(id);
    this.#room.delete(id);
    this.#background.delete(id);
    this.#changes.fire(id);
  }
}
