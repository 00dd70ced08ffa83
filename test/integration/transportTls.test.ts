/** Whom a connection trusts, and what it shows of itself, before anything secret leaves this machine. */
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer as createTcpServer } from 'node:net';
import { createServer } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { examine } from '../../client/src/connections/doctor.ts';
import type { ConnectionProfile } from '../../client/src/connections/profile.ts';
import { parseProfile } from '../../client/src/connections/profiles.ts';
import { certificatesOfFile, type KeyPair, passphrase } from './certificates.ts';
import { type EngineSetup, faultOf } from './engineUnderTest.ts';
import { engineOn, mosquitto } from './forThisTest.ts';
import { describeWithMosquitto } from './mosquitto.ts';

const certificates = certificatesOfFile();

describeWithMosquitto('an encrypted client key', () => {
  const wanting = () =>
    mosquitto({ scheme: 'mqtts', tls: { ...certificates().server, caFile: certificates().caFile } });
  const settings = (url: string, which: number): EngineSetup => {
    const { caFile, encryptedClients } = certificates();
    return { url, profile: { tls: { caFile, ...encryptedClients[which] } } };
  };

  it.each([0, 1])('is opened by its pass-phrase (%i)', async (which) => {
    const { url } = await wanting();
    const engine = await engineOn({ ...settings(url, which), passphrase });
    await engine.connect('lab');
    expect(engine.connections[0]?.state.kind).toBe('connected');
  });

  it.each([
    ['passphrase-refused', 'wrong-7742'],
    ['passphrase-required', undefined],
  ])('ends in %s where the pass-phrase is %s, before anything is sent', async (code, given) => {
    const engine = await engineOn({
      ...settings('mqtts://nosuch.invalid', 0),
      ...(given !== undefined && { passphrase: given }),
    });
    const fault = await faultOf(engine.connect('lab'));
    expect(fault.code).toBe(code);
    expect(JSON.stringify(fault)).not.toContain('wrong-7742');
  });

  it('is not asked about where the key is not encrypted', async () => {
    const { url } = await wanting();
    const { caFile, client } = certificates();
    let asked = 0;
    const engine = await engineOn({
      url,
      profile: { tls: { caFile, ...client } },
      onPassphrase: () => {
        asked += 1;
      },
    });
    await engine.connect('lab');
    expect(asked).toBe(0);
  });
});

async function fingerprintOf({ certFile }: KeyPair): Promise<string> {
  return new X509Certificate(await readFile(certFile)).fingerprint256;
}

describeWithMosquitto('a certificate that was accepted', () => {
  for (const scheme of ['mqtts', 'wss'] as const)
    describe(`over ${scheme}`, () => {
      const listen = (tls: KeyPair, port?: number) => mosquitto({ scheme, tls, ...(port && { port }) });
      const accepting = async (url: string, pair: KeyPair) =>
        engineOn({ url, profile: { tls: { fingerprint: await fingerprintOf(pair) } } });

      it.each(['selfSigned', 'expired', 'otherHost', 'server'] as const)(
        'is enough for the broker that shows it: %s',
        async (pair) => {
          const { url } = await listen(certificates()[pair]);
          const engine = await accepting(url, certificates()[pair]);
          await engine.connect('lab');
          expect(engine.connections[0]?.state.kind).toBe('connected');
        },
      );

      it('is the only one: another is refused, with both fingerprints', async () => {
        const { url, port, kill } = await listen(certificates().selfSigned);
        const engine = await accepting(url, certificates().selfSigned);
        await engine.connect('lab');
        await engine.disconnect('lab');
        await kill();
        await listen(certificates().expired, port);
        const fault = await faultOf(engine.connect('lab'));
        expect(fault.code).toBe('tls-changed-certificate');
        expect(fault.message).toContain(`Accepted was ${await fingerprintOf(certificates().selfSigned)}`);
        expect(fault.message).toContain(`now it shows ${await fingerprintOf(certificates().expired)}`);
      });

      it('is the only one even where the other is signed by a known authority', async () => {
        const { url } = await listen(certificates().server);
        const fingerprint = await fingerprintOf(certificates().selfSigned);
        const engine = await engineOn({
          url,
          profile: { tls: { caFile: certificates().caFile, fingerprint } },
        });
        expect((await faultOf(engine.connect('lab'))).code).toBe('tls-changed-certificate');
      });

      it('is shown first: whose it is, who signed it, how long it holds, its fingerprint', async () => {
        const { url } = await listen(certificates().otherHost);
        const engine = await engineOn({ url, profile: { tls: { caFile: certificates().caFile } } });
        const fault = await faultOf(engine.connect('lab'));
        expect(fault).toMatchObject({
          code: 'tls-wrong-host',
          certificate: {
            subject: 'CN=other-host',
            issuer: 'CN=ca',
            names: ['DNS:broker.example.com'],
            validTo: expect.stringMatching(/GMT$/),
            fingerprint: await fingerprintOf(certificates().otherHost),
          },
        });
      });
    });
});

describeWithMosquitto('the doctor', () => {
  it('trusts as the connection does: the accepted certificate, and shows one that is not', async () => {
    const { url } = await mosquitto({ scheme: 'mqtts', tls: certificates().expired });
    const atTls = async (fingerprint: string) => {
      const { profile } = parseProfile({ name: 'lab', url, tls: { fingerprint } }, 'It');
      if (!profile) throw new Error('The entry is good.');
      const none = async () => undefined;
      const access = { password: none, passphrase: none, registryPassword: none, readFile };
      for await (const result of examine(profile, access)) if (result.step === 'tls') return result;
      throw new Error('There is a step for TLS.');
    };
    expect(await atTls(await fingerprintOf(certificates().expired))).toMatchObject({
      state: 'ok',
      message: expect.stringContaining('accepted for this connection'),
      advice: expect.stringContaining('has ended'),
    });
    expect(await atTls(await fingerprintOf(certificates().server))).toMatchObject({
      code: 'tls-changed-certificate',
      certificate: { subject: 'CN=expired' },
    });
  });
});

describe.each(['mqtts', 'wss'] as const)('a broker that is not who it should be, over %s', (scheme) => {
  /** Takes every handshake and counts what comes after it. */
  async function listeningIn(pair: KeyPair) {
    const [cert, key] = await Promise.all([readFile(pair.certFile), readFile(pair.keyFile)]);
    const heard: Buffer[] = [];
    const server = createServer({ cert, key }, (socket) => {
      socket.on('error', () => socket.destroy());
      socket.on('data', (data) => heard.push(data));
    });
    // A handshake that the client breaks off.
    server.on('tlsClientError', () => undefined);
    server.listen(0, 'localhost');
    await once(server, 'listening');
    onTestFinished(async () => {
      server.close();
    });
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const gone = once(server, 'connection').then(([socket]) => once(socket, 'close'));
    const spoken = once(server, 'secureConnection').then(([socket]) => once(socket, 'data'));
    return { url: `${scheme}://localhost:${port}`, heard, gone, spoken };
  }

  it.each([
    [
      'selfSigned',
      'tls-changed-certificate',
      async () => ({ fingerprint: await fingerprintOf(certificates().server) }),
    ],
    ['selfSigned', 'tls-self-signed', async () => ({})],
    ['otherHost', 'tls-wrong-host', async () => ({ caFile: certificates().caFile })],
    ['expired', 'tls-expired', async () => ({ caFile: certificates().caFile })],
  ] satisfies ['selfSigned' | 'otherHost' | 'expired', string, () => Promise<ConnectionProfile['tls']>][])(
    'hears no byte of the client, so neither user nor password: %s, %s',
    async (pair, code, trusting) => {
      const { url, heard, gone } = await listeningIn(certificates()[pair]);
      const engine = await engineOn({
        url,
        profile: { username: 'ann', tls: await trusting() },
        password: 'pl4nted',
      });
      expect((await faultOf(engine.connect('lab'))).code).toBe(code);
      await gone;
      expect(Buffer.concat(heard).toString('latin1')).toBe('');
    },
  );

  it('hears the client as soon as its certificate is the accepted one', async () => {
    const { url, heard, spoken } = await listeningIn(certificates().selfSigned);
    const engine = await engineOn({
      url,
      profile: { tls: { fingerprint: await fingerprintOf(certificates().selfSigned) } },
    });
    const abort = new AbortController();
    const connecting = faultOf(engine.connect('lab', abort.signal));
    await spoken;
    abort.abort();
    expect((await connecting).code).toBe('cancelled');
    expect(Buffer.concat(heard).length).toBeGreaterThan(0);
  });
});

describe('a connection to a port that takes the handshake up and never ends it', () => {
  it('can be cancelled at once', async () => {
    const silent = createTcpServer();
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const address = silent.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const engine = await engineOn({ url: `mqtts://127.0.0.1:${port}` });
    const abort = new AbortController();
    silent.once('connection', (socket) => {
      onTestFinished(async () => {
        socket.destroy();
        silent.close();
      });
      abort.abort();
    });
    expect((await faultOf(engine.connect('lab', abort.signal))).code).toBe('cancelled');
  });
});
