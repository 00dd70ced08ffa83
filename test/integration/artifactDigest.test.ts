/** What is found out of an artifact's file, from servers on loopback; and what is never done for it. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type DigestOptions, digestArtifact } from '../../client/src/updates/artifactDigest.ts';
import { CleanUp } from './brokers.ts';
import { type Certificates, type KeyPair, makeCertificates } from './certificates.ts';
import { faultOf } from './engineUnderTest.ts';

const file = Buffer.from('the file of an artifact\n'.repeat(1000));
const sum = (name: string) => createHash(name).update(file).digest('hex');
const cleanUp = new CleanUp();
let folder = '';
let certificates: Certificates;
let ca = '';
/** Of the requests, in order. */
const asked: { readonly url: string; readonly headers: IncomingHttpHeaders }[] = [];
let plain = '';
let other = '';
let secure = '';

const answer: RequestListener = (request, response) => {
  const { url = '', headers } = request;
  asked.push({ url, headers });
  const redirect = (location: string) => response.writeHead(302, { location }).end('<html>moved</html>');
  switch (url) {
    case '/file':
      return response.writeHead(200, { 'content-length': file.length }).end(file);
    case '/chunked':
      response.write(file.subarray(0, 100));
      return response.end(file.subarray(100));
    case '/same':
      return redirect('/file');
    case '/other':
      return redirect(`${other}/file`);
    case '/local':
      return redirect('file:///etc/passwd');
    case '/password':
      return redirect('http://user:hidden@127.0.0.1/file');
    case '/loop':
      return redirect('/loop');
    case '/cut':
      response.writeHead(200, { 'content-length': file.length });
      response.write(file.subarray(0, 100), () => response.destroy());
      return response;
    case '/endless': {
      const more = () => response.write(file, (error) => error ?? setImmediate(more));
      more();
      return response;
    }
    case '/silent':
      return response;
    case '/zipped':
      return response.writeHead(200, { 'content-encoding': 'gzip' }).end(file);
    default:
      return response.writeHead(404).end('<html>not found</html>');
  }
};

async function started(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUp.add(async () => {
    server.closeAllConnections();
    await once(server.close(), 'close');
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server has no port.');
  return address.port;
}

async function startedSecure({ certFile, keyFile }: KeyPair): Promise<string> {
  const options = { cert: await readFile(certFile), key: await readFile(keyFile) };
  return `https://localhost:${await started(createSecureServer(options, answer))}`;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kanto-artifact-'));
  cleanUp.add(() => rm(folder, { recursive: true, force: true }));
  certificates = await makeCertificates(folder);
  ca = await readFile(certificates.caFile, 'utf8');
  plain = `http://127.0.0.1:${await started(createServer(answer))}`;
  other = `http://127.0.0.1:${await started(createServer(answer))}`;
  secure = await startedSecure(certificates.server);
});
afterAll(() => cleanUp.run());

/** Says yes to everything, and keeps what was asked. */
function agreeing(changes: Partial<DigestOptions> = {}) {
  const visits: [string, string | undefined][] = [];
  const options: DigestOptions = {
    mayVisit: async (url, from) => {
      visits.push([url.href, from?.href]);
      return true;
    },
    signal: new AbortController().signal,
    ...changes,
  };
  return { options, visits };
}

describe('checksums and size', () => {
  it('are those of the file, over HTTPS of a server that is trusted', async () => {
    const { options } = agreeing({ ca, names: ['SHA1', 'MD5'] });
    expect(await digestArtifact(`${secure}/file`, options)).toEqual({
      checksums: { SHA256: sum('sha256'), SHA1: sum('sha1'), MD5: sum('md5') },
      size: file.length,
    });
  });

  it('are SHA256 alone where nobody wants the weak ones; progress tells of how much where the server says so', async () => {
    const told: (readonly [number, number | undefined])[] = [];
    const { options } = agreeing({ onProgress: (received, all) => told.push([received, all]) });
    const found = await digestArtifact(`${plain}/file`, options);
    expect(found).toEqual({ checksums: { SHA256: sum('sha256') }, size: file.length });
    expect(told.at(-1)).toEqual([file.length, file.length]);
    await digestArtifact(`${plain}/chunked`, options);
    expect(told.at(-1)).toEqual([file.length, undefined]);
  });
});

describe('no server is contacted', () => {
  it('before somebody has agreed to it', async () => {
    asked.length = 0;
    const { options } = agreeing({ mayVisit: async () => false });
    expect(await faultOf(digestArtifact(`${plain}/file`, options))).toMatchObject({ code: 'cancelled' });
    expect(asked).toEqual([]);
  });

  it('but the one that was agreed to: each other one is asked about, with who sends there', async () => {
    const { options, visits } = agreeing();
    await digestArtifact(`${plain}/same`, options);
    expect(visits).toEqual([[`${plain}/same`, undefined]]);
    await digestArtifact(`${plain}/other`, options);
    expect(visits.slice(1)).toEqual([
      [`${plain}/other`, undefined],
      [`${other}/file`, `${plain}/other`],
    ]);
  });

  it('which the first one sends to and nobody agreed to', async () => {
    asked.length = 0;
    const { options } = agreeing({ mayVisit: async (_, from) => from === undefined });
    expect(await faultOf(digestArtifact(`${plain}/other`, options))).toMatchObject({ code: 'cancelled' });
    expect(asked.map(({ url }) => url)).toEqual(['/other']);
  });

  it.each(['/local', '/password', '/loop'])(
    'by any other way than http and https, with a password, or without end: %s',
    async (path) => {
      const { options } = agreeing();
      const fault = await faultOf(digestArtifact(`${plain}${path}`, options));
      expect(fault.code).toBe('artifact-failed');
      expect(JSON.stringify(fault)).not.toContain('hidden');
    },
  );

  it('for an address with a password', async () => {
    const { options, visits } = agreeing();
    const fault = await faultOf(digestArtifact('http://user:hidden@127.0.0.1/file', options));
    expect(fault.message).toBe('The address holds a user or a password.');
    expect(visits).toEqual([]);
  });
});

it('the request says nothing of who asks', async () => {
  asked.length = 0;
  await digestArtifact(`${plain}/file`, agreeing().options);
  expect(Object.keys(asked[0]?.headers ?? {}).sort()).toEqual([
    'accept',
    'accept-encoding',
    'connection',
    'host',
  ]);
});

describe('a server that nobody vouches for is refused', () => {
  it.each(['expired', 'otherHost', 'selfSigned'] as const)('%s', async (kind) => {
    const url = await startedSecure(certificates[kind]);
    asked.length = 0;
    const fault = await faultOf(digestArtifact(`${url}/file`, agreeing({ ca }).options));
    expect(fault.code).toBe('artifact-failed');
    expect(asked).toEqual([]);
  });

  it('also where the environment switches the verification off', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    const fault = await faultOf(digestArtifact(`${secure}/file`, agreeing().options));
    vi.unstubAllEnvs();
    expect(fault.code).toBe('artifact-failed');
  });
});

describe('what is no whole file has no checksums', () => {
  it.each([
    ['/missing', 'status 404'],
    ['/cut', 'aborted'],
    ['/zipped', 'compressed'],
  ])('%s', async (path, why) => {
    const fault = await faultOf(digestArtifact(`${plain}${path}`, agreeing().options));
    expect(fault).toMatchObject({ code: 'artifact-failed' });
    expect(fault.message).toContain(why);
  });

  it('where it is larger than the limit, told by the server or not', async () => {
    const { options } = agreeing({ most: file.length - 1 });
    for (const path of ['/file', '/chunked', '/endless'])
      expect((await faultOf(digestArtifact(`${plain}${path}`, options))).message).toContain('has more than');
  });

  it('where the server falls silent', async () => {
    const { options } = agreeing({ patience: 50 });
    expect((await faultOf(digestArtifact(`${plain}/silent`, options))).message).toContain('said nothing');
  });

  it('where the user cancels', async () => {
    const abort = new AbortController();
    const { options } = agreeing({ signal: abort.signal, onProgress: () => abort.abort() });
    expect(await faultOf(digestArtifact(`${plain}/endless`, options))).toMatchObject({ code: 'cancelled' });
  });
});
