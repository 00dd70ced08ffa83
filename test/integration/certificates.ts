/** Certificates for a broker of a test, made by openssl: good ones and every kind of bad one. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll } from 'vitest';
import { findProgram } from '../../scripts/lib/machine.mjs';

const exec = promisify(execFile);

export interface KeyPair {
  readonly certFile: string;
  readonly keyFile: string;
}

export interface Certificates {
  readonly caFile: string;
  /** For localhost and 127.0.0.1, signed by the CA. */
  readonly server: KeyPair;
  /** As `server`, but it ended long ago. */
  readonly expired: KeyPair;
  /** Signed by the CA for another host. */
  readonly otherHost: KeyPair;
  /** For localhost, but signed by itself. */
  readonly selfSigned: KeyPair;
  /** For a client, signed by the CA. */
  readonly client: KeyPair;
  /** As `client`, with the key encrypted in the form of PKCS #8 and in the older one. */
  readonly encryptedClients: readonly KeyPair[];
}

/** Of the keys of {@link Certificates.encryptedClients}. */
export const passphrase = 'planted-passphrase-7741';

const past = ['20200101000000Z', '20200201000000Z'] as const;
const thisMachine = 'DNS:localhost,IP:127.0.0.1';

/** Throws where there is no openssl, with the way to get it. */
export async function makeCertificates(folder: string): Promise<Certificates> {
  const openssl = await findProgram('openssl');
  if (!openssl) throw new Error('The tests of TLS need openssl (Debian: apt-get install openssl).');
  const run = (...args: string[]) => exec(openssl, args, { cwd: folder });
  const pair = (name: string): KeyPair => ({
    certFile: join(folder, `${name}.pem`),
    keyFile: join(folder, `${name}.key`),
  });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

  const selfSign = async (name: string, ...extensions: string[]) => {
    const files = ['-keyout', `${name}.key`, '-out', `${name}.pem`];
    const added = extensions.flatMap((it) => ['-addext', it]);
    await run('req', '-x509', ...newKey, ...files, '-days', '30', '-subj', `/CN=${name}`, ...added);
  };
  // `openssl ca` is the way to give a certificate dates of the past.
  const caConfig = [
    '[ca]',
    'default_ca=c',
    '[c]',
    'database=index.txt',
    'rand_serial=yes',
    'new_certs_dir=.',
  ];
  await writeFile(join(folder, 'index.txt'), '');
  const sign = async (
    name: string,
    names: string | undefined,
    dates: readonly [string, string] | undefined,
  ) => {
    const policy = [
      'policy=p',
      'default_md=sha256',
      'default_days=30',
      'unique_subject=no',
      '[p]',
      'commonName=supplied',
    ];
    const extensions = names ? ['[e]', `subjectAltName=${names}`] : ['[e]', 'extendedKeyUsage=clientAuth'];
    await writeFile(join(folder, `${name}.cnf`), [...caConfig, ...policy, ...extensions, ''].join('\n'));
    await run(
      'req',
      '-new',
      ...newKey,
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.csr`,
      '-subj',
      `/CN=${name}`,
    );
    const period = dates ? ['-startdate', dates[0], '-enddate', dates[1]] : [];
    const files = ['-cert', 'ca.pem', '-keyfile', 'ca.key', '-in', `${name}.csr`, '-out', `${name}.pem`];
    await run('ca', '-batch', '-notext', '-config', `${name}.cnf`, '-extensions', 'e', ...period, ...files);
  };

  await selfSign('ca');
  await selfSign('self-signed', `subjectAltName=${thisMachine}`);
  await sign('server', thisMachine, undefined);
  await sign('expired', thisMachine, past);
  await sign('other-host', 'DNS:broker.example.com', undefined);
  await sign('client', undefined, undefined);
  const encrypt = ['-in', 'client.key', '-passout', `pass:${passphrase}`];
  await run('pkcs8', '-topk8', '-v2', 'aes-256-cbc', ...encrypt, '-out', 'client-pkcs8.key');
  await run('ec', '-aes256', ...encrypt, '-out', 'client-older.key');
  const client = pair('client');
  return {
    caFile: join(folder, 'ca.pem'),
    server: pair('server'),
    expired: pair('expired'),
    otherHost: pair('other-host'),
    selfSigned: pair('self-signed'),
    client,
    encryptedClients: ['client-pkcs8', 'client-older'].map((name) => ({
      certFile: client.certFile,
      keyFile: pair(name).keyFile,
    })),
  };
}

/** Certificates for the tests of one file; a call in a test brings them. */
export function certificatesOfFile(): () => Certificates {
  let made: Certificates | undefined;
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kanto-certificates-'));
    made = await makeCertificates(folder);
    return () => rm(folder, { recursive: true, force: true });
  });
  return () => {
    if (!made) throw new Error('Certificates are made before the first test, not before.');
    return made;
  };
}
