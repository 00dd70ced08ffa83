/**
 * Artifacts of software modules. Only this machine's own loopback is ever asked; what lies elsewhere is taken as
 * downloaded, without content.
 */
import { createHash } from 'node:crypto';

export type Artifact =
  | {
      readonly kind: 'content';
      readonly status: number;
      /** Throws {@link BrokenOff} where the server ends in the middle. */
      readonly body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
      /** It begins at the byte that was asked for, and says so as software-update wants it. */
      readonly resumed: boolean;
    }
  /** Not on this machine: the simulated device has no network. */
  | { readonly kind: 'elsewhere' }
  /** `reason` as Go's net/http says it. */
  | { readonly kind: 'failed'; readonly reason: string };

/** @param offset bytes that are there already; the server may send all of them again */
export type FetchArtifact = (url: string, offset?: number) => Promise<Artifact>;

/** The connection ended before the file did. */
export class BrokenOff extends Error {}

/** Go's: the requests that one download may take. */
const maxRequests = 10;

export const fetchArtifact: FetchArtifact = async (url, offset = 0) => {
  let target = url;
  for (let requests = 0; requests < maxRequests; requests++) {
    const parsed = URL.canParse(target) ? new URL(target) : undefined;
    if (parsed?.protocol !== 'http:' && parsed?.protocol !== 'https:') {
      const scheme = parsed?.protocol.slice(0, -1) ?? '';
      return { kind: 'failed', reason: `Get "${target}": unsupported protocol scheme "${scheme}"` };
    }
    if (!isLoopback(parsed.hostname)) return { kind: 'elsewhere' };
    try {
      const headers = offset > 0 ? { range: `bytes=${offset}-` } : {};
      const response = await fetch(parsed, { redirect: 'manual', headers });
      const location = response.headers.get('location');
      if (response.status < 300 || response.status >= 400 || location === null) {
        const isPart = response.headers.get('accept-ranges') === 'bytes';
        return {
          kind: 'content',
          status: response.status,
          body: bodyOf(response),
          resumed: isPart && response.headers.has('content-range'),
        };
      }
      target = new URL(location, parsed).href;
    } catch (error) {
      return { kind: 'failed', reason: `Get "${target}": ${networkReason(parsed, error)}` };
    }
  }
  return { kind: 'failed', reason: `Get "${target}": stopped after ${maxRequests} redirects` };
};

async function* bodyOf({ body }: Response): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body ?? []) yield chunk;
  } catch (error) {
    throw new BrokenOff('unexpected EOF', { cause: error });
  }
}

/** @throws BrokenOff */
export async function wholeBody(body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}

function networkReason(url: URL, error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  if (code === 'ECONNREFUSED') return `dial tcp ${url.hostname}:${port}: connect: connection refused`;
  return cause instanceof Error ? cause.message : String(error);
}

export const hashes = { MD5: 16, SHA1: 20, SHA256: 32 } as const;
export type HashName = keyof typeof hashes;

/** Hex digest of a downloaded artifact. */
export function digest(hash: HashName, body: Uint8Array): string {
  return createHash(hash.toLowerCase()).update(body).digest('hex');
}
