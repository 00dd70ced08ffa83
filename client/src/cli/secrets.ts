/**
 * Where the secrets of a call come from: the environment, a file that nobody else can read, or standard input. Never from
 * arguments, which every user of the machine can read in the list of processes.
 */
import { type FileHandle, open } from 'node:fs/promises';
import { FaultError, fault } from '../errors.ts';
import { fileFaultWords } from '../words/fileFaults.ts';
import { readTextFile } from './manifestFile.ts';

export const secretNames = ['password', 'passphrase', 'registryPassword'] as const;
export type SecretName = (typeof secretNames)[number];

/** Of what is not here, the environment is asked. */
export type SecretSources = Readonly<Partial<Record<SecretName, { readonly file: string } | 'stdin'>>>;

/** What an engine asks for. */
export type Secrets = Readonly<Record<SecretName, () => Promise<string | undefined>>>;

const variables: Readonly<Record<SecretName, string>> = {
  password: 'KANTO_PASSWORD',
  passphrase: 'KANTO_KEY_PASSPHRASE',
  registryPassword: 'KANTO_REGISTRY_PASSWORD',
};

/** @throws FaultError where a file, or standard input, gives no secret. */
export async function readSecrets(sources: SecretSources, signal: AbortSignal): Promise<Secrets> {
  const read = async (name: SecretName) => {
    const source = sources[name];
    // An empty one is none: so a CI hands over a secret that is not set.
    if (source === undefined) return process.env[variables[name]] || undefined;
    if (source === 'stdin') return secretIn(await readTextFile('-', signal), 'Standard input');
    return secretIn(await readSecretFile(source.file), source.file);
  };
  const [password, passphrase, registryPassword] = await Promise.all(secretNames.map(read));
  return {
    password: async () => password,
    passphrase: async () => passphrase,
    registryPassword: async () => registryPassword,
  };
}

/** Editors and `echo` end a file with a line break, which belongs to no secret. */
function secretIn(text: string, place: string): string {
  const secret = text.replace(/^\uFEFF/, '').replace(/\r?\n$/, '');
  if (secret === '') throw unusable(`${place} is empty, so there is no secret in it.`);
  if (/[\r\n]/.test(secret)) throw unusable(`${place} has several lines, and a secret is one.`);
  return secret;
}

/** Bytes. */
const longestSecret = 4096;

async function readSecretFile(file: string): Promise<string> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file);
    await checkAccess(file, handle);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(longestSecret + 1), 0, longestSecret + 1);
    if (bytesRead > longestSecret)
      throw unusable(`${file} is longer than any secret (${longestSecret} bytes).`);
    return buffer.toString('utf8', 0, bytesRead);
  } catch (error) {
    if (error instanceof FaultError) throw error;
    throw new FaultError(fault('file-unreadable', `${file} cannot be read: ${fileFaultWords(error)}.`), {
      cause: error,
    });
  } finally {
    await handle?.close();
  }
}

/** Windows has no such modes: there the rights of the folder count. */
async function checkAccess(file: string, handle: FileHandle): Promise<void> {
  if (process.platform === 'win32') return;
  const { mode, uid } = await handle.stat();
  if ((mode & 0o077) !== 0)
    throw unusable(
      `${file} can be read or written by others (mode ${(mode & 0o777).toString(8).padStart(4, '0')}).`,
      `Take the rights from them: chmod 600 ${file}`,
    );
  const own = process.getuid?.();
  if (own !== undefined && uid !== own && uid !== 0)
    throw unusable(`${file} belongs to another user, who can change it.`);
}

function unusable(message: string, advice?: string): FaultError {
  return new FaultError(fault('secret-unusable', message, advice));
}
