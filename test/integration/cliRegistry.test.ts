/** `kanto-manifest devices` with a device registry, over the embedded broker. */
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../server/src/messages.ts';
import { startEmbedded } from './brokers.ts';
import { certificatesOfFile } from './certificates.ts';
import { type RunOptions, runCommandLine } from './commandLine.ts';
import { forThisTest } from './forThisTest.ts';
import { startRegistry } from './registryServer.ts';

const certificates = certificatesOfFile();
const users = { reader: 'pl4nted-registry' };

async function devices(rest: readonly string[], options?: RunOptions) {
  const { url } = await forThisTest(startEmbedded());
  const argv = ['devices', '--connection', url, '--mqtt', '3.1.1', '--tenant', 'plant', '--timeout', '50ms'];
  return runCommandLine([...argv, ...rest], options);
}

async function registry(...entries: JsonObject[]) {
  const server = await startRegistry({ users, secure: certificates().server });
  server.tenants.set('plant', entries);
  const options = ['--registry', server.url, '--registry-username', 'reader'];
  return { server, options, ca: ['--registry-ca', certificates().caFile] };
}

const env = { KANTO_PASSWORD: 'pl4nted-broker', KANTO_REGISTRY_PASSWORD: users.reader };

describe('kanto-manifest devices with a device registry', () => {
  it('prints what it lists, and what of it was not heard', async () => {
    const { options, ca } = await registry(
      { id: 'plant:gateway' },
      { id: 'plant:valve', via: ['plant:gateway'], enabled: false },
      { id: '4711' },
    );
    const text = await devices([...options, ...ca], { env });
    expect([text.status, text.out]).toEqual([
      0,
      [
        'plant:gateway (tenant plant), only registered',
        'plant:valve (tenant plant), disabled, only registered, behind plant:gateway',
        '',
      ].join('\n'),
    ]);
    expect(text.err).toMatch(/lists 2 devices .* 1 entry there has an id that no device of Kanto has/);
    const json = await devices([...options, ...ca, '--format', 'json'], { env });
    expect(JSON.parse(json.out)).toMatchObject([
      { id: 'plant:gateway', registration: { enabled: true, devicesBehind: 1 } },
      { id: 'plant:valve', registration: { enabled: false, via: ['plant:gateway'] } },
    ]);
  });

  it('sends it a filter, and the password of its own alone', async () => {
    const { server, options, ca } = await registry(
      { id: 'plant:a', ext: { hall: 'north' } },
      { id: 'plant:b' },
    );
    const filter = ['--registry-filter', '{"/ext/hall": "n*"}'];
    expect((await devices([...options, ...ca, ...filter], { env })).out).toMatch(/^plant:a .*\n$/);
    const sent = JSON.stringify(server.asked.map(({ headers }) => headers));
    expect(sent).toContain(Buffer.from(`reader:${users.reader}`).toString('base64'));
    expect(sent).not.toContain(Buffer.from(`reader:${env.KANTO_PASSWORD}`).toString('base64'));
  });

  it('ends with 3 and what to do where it could not be asked, after what was heard', async () => {
    const { options, ca } = await registry({ id: 'plant:a' });
    const untrusted = await devices(options, { env });
    expect([untrusted.status, untrusted.out]).toEqual([3, expect.stringContaining('No device was heard')]);
    expect(untrusted.err).toMatch(/authority .* is not known.*by --registry-ca/s);
    const refused = await devices([...options, ...ca], { env: { KANTO_REGISTRY_PASSWORD: 'wrong' } });
    expect(refused.err).toMatch(/refuses the user "reader".*KANTO_REGISTRY_PASSWORD/s);
    const without = await devices([...options, ...ca], { env: { KANTO_REGISTRY_PASSWORD: '' } });
    expect(without.err).toMatch(/"reader", for whom there is no password.*KANTO_REGISTRY_PASSWORD/s);
    const [, url = ''] = options;
    const nobody = await devices(['--registry', url, ...ca]);
    expect(nobody.err).toContain('Give --registry-username');
    for (const { out, err } of [untrusted, refused, nobody]) expect(out + err).not.toMatch(/pl4nted|Kanto: /);
  });

  it('says before it connects what is wrong with its options', async () => {
    const malformed = await devices(['--registry', 'hono.example.com']);
    expect([malformed.status, malformed.err]).toEqual([2, expect.stringContaining('a "registry" of no use')]);
    expect((await devices(['--registry-username', 'me'])).status).toBe(2);
  });
});
