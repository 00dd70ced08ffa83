/** The command line with an Eclipse Hono: the same calls, another url. */
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { exitStatus } from '../../client/src/cli/exit.ts';
import { certificatesOfFile } from './certificates.ts';
import { runCommandLine } from './commandLine.ts';
import { connectDevice } from './deviceBehindHono.ts';
import { device } from './engineUnderTest.ts';
import { temporaryFolder } from './forThisTest.ts';
import { startHono, tenant } from './honoServer.ts';

const certificates = certificatesOfFile();
const planted = 'pl4nted-secret';

async function manifestFile(): Promise<string> {
  const file = join(await temporaryFolder(), 'hello.json');
  const config = [
    { key: 'image', value: 'docker.io/library/hello:1' },
    { key: 'env', value: `TOKEN=${planted}` },
  ];
  const components = [{ id: 'hello', version: '1', config }];
  const content = { activityId: 'a-1', desiredState: { domains: [{ id: 'containers', components }] } };
  await writeFile(file, JSON.stringify(content));
  return file;
}

it('applies over TLS with a password of the environment, and waits for the end', async () => {
  const { server: pair, caFile } = certificates();
  const server = await startHono({
    tls: { cert: readFileSync(pair.certFile), key: readFileSync(pair.keyFile) },
    users: { ann: planted },
  });
  await connectDevice(server);
  const ended = await runCommandLine(
    [
      ...['apply', '--connection', server.url, '--tenant', tenant, '--ca', caFile, '--username', 'ann'],
      ...['--device', device, '--receive', 'events', '--wait', '--yes', await manifestFile()],
    ],
    // The library would write whole messages there.
    { env: { KANTO_PASSWORD: planted, DEBUG: '*' } },
  );
  expect(ended).toMatchObject({ status: 0, out: expect.stringContaining('COMPLETED') });
  expect(ended.out + ended.err).not.toContain(planted);
  expect(ended.err).not.toContain('rhea');
});

it('plans before it sends, and says what cannot be known without events', async () => {
  const server = await startHono();
  await connectDevice(server);
  const file = await manifestFile();
  const call = ['--connection', server.url, '--tenant', tenant, '--device', device];
  const blind = await runCommandLine(['apply', ...call, file]);
  expect(blind.status).toBe(8);
  expect(blind.err).toContain('receives no events from Hono');
  expect(blind.err).toContain('Call with --receive events');
  expect(server.commands).toEqual([]);

  const accepted = await runCommandLine(['apply', ...call, '--yes', file]);
  expect(accepted).toMatchObject({ status: 0, out: expect.stringContaining('accepted') });

  const planned = await runCommandLine(['plan', ...call, '--receive', 'events', file]);
  expect(planned.out).toContain('hello');
  expect([0, 2]).toContain(planned.status);
});

it('says that events are refused where they were asked for, and not to ask for them', async () => {
  const refuse = (it: string) =>
    it.startsWith('event/')
      ? { condition: 'amqp:unauthorized-access', description: 'no such right' }
      : undefined;
  const server = await startHono({ refuse });
  await connectDevice(server);
  const call = ['--connection', server.url, '--tenant', tenant, '--device', device, '--receive', 'events'];
  const { status, err } = await runCommandLine(['plan', ...call, await manifestFile()]);
  expect(status).toBe(exitStatus.unauthorised);
  expect(err).toMatch(/does not let this connection receive .*no such right/);
  expect(err).not.toContain('--receive');
});

it('wants a password in the environment, and takes an empty one for none', async () => {
  const server = await startHono({ users: { ann: planted } });
  const call = ['--connection', server.url, '--tenant', tenant, '--device', device, '--username', 'ann'];
  const { status, out, err } = await runCommandLine(['refresh', ...call], { env: { KANTO_PASSWORD: '' } });
  expect(status).toBe(4);
  expect(out + err).toMatch(/no password for the user "ann".*environment variable KANTO_PASSWORD/s);
});

it('says why no device is heard of, where nothing of what devices say comes here', async () => {
  const server = await startHono();
  const call = ['--connection', server.url, '--tenant', tenant, '--timeout', '1ms'];
  const { out } = await runCommandLine(['devices', ...call]);
  expect(out).toMatch(/without --receive events .*--registry/);
});

it('tells what became of a command, and ends at once', async () => {
  const server = await startHono();
  server.onCommand((it) => it.release());
  const call = ['--connection', server.url, '--tenant', tenant, '--device', device, '--format', 'json'];
  const { status, out } = await runCommandLine(['refresh', ...call]);
  expect(status).toBe(3);
  expect(JSON.parse(out)).toMatchObject({ error: { code: 'device-not-connected' } });
});

it('lists the devices that it hears of, and which of them is not connected', async () => {
  const server = await startHono();
  const call = ['--connection', server.url, '--tenant', tenant, '--receive', 'events', '--timeout', '1s'];
  const listing = runCommandLine(['devices', ...call]);
  await server.until(() => server.links.includes(`event/${tenant}`));
  const contentType = 'application/vnd.eclipse-hono-empty-notification';
  server.say('event', device, '', { contentType, properties: { ttd: 0 } });
  expect(await listing).toMatchObject({
    status: 0,
    out: expect.stringContaining(`${device} (tenant ${tenant}), not connected`),
  });
});
