/** A loopback server of artifacts that can be held, cut off and asked for a part, so that a test decides what comes when. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { listenOn } from '../../integration/servers.ts';

export interface ServedFile {
  readonly body: string | Buffer;
  /** Bytes after which the first answer waits for `release` or `cut`. */
  readonly holdAt?: number;
  /** A part that is asked for is given, and said to be one as the daemon wants it; else the whole comes again. */
  readonly parts?: 'announced' | 'unannounced';
  /** Without the length, so that an end of the connection is the end of the file. */
  readonly lengthUnsaid?: true;
  readonly redirect?: string;
  /** Gone once it was asked for. */
  readonly once?: true;
}

export interface SlowArtifacts {
  /** Paths in the order in which they were asked for, with the part: `/x bytes=5-`. */
  readonly asked: readonly string[];
  url(path: string): string;
  /** PEM, where it speaks HTTPS. */
  readonly certificate?: Buffer;
  /** Sends the rest of what is held. */
  release(path: string): void;
  /** Ends the connection on which something is held. */
  cut(path: string): void;
  /** What a manifest says of an artifact at this path. */
  artifact(path: string, changes?: object): object;
}

/** @param secure key and certificate of the server, as PEM; without them it speaks plain HTTP */
export async function serveSlowly(
  files: Readonly<Record<string, ServedFile>>,
  secure?: { readonly key: Buffer; readonly cert: Buffer },
): Promise<SlowArtifacts> {
  const asked: string[] = [];
  const held = new Map<string, { readonly response: ServerResponse; readonly rest: Buffer }>();
  const listener: RequestListener = (request, response) => {
    const path = request.url ?? '';
    const part = request.headers.range;
    const isFirst = !asked.some((it) => it.split(' ')[0] === path);
    asked.push(part === undefined ? path : `${path} ${part}`);
    const file = files[path];
    if (file === undefined || (file.once && !isFirst)) response.writeHead(404).end('not found');
    else if (file.redirect !== undefined) response.writeHead(302, { location: file.redirect }).end();
    else {
      const body = begin(file, request, response);
      if (file.holdAt === undefined || !isFirst) return void response.end(body);
      response.write(body.subarray(0, file.holdAt));
      held.set(path, { response, rest: body.subarray(file.holdAt) });
    }
  };
  const server = secure ? createSecureServer(secure, listener) : createServer(listener);
  const { port } = await listenOn(server);
  const url = (path: string) => `${secure ? 'https' : 'http'}://127.0.0.1:${port}${path}`;
  const take = (path: string) => {
    const one = held.get(path);
    if (one === undefined) throw new Error(`Nothing is held at ${path}.`);
    held.delete(path);
    return one;
  };
  return {
    asked,
    url,
    ...(secure && { certificate: secure.cert }),
    release: (path) => {
      const { response, rest } = take(path);
      response.end(rest);
    },
    cut: (path) => {
      take(path).response.destroy();
    },
    artifact: (path, changes = {}) => {
      const body = files[path]?.body ?? '';
      return {
        filename: path.slice(1),
        download: { HTTP: { url: url(path) } },
        checksums: { SHA256: checksum(body) },
        size: Buffer.byteLength(body),
        ...changes,
      };
    },
  };
}

/** Sends the head; the result is what belongs after it. */
function begin(file: ServedFile, request: IncomingMessage, response: ServerResponse): Buffer {
  const body = Buffer.from(file.body);
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  const isPart = start > 0 && file.parts !== undefined;
  const sent = isPart ? body.subarray(start) : body;
  response.writeHead(isPart ? 206 : 200, {
    ...(!file.lengthUnsaid && { 'content-length': sent.length }),
    ...(file.parts === 'announced' && { 'accept-ranges': 'bytes' }),
    ...(isPart && { 'content-range': `bytes ${start}-${body.length - 1}/${body.length}` }),
  });
  return sent;
}

export function checksum(body: string | Buffer, algorithm = 'sha256'): string {
  return createHash(algorithm).update(body).digest('hex');
}
