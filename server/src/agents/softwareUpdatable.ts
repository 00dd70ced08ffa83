/**
 * What the two implementations of the SoftwareUpdatable feature make of a command: the one of container management
 * (`containers`, on the thing `…:edge:containers`) and the generic software-update daemon (`root`). Pure.
 */
import type { Operation, SoftwareUpdatableTarget } from '../messages.ts';

/** The end of the thing's name that tells the containers' thing from the device itself. */
export const containersThingSuffix = ':edge:containers';

/** Operations that each target takes; anything else is refused (containers) or not even answered (root). */
export const supportedOperations: Readonly<Record<SoftwareUpdatableTarget, readonly Operation[]>> = {
  containers: ['install', 'remove'],
  root: ['install', 'download'],
};

/** Keys of `download`, in the order in which each target looks for them. They are case-sensitive. */
export const downloadProtocols: Readonly<Record<SoftwareUpdatableTarget, readonly string[]>> = {
  containers: ['HTTP', 'HTTPS'],
  root: ['HTTPS', 'HTTP', 'FILE'],
};

/** All that the documentation names. */
export const documentedProtocols: readonly string[] = ['HTTP', 'HTTPS', 'FTP', 'SFTP'];

/** Keys of `checksums`, in the order in which each target looks for them: the first that is there is the only one checked. */
const checksumOrder: Readonly<Record<SoftwareUpdatableTarget, readonly string[]>> = {
  containers: ['MD5', 'SHA1', 'SHA256'],
  root: ['SHA256', 'SHA1', 'MD5'],
};

/** Hexadecimal digits of each checksum. */
export const checksumLengths: ReadonlyMap<string, number> = new Map([
  ['MD5', 32],
  ['SHA1', 40],
  ['SHA256', 64],
]);

/** The one checksum that the target looks at; undefined where none is there. */
export function checkedChecksum(
  target: SoftwareUpdatableTarget,
  checksums: ReadonlyMap<string, string>,
): string | undefined {
  return checksumOrder[target].find((name) => (checksums.get(name) ?? '') !== '');
}
