/** The setting `kanto.connections` as profiles. What is wrong with an entry is told with its name and the mend. */
import { t } from '@vscode/l10n';
import type { JsonObject } from '../../../server/src/messages.ts';
import { type Fault, fault } from '../errors.ts';
import { defaultPrefix } from '../protocol/direct.ts';
import { isObject } from '../protocol/json.ts';
import { parseThingId } from '../protocol/thing.ts';
import { type RegistryProfile, readRegistry } from '../registry/profile.ts';
import {
  addressings,
  type ConnectionProfile,
  modes,
  parseFingerprint,
  type Receivable,
  receivables,
  type TlsProfile,
} from './profile.ts';
import { isBrokerUrl, isHonoUrl, parseBrokerUrl, protocolOf } from './url.ts';

export interface ParsedProfiles {
  /** The entries without faults, in their order. */
  readonly profiles: readonly ConnectionProfile[];
  readonly faults: readonly Fault[];
}

/** Seconds; shorter than what most gateways allow an idle connection. */
const defaultKeepAlive = 30;

/** An entry with a fault is left out: a connection must never go elsewhere than its owner meant. */
export function parseProfiles(settings: unknown): ParsedProfiles {
  if (settings === undefined || settings === null) return { profiles: [], faults: [] };
  if (!Array.isArray(settings)) {
    return {
      profiles: [],
      faults: [fault('settings-malformed', t('The setting kanto.connections is no list.'))],
    };
  }
  const profiles: ConnectionProfile[] = [];
  const faults: Fault[] = [];
  for (const [index, entry] of settings.entries()) {
    const label = labelOf(entry, index);
    const { profile, faults: own } = parseProfile(entry, label);
    if (profile && profiles.some(({ name }) => name === profile.name)) {
      faults.push(fault('settings-duplicate', t('{0}: another connection has the same name.', label)));
    } else if (profile) profiles.push(profile);
    faults.push(...own);
  }
  return { profiles, faults };
}

/** One entry; `label` is what its faults call it. The profile is absent where there is a fault. */
export function parseProfile(
  entry: unknown,
  label: string,
): { readonly profile: ConnectionProfile | undefined; readonly faults: readonly Fault[] } {
  const reader = new EntryReader(entry, label);
  return { profile: reader.profile(), faults: reader.faults };
}

function labelOf(entry: unknown, index: number): string {
  const name = isObject(entry) ? entry['name'] : undefined;
  const named = typeof name === 'string' && name !== '' ? ` ("${name}")` : '';
  return `kanto.connections[${index}]${named}`;
}

class EntryReader {
  readonly faults: Fault[] = [];
  readonly #label: string;
  readonly #entry: JsonObject;

  constructor(entry: unknown, label: string) {
    this.#entry = isObject(entry) ? entry : {};
    this.#label = label;
    if (!isObject(entry))
      this.#wrong(t('is no object.'), t('Write it as { "name": "…", "url": "mqtt://…" }.'));
  }

  /** Undefined where the entry has a fault. */
  profile(): ConnectionProfile | undefined {
    if (this.faults.length > 0) return undefined;
    if ('password' in this.#entry) {
      this.faults.push(fault('settings-password', t('{0}: a password stands in the settings.', this.#label)));
    }
    const name = this.#text('name');
    const url = this.#url();
    const username = this.#text('username');
    const clientId = this.#text('clientId');
    const tls = this.#tls();
    const tenant = this.#topicPart('tenant', isTopicLevel, t('a name without "/", "+", "#" and blanks.'));
    const mode = this.#oneOf('mode', modes, 'things');
    const prefix =
      this.#topicPart('prefix', isTopicPrefix, t('the begin of a topic, such as "{0}".', defaultPrefix)) ??
      (mode === 'direct' ? defaultPrefix : undefined);
    const receive = this.#receive(url);
    const registry = this.#registry();
    const profile = {
      name: name ?? '',
      url,
      devices: this.#devices(),
      ...(username && { username }),
      ...(clientId && { clientId }),
      ...(this.#flag('protected') && { protected: true }),
      ...(tenant && { tenant }),
      mode,
      ...(prefix && { prefix }),
      ...(receive.length > 0 && { receive }),
      addressing: this.#oneOf('addressing', addressings, 'auto'),
      protocolVersion: this.#protocolVersion(),
      keepAlive: this.#keepAlive(),
      ...(tls && { tls }),
      ...(registry && { registry }),
    };
    if (registry && mode === 'direct')
      this.#wrong(
        t('has a "registry" in direct mode.'),
        t('Take it out: in direct mode the one device is that of the prefix.'),
      );
    else if (registry && !isHonoUrl(url) && !this.#entry['tenant'])
      this.#wrong(
        t('has a "registry" and no tenant.'),
        t('Give it the "tenant" whose devices the registry lists.'),
      );
    if (isHonoUrl(url)) this.#checkHono(profile);
    else if (receive.length > 0)
      this.#wrong(
        t('has a "receive", which only Eclipse Hono knows (AMQP, Kafka).'),
        t('Take it out: over MQTT nothing is taken from others, and events are always heard.'),
      );
    if (!name?.trim()) this.#wrong(t('has no name.'), t('Give it a "name" of its own.'));
    return this.faults.length === 0 ? profile : undefined;
  }

  /** Without a tenant there is no address; what else only MQTT knows says nothing, and is told so by the settings. */
  #checkHono({ mode, tenant }: ConnectionProfile): void {
    if (tenant === undefined && !this.#entry['tenant'])
      this.#wrong(
        t('has no tenant.'),
        t(
          'Give it a "tenant": at Hono every address names it (command/<tenant>/<device>, hono.command.<tenant>).',
        ),
      );
    if (mode === 'direct')
      this.#wrong(
        t('wants direct mode at Hono.'),
        t("Take out the mode: behind Hono devices are things. Direct mode is of a device's own MQTT broker."),
      );
  }

  #registry(): RegistryProfile | undefined {
    const registry = this.#entry['registry'];
    if (registry === undefined || registry === null) return undefined;
    if (!isObject(registry)) {
      this.#wrong(t('has a "registry" that is no object.'), t('Write it as { "url": "https://…" }.'));
      return undefined;
    }
    if ('password' in registry)
      this.faults.push(
        fault(
          'settings-password',
          t('{0}: the password of the registry stands in the settings.', this.#label),
        ),
      );
    return readRegistry(registry, (what, advice) => this.#wrong(what, advice));
  }

  /** Over Kafka nothing is taken from others: what devices report is heard unless that is not wanted. */
  #receive(url: string): readonly Receivable[] {
    const wanted = this.#entry['receive'] ?? (protocolOf(url) === 'kafka' ? ['events'] : []);
    const isKnown = (it: unknown): it is Receivable => receivables.some((known) => known === it);
    if (Array.isArray(wanted) && wanted.every(isKnown)) return [...new Set(wanted.filter(isKnown))];
    this.#wrong(
      t('has the impossible receive {0}.', JSON.stringify(wanted)),
      t('Write it as a list of: {0}.', receivables.join(', ')),
    );
    return [];
  }

  #wrong(what: string, advice?: string): void {
    this.faults.push(fault('settings-malformed', `${this.#label} ${what}`, advice));
  }

  #text(key: string, of: JsonObject = this.#entry, path = key): string | undefined {
    const value = of[key];
    if (value === undefined || value === null || typeof value === 'string') return value ?? undefined;
    this.#wrong(t('has a "{0}" that is no text.', path), t('Put the value of "{0}" in quotes.', path));
    return undefined;
  }

  #url(): string {
    const url = this.#text('url') ?? '';
    if (url === '') {
      this.#wrong(t('has no url.'), t('Give it a "url", for example "mqtt://localhost:1883".'));
      return url;
    }
    const parsed = parseBrokerUrl(url);
    if (!isBrokerUrl(parsed)) this.faults.push({ ...parsed, message: `${this.#label}: ${parsed.message}` });
    return url;
  }

  #devices(): readonly string[] {
    const devices = this.#entry['devices'] ?? [];
    if (!Array.isArray(devices)) {
      this.#wrong(t('has "devices" that are no list.'), t('Write them as a list: ["edge:device"].'));
      return [];
    }
    const isDevice = (id: unknown): id is string => typeof id === 'string' && parseThingId(id) !== undefined;
    for (const id of devices.filter((it) => !isDevice(it))) {
      this.faults.push(
        fault('device-id-malformed', t('{0}: {1} is no device id.', this.#label, JSON.stringify(id))),
      );
    }
    return [...new Set(devices.filter(isDevice))];
  }

  #flag(key: string): boolean {
    const value = this.#entry[key] ?? false;
    if (typeof value === 'boolean') return value;
    this.#wrong(
      t('has a "{0}" that is neither true nor false.', key),
      t('Write "{0}": true, or leave it out.', key),
    );
    return false;
  }

  #topicPart(key: string, fits: (text: string) => boolean, wanted: string): string | undefined {
    const text = this.#text(key);
    if (text === undefined || text === '') return undefined;
    if (fits(text)) return text;
    this.#wrong(t('has the impossible {0} "{1}".', key, text), t('Give {0}', wanted));
    return undefined;
  }

  #oneOf<T extends string>(key: string, known: readonly T[], usual: T): T {
    const wanted = this.#entry[key] ?? usual;
    const found = known.find((it) => it === wanted);
    if (found !== undefined) return found;
    this.#wrong(
      t('has the unknown {0} {1}.', key, JSON.stringify(wanted)),
      t('Choose one of: {0}.', known.join(', ')),
    );
    return usual;
  }

  #protocolVersion(): 4 | 5 {
    const wanted = this.#entry['protocolVersion'] ?? 5;
    if (wanted === 4 || wanted === 5) return wanted;
    this.#wrong(
      t('has the unknown protocolVersion {0}.', JSON.stringify(wanted)),
      t('Choose 5 (MQTT 5, falls back to 3.1.1) or 4 (MQTT 3.1.1 only).'),
    );
    return 5;
  }

  #keepAlive(): number {
    const seconds = this.#entry['keepAlive'] ?? defaultKeepAlive;
    if (typeof seconds === 'number' && Number.isInteger(seconds) && seconds >= 1 && seconds <= 65_535)
      return seconds;
    this.#wrong(
      t('has the impossible keepAlive {0}.', JSON.stringify(seconds)),
      t('Give it as whole seconds between 1 and 65535.'),
    );
    return defaultKeepAlive;
  }

  #tls(): TlsProfile | undefined {
    const tls = this.#entry['tls'];
    if (tls === undefined || tls === null) return undefined;
    if (!isObject(tls)) {
      this.#wrong(t('has a "tls" that is no object.'), t('Write it as { "caFile": "…" }.'));
      return undefined;
    }
    if ('passphrase' in tls) {
      this.faults.push(
        fault('settings-password', t('{0}: a pass-phrase stands in the settings.', this.#label)),
      );
    }
    const text = (key: string) => this.#text(key, tls, `tls.${key}`);
    const [caFile, certFile, keyFile, serverName] = ['caFile', 'certFile', 'keyFile', 'serverName'].map(text);
    if ((certFile === undefined) !== (keyFile === undefined)) {
      this.#wrong(
        t('has only one of "tls.certFile" and "tls.keyFile".'),
        t('A client certificate needs both.'),
      );
    }
    const fingerprint = this.#fingerprint(text('fingerprint'));
    return {
      ...(caFile && { caFile }),
      ...(certFile && { certFile }),
      ...(keyFile && { keyFile }),
      ...(serverName && { serverName }),
      ...(fingerprint && { fingerprint }),
    };
  }

  #fingerprint(text: string | undefined): string | undefined {
    if (text === undefined) return undefined;
    const fingerprint = parseFingerprint(text);
    // Left out, it would leave less checked than the user wanted.
    if (fingerprint === undefined) {
      this.#wrong(
        t('has a "tls.fingerprint" that is none.'),
        t(
          'Give the SHA-256 fingerprint of the certificate of the broker: 64 hexadecimal digits, with or without colons.',
        ),
      );
    }
    return fingerprint;
  }
}

/** One level of a topic: no separator, no wildcard, nothing that cannot be seen or sent. */
function isTopicLevel(text: string): boolean {
  return /^[^/+#\s\p{Cc}\p{Cs}]+$/u.test(text);
}

/** What begins with `$` is the broker's own (MQTT 5: section 4.7.2); `$share/…` takes the messages of others away from them. */
function isTopicPrefix(text: string): boolean {
  return !text.startsWith('$') && text.split('/').every(isTopicLevel);
}
