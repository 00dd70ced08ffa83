/** What the AMQP library would take from the environment, and the command line does not let it. */
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runCommandLine } from './commandLine.ts';
import { temporaryFolder } from './forThisTest.ts';
import { startHono, tenant } from './honoServer.ts';
import { listenOn } from './servers.ts';

it('no file and no variable chooses where it connects, and none makes it tell the password', async () => {
  const password = 'pl4nted';
  const hono = await startHono({ users: { ann: password } });
  let visitors = 0;
  const { port } = await listenOn(
    createServer((socket) => {
      visitors += 1;
      socket.destroy();
    }),
  );
  const folder = await temporaryFolder();
  const home = join(folder, 'home');
  const elsewhere = JSON.stringify({ host: '127.0.0.1', port, user: 'evil', password: 'evil' });
  await mkdir(join(home, '.config', 'messaging'), { recursive: true });
  const decoys = [
    join(folder, 'connect.json'),
    join(folder, 'other.json'),
    join(home, '.config', 'messaging', 'connect.json'),
  ];
  for (const decoy of decoys) await writeFile(decoy, elsewhere);
  const argv = ['devices', '--connection', hono.url, '--tenant', tenant, '--username', 'ann'];
  const usual = { HOME: home, KANTO_PASSWORD: password, DEBUG: '*', DEBUG_DEPTH: '10' };
  for (const env of [usual, { ...usual, MESSAGING_CONNECT_FILE: decoys[1] ?? '' }]) {
    const { status, out, err } = await runCommandLine([...argv, '--timeout', '50ms', '--verbose'], {
      env,
      folder,
    });
    expect(status).toBe(0);
    const told = `${out}${err}`;
    expect(told).not.toContain('rhea');
    for (const secret of [
      password,
      Buffer.from(password).toString('hex'),
      Buffer.from(`\0ann\0${password}`).toString('base64'),
    ])
      expect(told).not.toContain(secret);
  }
  expect([hono.connections, visitors]).toEqual([2, 0]);
});
