/**
 * Which manifest was last applied to which device, over restarts: only where its file is and a fingerprint of what was sent,
 * since manifests can hold secrets. As long as the file says the same, it is what the device is compared with. The
 * fingerprint is made with a key that is kept elsewhere: whoever knows all of a manifest but a short secret could find that
 * out of a plain digest by trying.
 */
import { createHmac } from 'node:crypto';
import { isObject } from '../protocol/json.ts';
import type { ManifestText } from './devicePlan.ts';
import type { AppliedManifest } from './drift.ts';
import type { Origin } from './run.ts';

interface Place {
  readonly connection: string;
  readonly device: string;
}

interface Remembered extends Place, Origin {
  readonly name: string;
  /** As the connection was then: one of the same name can lead to others by now. */
  readonly owner: string;
  /** HMAC with SHA-256 of the manifest as it was planned and sent, hexadecimal. */
  readonly fingerprint: string;
}

/**
 * - `none`: nothing is remembered of the device
 * - `changed`: the file says something else now, so that nobody can tell what was applied
 * - `gone`: the file cannot be read any more
 */
export type Recalled =
  | { readonly kind: 'found'; readonly applied: AppliedManifest }
  | { readonly kind: 'none' }
  | { readonly kind: 'changed' | 'gone'; readonly name: string };

export interface AppliedMemoryParts {
  /** What was kept before; of any shape, since others can have written it. */
  readonly kept: () => unknown;
  readonly keep: (value: unknown) => PromiseLike<void>;
  /** The key of the fingerprints, always the same; kept where secrets are. */
  readonly key: () => PromiseLike<string>;
  /** Whose devices the connection leads to (connections/profile.ts); undefined where there is none of the name. */
  readonly owner: (connection: string) => string | undefined;
  /** What would be sent of the manifest now; rejects where the file cannot be read. */
  readonly read: (origin: Origin) => Promise<ManifestText>;
}

/** Of more, the ones applied to longest ago are forgotten. */
const mostKept = 200;

export class AppliedMemory {
  readonly #parts: AppliedMemoryParts;

  constructor(parts: AppliedMemoryParts) {
    this.#parts = parts;
  }

  async remember(place: Place, { uri, number }: Origin, { manifest, name }: AppliedManifest): Promise<void> {
    const { connection, device } = place;
    const owner = this.#parts.owner(connection);
    if (owner === undefined) return;
    const fingerprint = fingerprintOf(manifest, await this.#parts.key());
    const now = {
      connection,
      owner,
      device,
      uri,
      ...(number !== undefined && { number }),
      name,
      fingerprint,
    };
    const others = this.#all().filter((it) => !isOf(it, place));
    await this.#parts.keep([...others, now].slice(-mostKept));
  }

  async recall(place: Place): Promise<Recalled> {
    const found = this.#all().findLast((it) => isOf(it, place));
    if (!found || found.owner !== this.#parts.owner(place.connection)) return { kind: 'none' };
    const { name, uri, number, fingerprint } = found;
    const key = await this.#parts.key();
    try {
      const manifest = await this.#parts.read({ uri, ...(number !== undefined && { number }) });
      const isSame = fingerprintOf(manifest, key) === fingerprint;
      return isSame ? { kind: 'found', applied: { manifest, name } } : { kind: 'changed', name };
    } catch {
      return { kind: 'gone', name }; // the reason does not matter: without the file nothing can be compared
    }
  }

  #all(): readonly Remembered[] {
    const kept = this.#parts.kept();
    return Array.isArray(kept) ? kept.filter(isRemembered) : [];
  }
}

function isRemembered(value: unknown): value is Remembered {
  if (!isObject(value)) return false;
  const { number } = value;
  const names = ['connection', 'owner', 'device', 'uri', 'name', 'fingerprint'];
  return (
    names.every((it) => typeof value[it] === 'string') && (number === undefined || typeof number === 'number')
  );
}

function isOf(it: Place, { connection, device }: Place): boolean {
  return it.connection === connection && it.device === device;
}

function fingerprintOf({ text }: ManifestText, key: string): string {
  return createHmac('sha256', key).update(text).digest('hex');
}
