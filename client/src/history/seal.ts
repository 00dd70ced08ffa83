/**
 * What is kept of a run can hold secrets, so it is sealed: packed, then encrypted with AES-256-GCM under a key that is kept
 * where secrets are. What stands beside it in the clear is sealed with it: neither can be changed or exchanged unseen.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';

const algorithm = 'aes-256-gcm';
/** Bytes (NIST SP 800-38D). */
const keyLength = 32;
const ivLength = 12;
const tagLength = 16;

/** Bytes of what is unpacked: nothing that was written here comes near it. */
const longest = 64 * 1024 * 1024;

const pack = promisify(gzip);
const unpack = promisify(gunzip);

/** A key as it is kept: hexadecimal. */
export function newKey(): string {
  return randomBytes(keyLength).toString('hex');
}

/** True for what {@link newKey} makes. */
export function isKey(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}

/** Tells keys apart; nothing of the key can be read out of it, which is random. */
export function nameOfKey(key: string): string {
  return createHash('sha256').update(`kanto history ${key}`).digest('hex').slice(0, 16);
}

/** In base64. `beside`: what it is only good with. */
export async function seal(text: string, key: string, beside: string): Promise<string> {
  const iv = randomBytes(ivLength);
  const cipher = createCipheriv(algorithm, Buffer.from(key, 'hex'), iv).setAAD(Buffer.from(beside));
  const sealed = Buffer.concat([cipher.update(await pack(text)), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64');
}

/** Rejects where it was sealed with another key, beside something else, or was changed since. */
export async function unseal(sealed: string, key: string, beside: string): Promise<string> {
  const bytes = Buffer.from(sealed, 'base64');
  const iv = bytes.subarray(0, ivLength);
  const tag = bytes.subarray(ivLength, ivLength + tagLength);
  const decipher = createDecipheriv(algorithm, Buffer.from(key, 'hex'), iv, { authTagLength: tagLength })
    .setAAD(Buffer.from(beside))
    .setAuthTag(tag);
  const packed = Buffer.concat([decipher.update(bytes.subarray(ivLength + tagLength)), decipher.final()]);
  return (await unpack(packed, { maxOutputLength: longest })).toString();
}
