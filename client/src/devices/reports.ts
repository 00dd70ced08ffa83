/**
 * What a device last reported of its things, as it said it: the twin, as far as it was heard. Kept by path, the latest
 * last; the whole is put together when somebody looks at it.
 */
import type { JsonObject, JsonValue } from '../../../server/src/messages.ts';
import { type Envelope, parseDittoTopic, parseEnvelope } from '../protocol/envelope.ts';
import { isObject, parseJson } from '../protocol/json.ts';
import { formatThingId } from '../protocol/thing.ts';
import { maskedJson } from './masking.ts';

export interface Report {
  readonly thing: string;
  /** JSON pointer inside the thing: `/features/UpdateManager/properties`. */
  readonly path: string;
  /** Secrets are masked. Absent where the device took it away. */
  readonly value?: JsonValue;
  /** ms since the epoch */
  readonly time: number;
}

export interface Twin {
  /** By thing id. */
  readonly things: JsonObject;
  /** In the order in which they came. */
  readonly reports: readonly Report[];
  /** How many were left out, since the device reports more than is kept. */
  readonly leftOut: number;
}

const mostReports = 3000;
/** What lies deeper is no part of a twin. */
const deepestPath = 50;
/** Characters, of one device. */
const mostText = 4_000_000;

/** Hardly anybody looks at it: it is kept as text, which takes a fraction of the room, and read and masked by who does. */
interface Kept extends Omit<Report, 'value'> {
  /** JSON; absent where the device took it away. */
  readonly text?: string;
  /** Where in the text the value is: it is the text, or is in the envelope that the text is. */
  readonly in: 'itself' | 'envelope';
  readonly size: number;
}

export class Reports {
  readonly #kept = new Map<string, Kept>();
  /** The keys of each feature, so that a new one is not compared with all others. */
  readonly #byFeature = new Map<string, Set<string>>();
  #size = 0;
  #leftOut = 0;

  /** Characters, about. */
  get size(): number {
    return this.#size;
  }

  /** A change of a thing is part of its twin; a message of it is not. `message`: the envelope as the device wrote it. */
  takeChange({ topic, path, value }: Envelope, message: string, time: number): void {
    const change = parseDittoTopic(topic);
    if (change === undefined || change.channel !== 'twin') return;
    const thing = formatThingId(change);
    const sets = ['create', 'modify', 'created', 'modified'].includes(change.action);
    const kept = { thing, path, time, in: 'envelope', size: message.length } as const;
    if (sets && value !== undefined) this.#keep({ ...kept, text: message });
    else if (change.action === 'delete' || change.action === 'deleted') this.#keep(kept);
  }

  /** `size`: characters of the message that it came in. */
  take({ value, ...report }: Report, size: number): void {
    const text = value === undefined ? {} : { text: JSON.stringify(value) };
    this.#keep({ ...report, ...text, in: 'itself', size });
  }

  #keep(report: Kept): void {
    if (segments(report.path).length > deepestPath) return;
    const key = keyOf(report);
    const known = this.#kept.get(key);
    if (known === undefined) this.#dropBelow(report);
    // The latest comes last.
    else this.#kept.delete(key);
    this.#size -= known?.size ?? 0;
    this.#kept.set(key, report);
    this.#size += report.size;
    if (known === undefined) this.#index(key, report);
    while (this.#kept.size > 1 && (this.#kept.size > mostReports || this.#size > mostText)) {
      const [oldest] = this.#kept.keys();
      if (oldest === undefined) break;
      this.#drop(oldest);
      this.#leftOut += 1;
    }
  }

  /** Gives up all of them for want of room. */
  leaveOut(): void {
    this.#leftOut += this.#kept.size;
    this.#kept.clear();
    this.#byFeature.clear();
    this.#size = 0;
  }

  twin(): Twin {
    const reports = [...this.#kept.values()].map(reportOf);
    const things: JsonObject = {};
    const own = new WeakSet<JsonObject>([things]);
    for (const { thing, path, value } of reports) setAt(things, [thing, ...segments(path)], value, own);
    return { things, reports: reports.filter(({ value }) => value !== undefined), leftOut: this.#leftOut };
  }

  #index(key: string, report: Kept): void {
    const feature = featureOf(report);
    const keys = this.#byFeature.get(feature) ?? new Set();
    this.#byFeature.set(feature, keys.add(key));
  }

  #drop(key: string): void {
    const report = this.#kept.get(key);
    if (report === undefined) return;
    this.#kept.delete(key);
    this.#size -= report.size;
    const feature = featureOf(report);
    const keys = this.#byFeature.get(feature);
    keys?.delete(key);
    if (keys?.size === 0) this.#byFeature.delete(feature);
  }

  /** What is below is said anew, or is gone. */
  #dropBelow(report: Kept): void {
    const prefix = `${keyOf(report)}${report.path.endsWith('/') ? '' : '/'}`;
    const isAboveFeatures = segments(report.path).length < 2;
    const candidates = isAboveFeatures ? this.#kept.keys() : (this.#byFeature.get(featureOf(report)) ?? []);
    for (const key of [...candidates]) if (key.startsWith(prefix)) this.#drop(key);
  }
}

function reportOf({ thing, path, time, text, in: place }: Kept): Report {
  const json = text === undefined ? undefined : parseJson(text);
  const value = place === 'envelope' ? parseEnvelope(json)?.value : json;
  return { thing, path, time, ...(value !== undefined && { value: maskedJson(value) }) };
}

/** `edge:device features UpdateManager` */
function featureOf({ thing, path }: Pick<Report, 'thing' | 'path'>): string {
  return [thing, ...segments(path).slice(0, 2)].join(' ');
}

function keyOf({ thing, path }: Pick<Report, 'thing' | 'path'>): string {
  return `${thing} ${path}`;
}

function segments(path: string): string[] {
  return path
    .split('/')
    .filter((segment) => segment !== '')
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Changes only objects that are in `own`; others are copied on the way, since reports hold them too. */
function setAt(
  object: JsonObject,
  [first, ...rest]: readonly string[],
  value: JsonValue | undefined,
  own: WeakSet<JsonObject>,
): void {
  if (first === undefined) return;
  if (rest.length === 0) {
    if (value === undefined) delete object[first];
    else define(object, first, value);
    return;
  }
  const known = Object.hasOwn(object, first) ? object[first] : undefined;
  const inner = isObject(known) ? known : {};
  const mine = own.has(inner) ? inner : { ...inner };
  own.add(mine);
  define(object, first, mine);
  setAt(mine, rest, value, own);
}

/** A property of its own, whatever a stranger calls it. */
function define(object: JsonObject, key: string, value: JsonValue): void {
  Object.defineProperty(object, key, { value, configurable: true, enumerable: true, writable: true });
}
