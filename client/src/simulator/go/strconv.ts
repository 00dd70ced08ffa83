/** Go's conversions between text and values, where they differ from JavaScript's. */

const trueWords = new Set(['1', 't', 'T', 'TRUE', 'true', 'True']);
const falseWords = new Set(['0', 'f', 'F', 'FALSE', 'false', 'False']);

/** strconv.ParseBool; undefined where Go returns an error. */
export function parseBool(text: string): boolean | undefined {
  if (trueWords.has(text)) return true;
  return falseWords.has(text) ? false : undefined;
}

/** strconv.Atoi and ParseInt(…, 10, bits); undefined where Go returns an error. */
export function parseInteger(text: string, bits: 32 | 64): number | undefined {
  if (!/^[+-]?\d+$/.test(text)) return undefined;
  const value = BigInt(text.replace(/^\+/, ''));
  const limit = 2n ** BigInt(bits - 1);
  return value >= -limit && value < limit ? Number(value) : undefined;
}

/** strings.TrimSpace: beside what JavaScript trims the next-line sign, but not the byte order mark. */
export function trimSpace(text: string): string {
  return text.replace(
    /^[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+|[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+$/g,
    '',
  );
}

/**
 * fmt.Sprintf of a text as the format, with no operands: what a program makes of a message with a `%` that it passes on
 * so. Operands named by their number (`%[1]s`) are not looked at.
 */
export function formatted(text: string): string {
  return text.replace(
    /%[-+# 0]*(\*|\d*)(?:\.(\*|\d*))?(.?)/gsu,
    (_, width: string, precision: string | undefined, verb: string) => {
      const bad = `${width === '*' ? '%!(BADWIDTH)' : ''}${precision === '*' ? '%!(BADPREC)' : ''}`;
      if (verb === '%') return `${bad}%`;
      return bad + (verb === '' ? '%!(NOVERB)' : `%!${verb}(MISSING)`);
    },
  );
}

/** time.Duration's String(), from nanoseconds: `3s`, `1m0s`, `1h0m0s`, `1.5s`, `500ms`. */
export function durationText(nanoseconds: number): string {
  if (nanoseconds === 0) return '0s';
  const sign = nanoseconds < 0 ? '-' : '';
  const total = Math.abs(nanoseconds);
  if (total < 1e3) return `${sign}${total}ns`;
  if (total < 1e6) return `${sign}${total / 1e3}\u00b5s`;
  if (total < 1e9) return `${sign}${total / 1e6}ms`;
  const hours = Math.floor(total / 3_600e9);
  const minutes = Math.floor((total % 3_600e9) / 60e9);
  const seconds = `${(total % 60e9) / 1e9}s`;
  if (hours > 0) return `${sign}${hours}h${minutes}m${seconds}`;
  return minutes > 0 ? `${sign}${minutes}m${seconds}` : `${sign}${seconds}`;
}
