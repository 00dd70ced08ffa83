/** A device registry on loopback that answers as Eclipse Hono's do (device-registry-v1.yaml, searchDevicesForTenant). */
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { JsonObject, JsonValue } from '../../server/src/messages.ts';
import type { KeyPair } from './certificates.ts';
import { listenOn } from './servers.ts';

export interface RegistryOptions {
  /** What `pageOffset` counts: pages in the registry over MongoDB, devices in the one over JDBC. */
  readonly counts?: 'pages' | 'devices';
  readonly users?: Readonly<Record<string, string>>;
  readonly secure?: KeyPair;
  /** Answers in place of the registry; false to leave it to the registry. */
  readonly instead?: (response: ServerResponse, page: number) => boolean;
}

export interface RegistryServer {
  readonly url: string;
  readonly tenants: Map<string, JsonObject[]>;
  /** Of the requests, in order. */
  readonly asked: { readonly url: URL; readonly headers: IncomingHttpHeaders }[];
}

export async function startRegistry(options: RegistryOptions = {}): Promise<RegistryServer> {
  const { counts = 'pages', users, secure, instead } = options;
  const tenants = new Map<string, JsonObject[]>();
  const asked: RegistryServer['asked'] = [];
  const answer: RequestListener = ({ url: path = '', headers, method }, response) => {
    const url = new URL(path, 'http://registry');
    asked.push({ url, headers });
    const say = (status: number, content: JsonValue) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content));
    if (instead?.(response, asked.length)) return;
    if (users !== undefined && !isKnown(users, headers.authorization)) {
      response.setHeader('www-authenticate', 'Basic realm="Hono"');
      return void say(401, { error: 'Unauthorized' });
    }
    const tenant = /^\/v1\/devices\/([^/]+)$/.exec(url.pathname)?.[1];
    if (method !== 'GET' || tenant === undefined)
      return void response.writeHead(404).end('<html><body><h1>Resource not found</h1></body></html>');
    const known = tenants.get(decodeURIComponent(tenant));
    if (known === undefined) return void say(404, { error: 'tenant does not exist' });
    const pageSize = Number(url.searchParams.get('pageSize') ?? 30);
    const pageOffset = Number(url.searchParams.get('pageOffset') ?? 0);
    if (pageSize < 1 || pageSize > 200 || pageOffset < 0) return void say(400, { error: 'invalid paging' });
    const filters = url.searchParams.getAll('filterJson').map((it): JsonObject => JSON.parse(it));
    const found = known
      .filter((device) => filters.every(({ field, value }) => matches(valueAt(device, String(field)), value)))
      .sort((a, b) => (String(a['id']) < String(b['id']) ? -1 : 1));
    const start = counts === 'pages' ? pageOffset * pageSize : pageOffset;
    const result = found.slice(start, start + pageSize);
    const isNone = found.length === 0 || (counts === 'devices' && result.length === 0);
    if (isNone) return void say(404, { error: 'no devices matching searching criteria' });
    say(200, { total: found.length, result });
  };
  const server =
    secure === undefined
      ? createServer(answer)
      : createSecureServer(
          { cert: await readFile(secure.certFile), key: await readFile(secure.keyFile) },
          answer,
        );
  const { port } = await listenOn(server);
  const url = secure === undefined ? `http://127.0.0.1:${port}` : `https://localhost:${port}`;
  return { url, tenants, asked };
}

/** `count` devices of one namespace, as the registry answers them. */
export function registered(count: number, changes: JsonObject = {}): JsonObject[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `plant:device-${String(index).padStart(5, '0')}`,
    ...changes,
  }));
}

function isKnown(users: Readonly<Record<string, string>>, authorization = ''): boolean {
  const [name = '', password] = Buffer.from(authorization.replace(/^Basic /, ''), 'base64')
    .toString()
    .split(/:(.*)/s);
  return Object.hasOwn(users, name) && users[name] === password;
}

function valueAt(device: JsonValue, pointer: string): JsonValue | undefined {
  return pointer
    .split('/')
    .slice(1)
    .reduce<JsonValue | undefined>(
      (value, key) =>
        typeof value === 'object' && value !== null && !Array.isArray(value) ? value[key] : undefined,
      device,
    );
}

/** `*` stands for any characters, `?` for one. */
function matches(value: JsonValue | undefined, wanted: JsonValue | undefined): boolean {
  if (typeof wanted !== 'string' || typeof value !== 'string') return value === wanted;
  const pattern = wanted
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${pattern}$`).test(value);
}
