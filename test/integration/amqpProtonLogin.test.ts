/** Whom a Hono lets in, as another AMQP stack than ours decides it. */
import { describe, expect, it } from 'vitest';
import type { ConnectionProfile } from '../../client/src/connections/profile.ts';
import { certificatesOfFile } from './certificates.ts';
import { type EngineSetup, faultOf } from './engineUnderTest.ts';
import { connectedEngine, engineOn } from './forThisTest.ts';
import { describeWithProton, type Network } from './protonPeer.ts';
import { network, overHono } from './protonUnderTest.ts';

const certificates = certificatesOfFile();
const username = 'consumer@HONO';

describeWithProton('a Hono of Proton', () => {
  describe('lets in', () => {
    const guarded = (password: string) =>
      network({ users: { [username]: password }, tls: certificates().server });
    const overTls = ({ url }: Network, profile: Partial<ConnectionProfile>): EngineSetup => ({
      url,
      profile: { ...overHono, tls: { caFile: certificates().caFile }, ...profile },
    });

    it.each(['pl4nted', 'pl4nted-äß€-\u{1f511}'])('who has the password, over TLS: %s', async (password) => {
      const hono = await guarded(password);
      await connectedEngine({ ...overTls(hono, { username }), password });
      expect(await hono.until('opened')).toMatchObject({
        user: username,
        mechanism: 'PLAIN',
        encrypted: true,
        hostname: 'localhost',
      });
    });

    it('nobody with a wrong password', async () => {
      const engine = await engineOn({
        ...overTls(await guarded('pl4nted'), { username }),
        password: 'wrong-7743',
      });
      const fault = await faultOf(engine.connect('lab'));
      expect(fault.code).toBe('credentials-refused');
      expect(JSON.stringify(fault)).not.toContain('wrong-7743');
    });

    it('nobody without a user', async () => {
      const engine = await engineOn(overTls(await guarded('pl4nted'), {}));
      expect((await faultOf(engine.connect('lab'))).code).toBe('credentials-required');
    });

    it('nobody in a way that it does not know', async () => {
      const hono = await network({ mechanisms: 'GSSAPI SCRAM-SHA-256', tls: certificates().server });
      const engine = await engineOn({ ...overTls(hono, { username }), password: 'pl4nted' });
      expect((await faultOf(engine.connect('lab'))).code).toBe('credentials-refused');
    });

    it('who shows a certificate that it trusts', async () => {
      const { caFile, client, server } = certificates();
      const hono = await network({ mechanisms: 'EXTERNAL', tls: { ...server, caFile } });
      await connectedEngine(overTls(hono, { tls: { caFile, ...client } }));
      expect(await hono.until('opened')).toMatchObject({ mechanism: 'EXTERNAL', user: 'CN=client' });
    });

    it('anybody where it asks for nothing', async () => {
      const hono = await network();
      await connectedEngine({ url: hono.url, profile: overHono });
      expect(await hono.until('opened')).toMatchObject({ mechanism: 'ANONYMOUS', encrypted: false });
    });

    it('is told no password where its own certificate is not trusted', async () => {
      const hono = await guarded('pl4nted');
      const engine = await engineOn({ ...overTls(hono, { username, tls: {} }), password: 'pl4nted' });
      expect((await faultOf(engine.connect('lab'))).code).toBe('tls-unknown-ca');
      expect(hono.seen.map(({ event }) => event)).not.toContain('opened');
    });
  });

  describe('lets nobody in', () => {
    it('who may not send commands, and says so', async () => {
      const hono = await network({ refused: ['command/demo'] });
      const engine = await engineOn({ url: hono.url, profile: overHono });
      const fault = await faultOf(engine.connect('lab'));
      expect(fault).toMatchObject({ code: 'link-refused', message: expect.stringContaining('command/demo') });
    });

    it('where it has as many connections as it may', async () => {
      const hono = await network({ denied: 'connection disallowed by local policy' });
      const engine = await engineOn({ url: hono.url, profile: overHono });
      const fault = await faultOf(engine.connect('lab'));
      expect(fault).toMatchObject({
        code: 'broker-unavailable',
        message: expect.stringContaining('connection disallowed by local policy'),
        advice: expect.stringContaining('Close other connections'),
      });
    });

    it('of another tenant', async () => {
      const hono = await network({ tenant: 'other' });
      const engine = await engineOn({ url: hono.url, profile: overHono });
      expect((await faultOf(engine.connect('lab'))).code).toBe('link-refused');
    });
  });
});
