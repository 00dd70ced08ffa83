/** What a manifest is known by in a journal, without a word of it: manifests can hold secrets. */
import { randomBytes, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import type { ManifestText } from '../updates/devicePlan.ts';
import type { ManifestMark } from './journal.ts';

const derive = promisify<string, string, number, Buffer>(scrypt);
const bytes = 32;

/** Slow on purpose: who knows all of a manifest but a short secret must not find that by trying. */
async function digestOf({ text, number }: ManifestText, salt: string): Promise<string> {
  const digest = await derive(number === undefined ? text : `${number}\n${text}`, salt, bytes);
  return digest.toString('hex');
}

export async function markOf(manifest: ManifestText, name: string): Promise<ManifestMark> {
  const salt = randomBytes(16).toString('hex');
  return { name, salt, digest: await digestOf(manifest, salt) };
}

export async function isMarked(manifest: ManifestText, { salt, digest }: ManifestMark): Promise<boolean> {
  return (await digestOf(manifest, salt)) === digest;
}
