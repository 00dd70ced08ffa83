/**
 * Artifacts of software modules. Only this machine's own loopback is ever asked; what lies elsewhere is taken as
 * downloaded, without content.
 */
import { createHash } from 'node:crypto';

export type Artifact =
  | { readonly kind: 'content'; readonly status: number; readonly body: Uint8Array }
  /** Not on this machine: the simulated device has no network. */
  | { readonly kind: 'elsewhere' }
  /** `reason` as Go's net/http says it. */
  | { readonly kind: 'failed'; readonly reason: string };

export type FetchArtifact = (url: string) => Promise<Artifact>;

const maxRedirects = 10;

export const fetchArtifact: FetchArtifact = async (url) => {
  let target = url;
  for (let redirects = 0; redirects <= maxRedirects; redirects++) {
    const parsed = URL.canParse(target) ? new URL(target) : undefined;
    if (parsed?.protocol !== 'http:' && parsed?.protocol !== 'https:') {
      const scheme = parsed?.protocol.slice(0, -1) ?? '';
      return { kind: 'failed', reason: `Get "${target}": unsupported protocol scheme "${scheme}"` };
    }
    if (!isLoopback(parsed.hostname)) return { kind: 'elsewhere' };
    try {
      const response = await fetch(parsed, { redirect: 'manual' });
      const location = response.headers.get('location');
      if (response.status < 300 || response.status >= 400 || location === null) {
        return {
          kind: 'content',
          status: response.status,
          body: new Uint8Array(await response.arrayBuffer()),
        };
      }
      target = new URL(location, parsed).href;
    } catch (error) {
      return { kind: 'failed', reason: `Get "${target}": ${networkReason(parsed, error)}` };
    }
  }
  return { kind: 'failed', reason: `Get "${target}": stopped after ${maxRedirects} redirects` };
};

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
