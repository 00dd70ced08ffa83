/** Whether the daemon could unpack an archive. The simulated device looks no further into it. */
import { gunzipSync } from 'node:zlib';

/** What archives of modules may take once they are unpacked, in bytes. */
const most = 100_000_000;

export function unpacks(name: string, content: Uint8Array): boolean {
  return name.endsWith('.zip') ? isZip(Buffer.from(content)) : isTarball(content);
}

/** The record that ends every zip, with or without a comment after it. */
function isZip(content: Buffer): boolean {
  const at = content.lastIndexOf('PK\u0005\u0006', undefined, 'latin1');
  return at >= 0 && at >= content.length - 65_557;
}

function isTarball(content: Uint8Array): boolean {
  let tar: Buffer;
  try {
    tar = gunzipSync(content, { maxOutputLength: most });
  } catch {
    return false;
  }
  // A block of header, whose checksum is the sum of its bytes with spaces in its place; or blocks of zeros: the end.
  const header = tar.subarray(0, 512);
  if (tar.length < 512) return tar.length === 0;
  if (header.every((byte) => byte === 0)) return true;
  const wanted = Number.parseInt(header.toString('latin1', 148, 156), 8);
  const sum = header.reduce((all, byte, at) => all + (at >= 148 && at < 156 ? 32 : byte), 0);
  return sum === wanted;
}
