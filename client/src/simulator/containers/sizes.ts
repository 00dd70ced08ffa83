/** Sizes as the device writes them: `512k`, `1.5G` (container-management: containerm/util/bytes_size_conversion.go). */

const form = /^(\d+(?:\.\d+)*) ?([kKmMgG])$/;
const units: Readonly<Record<string, number>> = { k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

/** Bytes, or undefined where it is no size: the unit is mandatory, `B` is not allowed. */
export function sizeInBytes(size: string): number | undefined {
  const parsed = parse(size);
  return parsed === undefined
    ? undefined
    : Math.trunc(parsed.number * (units[parsed.unit.toLowerCase()] ?? 1));
}

/** Twice the size in the same unit; empty where it is no size. */
export function doubledSize(size: string): string {
  const parsed = parse(size);
  return parsed === undefined ? '' : `${Math.round(parsed.number * 2 * 10_000) / 10_000}${parsed.unit}`;
}

function parse(size: string): { readonly number: number; readonly unit: string } | undefined {
  const [, digits, unit] = form.exec(size) ?? [];
  // `1.2.3M` passes the form and fails as a number, as does what is too large for one.
  const number = Number(digits);
  return unit === undefined || !Number.isFinite(number) ? undefined : { number, unit };
}
