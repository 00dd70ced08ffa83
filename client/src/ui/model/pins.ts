/** The devices that a user pinned, by connection. Pure. */
import type { Target } from './targets.ts';

export type Pins = Readonly<Record<string, readonly string[]>>;

/** Of one connection. */
const mostPins = 500;

/** The pins that were stored, whatever an older version left there. */
export function readPins(stored: unknown): Pins {
  if (typeof stored !== 'object' || stored === null) return {};
  return Object.fromEntries(
    Object.entries(stored)
      .filter(([, ids]) => Array.isArray(ids))
      .map(([connection, ids]: [string, unknown[]]) => [
        connection,
        ids.filter((id) => typeof id === 'string').slice(0, mostPins),
      ]),
  );
}

export function isPinned(pins: Pins, { connection, device }: Target): boolean {
  return Object.hasOwn(pins, connection) && (pins[connection]?.includes(device) ?? false);
}

export function withPin(pins: Pins, { connection, device }: Target): Pins {
  const others = withoutPin(pins, { connection, device });
  return { ...others, [connection]: [...(others[connection] ?? []), device].slice(-mostPins) };
}

export function withoutPin(pins: Pins, { connection, device }: Target): Pins {
  const rest = (Object.hasOwn(pins, connection) ? pins[connection] : undefined) ?? [];
  return { ...pins, [connection]: rest.filter((id) => id !== device) };
}
