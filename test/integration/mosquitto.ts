/** A real Mosquitto for a test: on a free port of loopback, with a configuration of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { pbkdf2Sync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe } from 'vitest';
import { findMosquitto } from '../../scripts/lib/machine.mjs';
import type { KeyPair } from './certificates.ts';

const program = await findMosquitto();

/** `describe`, left out with a line that says so where there is no Mosquitto. */
export function describeWithMosquitto(name: string, body: () => void): void {
  if (!program) {
    console.log(`SKIPPED: ${name}: no Mosquitto found; install it (Debian: apt-get install mosquitto).`);
  }
  describe.skipIf(!program)(name, body);
}

export const hasMosquitto = program !== undefined;

export interface MosquittoOptions {
  readonly scheme?: 'mqtt' | 'mqtts' | 'ws' | 'wss';
  /** Passwords by user; without any, everybody is let in. */
  readonly users?: Readonly<Record<string, string>>;
  /** Lines of an ACL file. */
  readonly acl?: readonly string[];
  readonly tls?: KeyPair & { readonly caFile?: string };
  /** Further lines of its configuration. */
  readonly lines?: readonly string[];
  /** To come back on the same port. */
  readonly port?: number;
}

export interface Mosquitto {
  readonly url: string;
  readonly port: number;
  /** Without a goodbye to its clients. */
  kill(): Promise<void>;
}

export async function startMosquitto(options: MosquittoOptions = {}): Promise<Mosquitto> {
  if (!program) throw new Error('There is no Mosquitto.');
  const folder = await mkdtemp(join(tmpdir(), 'kanto-mosquitto-'));
  const port = options.port ?? (await freePort());
  const config = join(folder, 'mosquitto.conf');
  await writeFile(config, (await configuration(folder, port, options)).join('\n'));
  const child = spawn(program, ['-c', config], { stdio: ['ignore', 'ignore', 'pipe'] });
  await running(child);
  const scheme = options.scheme ?? 'mqtt';
  return {
    // Certificates are for both, but a server name cannot be a number.
    url: `${scheme}://${options.tls ? 'localhost' : '127.0.0.1'}:${port}`,
    port,
    kill: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        const exited = once(child, 'exit');
        child.kill('SIGKILL');
        await exited;
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function configuration(
  folder: string,
  port: number,
  options: MosquittoOptions,
): Promise<readonly string[]> {
  const { scheme = 'mqtt', users, acl, tls } = options;
  // Version 2.0.11 ends at once where all it has are listeners for WebSocket.
  const webSocket = scheme === 'ws' || scheme === 'wss';
  const plain = webSocket ? [`listener ${await freePort()} 127.0.0.1`] : [];
  // Started by root it would become another user, who may not read the files of the test.
  const user = process.getuid?.() === 0 ? ['user root'] : [];
  const lines = [
    'log_dest stderr',
    'set_tcp_nodelay true',
    ...user,
    ...(options.lines ?? []),
    `allow_anonymous ${users === undefined}`,
  ];
  lines.push(...plain, `listener ${port} 127.0.0.1`, ...(webSocket ? ['protocol websockets'] : []));
  if (users) {
    const file = join(folder, 'passwords');
    await writeFile(file, Object.entries(users).map(passwordLine).join(''), { mode: 0o600 });
    lines.push(`password_file ${file}`);
  }
  if (acl) {
    const file = join(folder, 'acl');
    await writeFile(file, `${acl.join('\n')}\n`, { mode: 0o600 });
    lines.push(`acl_file ${file}`);
  }
  if (tls) {
    lines.push(`certfile ${tls.certFile}`, `keyfile ${tls.keyFile}`);
    if (tls.caFile) lines.push(`cafile ${tls.caFile}`, 'require_certificate true');
  }
  return lines;
}

/** As mosquitto_passwd writes it: PBKDF2 with SHA-512. */
function passwordLine([user, password]: [string, string]): string {
  const iterations = 101;
  const salt = randomBytes(12);
  const hash = pbkdf2Sync(password, salt, iterations, 64, 'sha512');
  return `${user}:$7$${iterations}$${salt.toString('base64')}$${hash.toString('base64')}\n`;
}

async function running(child: ChildProcess): Promise<void> {
  if (!child.stderr) throw new Error('Mosquitto has no output.');
  const said: string[] = [];
  const lines = createInterface({ input: child.stderr });
  await new Promise<void>((resolve, reject) => {
    lines.on('line', (line) => {
      said.push(line);
      if (/mosquitto version \S+ running/.test(line)) resolve();
    });
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`Mosquitto ended at once:\n${said.join('\n')}`)));
  });
  said.length = 0;
  lines.removeAllListeners('line');
  child.stderr.resume();
}

export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('The server has no port.');
  return address.port;
}
