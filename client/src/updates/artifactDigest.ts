/**
 * Checksums and size of the file at an address, found out by downloading it once; nothing of it is kept. No address is
 * contacted before somebody has agreed to it, and nothing of this product's settings or secrets goes along.
 */
import { createHash, type Hash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { t } from '@vscode/l10n';
import { FaultError, fault } from '../errors.ts';
import { httpGet } from '../httpGet.ts';

export const checksumNames = ['SHA256', 'SHA1', 'MD5'] as const;
export type ChecksumName = (typeof checksumNames)[number];

export interface DigestOptions {
  /** Besides SHA256, which is always found out. */
  readonly names?: readonly ChecksumName[];
  /**
   * Asked before each server that is contacted, the first included; `from` is the one that sends there. False gives up.
   */
  readonly mayVisit: (url: URL, from: URL | undefined) => Promise<boolean>;
  /** Bytes so far, and of all where the server tells. */
  readonly onProgress?: (received: number, all: number | undefined) => void;
  readonly signal: AbortSignal;
  /** Bytes of the largest file that is downloaded. */
  readonly most?: number;
  /** Milliseconds without a byte after which the server is given up. */
  readonly patience?: number;
  /** Authorities (PEM) that are trusted in place of those of the system. */
  readonly ca?: string;
}

export interface FileDigest {
  /** Hexadecimal digits. */
  readonly checksums: { readonly SHA256: string; readonly SHA1?: string; readonly MD5?: string };
  /** Bytes. */
  readonly size: number;
}

/** A container image of such a size reaches no device either. */
const largest = 8 * 1024 ** 3;
const usualPatience = 30_000;
const mostRedirects = 10;

/** @throws FaultError `artifact-failed`; `cancelled` where somebody does not agree, or the signal ends it */
export async function digestArtifact(address: string, options: DigestOptions): Promise<FileDigest> {
  const visited = new Set<string>();
  let from: URL | undefined;
  let url = readAddress(address, undefined);
  for (let redirects = 0; redirects <= mostRedirects; redirects++) {
    if (!visited.has(url.origin) && !(await options.mayVisit(url, from))) throw cancelled(url);
    visited.add(url.origin);
    const response = await ask(url, options);
    const next = redirectOf(response, url);
    if (next === undefined) return read(response, url, options);
    response.destroy();
    from = url;
    url = next;
  }
  throw failed(url, t('it was sent on more than {0} times', mostRedirects));
}

/** What can be asked for, and holds no password. */
function readAddress(address: string, from: URL | undefined): URL {
  const url = URL.canParse(address, from?.href) ? new URL(address, from?.href) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:'))
    throw new FaultError(
      fault(
        'artifact-failed',
        from === undefined
          ? t('The address is none of http or https.')
          : t('{0} sends on to an address that is none of http or https.', from.host),
      ),
    );
  if (url.username !== '' || url.password !== '')
    throw new FaultError(
      fault(
        'artifact-failed',
        from === undefined
          ? t('The address holds a user or a password.')
          : t('{0} sends on to an address that holds a user or a password.', from.host),
      ),
    );
  return url;
}

/** Resolves with the head of the answer. */
async function ask(
  url: URL,
  { signal, ca, patience = usualPatience }: DigestOptions,
): Promise<IncomingMessage> {
  const headers = { accept: '*/*', 'accept-encoding': 'identity' };
  try {
    return await httpGet(url, { headers, signal, patience, ca });
  } catch (error) {
    throw faultFrom(error, url, signal);
  }
}

function redirectOf({ statusCode = 0, headers }: IncomingMessage, from: URL): URL | undefined {
  const isRedirect = [301, 302, 303, 307, 308].includes(statusCode);
  return isRedirect && headers.location !== undefined ? readAddress(headers.location, from) : undefined;
}

async function read(response: IncomingMessage, url: URL, options: DigestOptions): Promise<FileDigest> {
  const { names = [], onProgress, signal, most = largest } = options;
  const { statusCode, headers } = response;
  const told = Number(headers['content-length'] ?? Number.NaN);
  const all = Number.isFinite(told) ? told : undefined;
  try {
    if (statusCode !== 200) throw failed(url, t('it answered with the status {0}', statusCode ?? ''));
    const coding = headers['content-encoding'];
    if (coding !== undefined && coding !== 'identity')
      throw failed(url, t('it does not give the file as it is, but compressed'));
    const hashes = new Map(checksumNames.filter((it) => isWanted(it, names)).map((it) => [it, hashOf(it)]));
    let size = 0;
    const tooLarge = () => failed(url, t('the file has more than {0} MB', Math.floor(most / 1024 ** 2)));
    if (all !== undefined && all > most) throw tooLarge();
    for await (const chunk of response) {
      const bytes = Buffer.from(chunk);
      size += bytes.length;
      if (size > most) throw tooLarge();
      for (const hash of hashes.values()) hash.update(bytes);
      onProgress?.(size, all);
    }
    const digit = (name: ChecksumName) => hashes.get(name)?.digest('hex');
    const [SHA256 = '', SHA1, MD5] = checksumNames.map(digit);
    return { checksums: { SHA256, ...(SHA1 && { SHA1 }), ...(MD5 && { MD5 }) }, size };
  } catch (error) {
    throw error instanceof FaultError ? error : faultFrom(error, url, signal);
  } finally {
    response.destroy();
  }
}

function isWanted(name: ChecksumName, names: readonly ChecksumName[]): boolean {
  return name === 'SHA256' || names.includes(name);
}

function hashOf(name: ChecksumName): Hash {
  return createHash(name.toLowerCase());
}

function faultFrom(error: unknown, url: URL, signal: AbortSignal): FaultError {
  if (error instanceof FaultError) return error;
  if (signal.aborted) return cancelled(url);
  return failed(url, error instanceof Error ? error.message : String(error), error);
}

function cancelled({ host }: URL): FaultError {
  return new FaultError(fault('cancelled', t('The artifact was not downloaded from {0}.', host)));
}

/** Names the host alone: the rest of an address can hold a secret. */
function failed({ host }: URL, why: string, cause?: unknown): FaultError {
  return new FaultError(
    fault('artifact-failed', t('The artifact cannot be downloaded from {0}: {1}.', host, why)),
    cause === undefined ? undefined : { cause },
  );
}
