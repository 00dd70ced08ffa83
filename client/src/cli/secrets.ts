/**
 * Where the secrets of a call come from: the environment, a file that nobody else can read, or standard input. Never from
 * arguments, which every user of the machine can read in the list of processes.
 */
import { type FileHandle, open } from 'node:fs/promises';
import { FaultError, fault } from '../errors.ts';
import { aborted } from '../timing.ts';
import { fileFaultWords } from '../words/fileFaults.ts';
import { readTextFile } from './manifestFile.ts';

export const secretNames = ['password', 'passphrase', 'registryPassword'] as const;
export type SecretName = (typeof secretNames)[number];

/** Of what is not here, the environment is asked. */
export type SecretSources = Readonly<Partial<Record<SecretName, { readonly file: string } | 'stdin'>>>;

/** What an engine asks for. */
export type Secrets = Readonly<Record<SecretName, () => Promise<string | undefined>>>;

const words: Readonly<Record<SecretName, string>> = {
  password: 'password',
  passphrase: 'pass-phrase',
  registryPassword: 'password of the registry',
};

const variables: Readonly<Record<SecretName, string>> = {
  password: 'KANTO_PASSWORD',
  passphrase: 'KANTO_KEY_PASSPHRASE',
  registryPassword: 'KANTO_REGISTRY_PASSWORD',
};

/** Milliseconds after which a person is told what is waited for. */
const patience = 2000;

/**
 * `note`: tells that one is waited for, since a pipe, or standard input, may have nobody who writes into it.
 * @throws FaultError where a file, or standard input, gives no secret; `cancelled` where the signal ends the waiting.
 */
export async function readSecrets(
  sources: SecretSources,
  signal: AbortSignal,
  note: (text: string) => void,
): Promise<Secrets> {
  const read = async (name: SecretName) => {
    const source = sources[name];
    // An empty one is none: so a CI hands over a secret that is not set.
    if (source === undefined) return process.env[variables[name]] || undefined;
    const place = source === 'stdin' ? 'standard input' : source.file;
    const waiting = setTimeout(
      () => note(`Waiting for the ${words[name]} from ${place}: it has not come to its end yet.`),
      patience,
    );
    try {
      if (source === 'stdin') return secretIn(await readTextFile('-', signal), 'Standard input');
      return secretIn(await unlessAborted(readSecretFile(source.file), source.file, signal), source.file);
    } finally {
      clearTimeout(waiting);
    }
  };
  const [password, passphrase, registryPassword] = await Promise.all(secretNames.map(read));
  return {
    password: async () => password,
    passphrase: async () => passphrase,
    registryPassword: async () => registryPassword,
  };
}

/** The pipe of nobody is never opened, so it cannot be closed either. */
async function unlessAborted(text: Promise<string>, file: string, signal: AbortSignal): Promise<string> {
  const over = new AbortController();
  const stopped = aborted(signal, over.signal).then(() => {
    throw new FaultError(fault('cancelled', `Reading ${file} was interrupted.`));
  });
  return Promise.race([text, stopped]).finally(() => over.abort());
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
    const bytes = await readUpTo(longestSecret + 1, handle);
    if (bytes.length > longestSecret)
      throw unusable(`${file} is longer than any secret (${longestSecret} bytes).`);
    return bytes.toString('utf8');
  } catch (error) {
    if (error instanceof FaultError) throw error;
    throw new FaultError(fault('file-unreadable', `${file} cannot be read: ${fileFaultWords(error)}.`), {
      cause: error,
    });
  } finally {
    await handle?.close();
  }
}

/** To its end, or to so many bytes: a pipe brings them in pieces. */
async function readUpTo(most: number, handle: FileHandle): Promise<Buffer> {
  const buffer = Buffer.alloc(most);
  let length = 0;
  for (;;) {
    const { bytesRead } = await handle.read(buffer, length, most - length);
    length += bytesRead;
    if (bytesRead === 0 || length === most) return buffer.subarray(0, length);
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
