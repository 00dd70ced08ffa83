/** Texts parsed as the Go standard library does it on the device (`strconv`, `net`). Pure. */

/** `strconv.ParseBool`; undefined where it gives an error. */
export function parseBoolean(text: string): boolean | undefined {
  if (['1', 't', 'T', 'TRUE', 'true', 'True'].includes(text)) return true;
  if (['0', 'f', 'F', 'FALSE', 'false', 'False'].includes(text)) return false;
  return undefined;
}

/** `strconv.Atoi`; undefined where it gives an error. */
export function parseInteger(text: string): number | undefined {
  if (!/^[+-]?\d+$/.test(text)) return undefined;
  // Sixteen characters are exact as a number; only more can be out of range.
  if (text.length < 16) return Number(text);
  const value = BigInt(text.replace('+', ''));
  return value >= -(2n ** 63n) && value < 2n ** 63n ? Number(value) : undefined;
}

/** `strconv.ParseInt(text, 10, 32)`; undefined where it gives an error. */
export function parseInteger32(text: string): number | undefined {
  const value = parseInteger(text);
  return value !== undefined && value >= -(2 ** 31) && value < 2 ** 31 ? value : undefined;
}

/** `net.ParseIP` for what can stand in front of a colon: an IPv4 address without leading zeros. */
export function isIpAddress(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
}

const blanks =
  '\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000';

/** `strings.TrimSpace`: what JavaScript trims differs in two characters. */
export function trimSpace(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && blanks.includes(text[start] ?? '')) start++;
  while (end > start && blanks.includes(text[end - 1] ?? '')) end--;
  return text.slice(start, end);
}

/** What `time.Duration` writes for so many whole seconds, which it keeps as nanoseconds in 64 bits: `30s`, `1m0s`, `1h0m0s`. */
export function durationText(seconds: number): string {
  const nanoseconds = BigInt.asIntN(64, BigInt(seconds) * 1_000_000_000n);
  const sign = nanoseconds < 0n ? '-' : '';
  const total = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  const minutes = total / 60_000_000_000n;
  const rest = `${Number(total % 60_000_000_000n) / 1e9}s`;
  if (minutes >= 60n) return `${sign}${minutes / 60n}h${minutes % 60n}m${rest}`;
  return minutes > 0n ? `${sign}${minutes}m${rest}` : `${sign}${rest}`;
}
