/** Eclipse Hono's device registry, as a connection's settings name it. Holds no secret. */
import { t } from '@vscode/l10n';
import type { JsonObject, JsonValue } from '../../../server/src/messages.ts';
import { isLoopbackHost } from '../connections/url.ts';
import { type Fault, fault } from '../errors.ts';
import { isObject } from '../protocol/json.ts';

/** A value that a device's registration has to have; in a text `*` stands for any characters and `?` for one. */
export type FilterValue = string | number | boolean;

export interface RegistryProfile {
  /** `https://host[:port]`; what is asked for is beneath it, at `/v1/devices/<tenant>`. Never holds a user or a password. */
  readonly url: string;
  readonly username?: string;
  /** PEM of the authority that signed its certificate; else the one of the connection, else those of the system. */
  readonly caFile?: string;
  /** By JSON pointer into the registration: `/ext/plant`. Only what has all of them is listed. */
  readonly filter?: Readonly<Record<string, FilterValue>>;
}

export interface RegistryUrl {
  /** Of the API's version, with a slash at its end. */
  readonly base: URL;
  /** With its port: `registry.example.com:28443`. */
  readonly host: string;
  readonly tls: boolean;
  /** On this machine: what is sent does not leave it. */
  readonly loopback: boolean;
}

/** Taken apart, or the fault in it. A user or password in it is a fault, and the message does not repeat it. */
export function parseRegistryUrl(text: string): RegistryUrl | Fault {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && (url.username !== '' || url.password !== ''))
    return fault(
      'url-with-credentials',
      t('The url of the device registry holds a user or a password.'),
      t(
        'Take them out of the url: set `registry.username` of the connection, and store the password with "Kanto: Set Password…".',
      ),
    );
  const isHttp = url?.protocol === 'https:' || url?.protocol === 'http:';
  if (url === undefined || !isHttp || url.search !== '' || url.hash !== '') {
    return fault(
      'registry-url-malformed',
      text.includes('@')
        ? t('The url is not that of a device registry.')
        : t('The url "{0}" is not that of a device registry.', text),
    );
  }
  const tls = url.protocol === 'https:';
  const host = `${url.hostname}:${url.port || (tls ? 443 : 80)}`;
  const base = new URL(`${url.pathname.replace(/\/+(v1\/*)?$/, '')}/v1/`, url);
  return { base, host, tls, loopback: isLoopbackHost(url.hostname.replace(/^\[(.*)\]$/, '$1')) };
}

export function isRegistryUrl(result: RegistryUrl | Fault): result is RegistryUrl {
  return 'base' in result;
}

/** `registry.example.com:28443`; the text itself where it is no address of a registry. */
export function registryHost(url: string): string {
  const parsed = parseRegistryUrl(url);
  return isRegistryUrl(parsed) ? parsed.host : url;
}

/** The fault of sending user and password there; undefined where they may go: over TLS, or on this machine. */
export function exposedRegistryCredentials({ url, username }: RegistryProfile): Fault | undefined {
  const parsed = parseRegistryUrl(url);
  if (username === undefined || !isRegistryUrl(parsed) || parsed.tls || parsed.loopback) return undefined;
  return fault(
    'insecure-credentials',
    t(
      'User and password would go over the network to the device registry at {0} in the clear, because http:// is not encrypted.',
      parsed.host,
    ),
    t('Use `https://` in `registry.url` of the connection, or take `registry.username` out.'),
  );
}

/** The entry `registry` of a connection. What is wrong is told to `wrong`, with the mend; then it is of no use. */
export function readRegistry(
  entry: JsonObject,
  wrong: (what: string, advice: string) => void,
): RegistryProfile {
  const text = (key: string): string | undefined => {
    const value = entry[key];
    if (value === undefined || value === null || typeof value === 'string') return value || undefined;
    wrong(
      t('has a "registry.{0}" that is no text.', key),
      t('Put the value of "{0}" of the "registry" in quotes.', key),
    );
    return undefined;
  };
  const [url = '', username, caFile] = ['url', 'username', 'caFile'].map(text);
  const parsed = parseRegistryUrl(url);
  if (!isRegistryUrl(parsed)) wrong(t('has a "registry" of no use: {0}', parsed.message), parsed.advice);
  if (username?.includes(':'))
    wrong(t('has a "registry.username" with a colon.'), t('Take it out: HTTP cannot send such a user.'));
  const filter = readFilter(entry['filter'] ?? {}, wrong);
  return {
    url,
    ...(username && { username }),
    ...(caFile && { caFile }),
    ...(Object.keys(filter).length > 0 && { filter }),
  };
}

function readFilter(
  filter: JsonValue,
  wrong: (what: string, advice: string) => void,
): NonNullable<RegistryProfile['filter']> {
  if (isFilter(filter)) return filter;
  wrong(
    t('has a "registry.filter" that is none.'),
    t('Write it as pointers and values, for example { "/ext/plant": "berlin*", "/enabled": true }.'),
  );
  return {};
}

/** True for pointers (RFC 6901) with plain values. */
function isFilter(value: unknown): value is NonNullable<RegistryProfile['filter']> {
  return (
    isObject(value) &&
    Object.entries(value).every(
      ([pointer, it]) => /^\/[^/]/.test(pointer) && ['string', 'number', 'boolean'].includes(typeof it),
    )
  );
}
