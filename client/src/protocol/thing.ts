/** Ids of things: devices and what belongs to them (Eclipse Ditto, "Namespaces and names"). */

export interface ThingId {
  readonly namespace: string;
  readonly name: string;
}

// Ditto allows an empty namespace and more characters; a `/`, `+` or `#` could not stand in a topic.
const namespacePattern = /^[a-zA-Z]\w*(?:[.-][a-zA-Z]\w*)*$/;
const namePattern = /^[^\p{Cc}\u{a0}-\u{ff}\s/+#]+$/u;
/** Nearly all are made of these, which is found out in a fraction of the time. */
const plainPattern = /^[\w:.-]+$/;
const maxLength = 256;

/** Splits at the first `:`, so `edge:device:edge:containers` is `device:edge:containers` in `edge`. Undefined where it is no id. */
export function parseThingId(id: string): ThingId | undefined {
  const colon = id.indexOf(':');
  if (colon < 0 || id.length > maxLength) return undefined;
  const namespace = id.slice(0, colon);
  const name = id.slice(colon + 1);
  return namespacePattern.test(namespace) && (plainPattern.test(name) || namePattern.test(name))
    ? { namespace, name }
    : undefined;
}

export function formatThingId({ namespace, name }: ThingId): string {
  return `${namespace}:${name}`;
}

const containersSuffix = ':edge:containers';

/** The thing that container-management registers below a device (container-management: things, kanto docs). */
export function containersThing(device: string): string {
  return `${device}${containersSuffix}`;
}

export function isContainersThing(thing: string): boolean {
  return thing.endsWith(containersSuffix) && thing.length > containersSuffix.length;
}

/** The device that a thing belongs to: the thing itself, or the part before `:edge:containers`. */
export function deviceOf(thing: string): string {
  return isContainersThing(thing) ? thing.slice(0, -containersSuffix.length) : thing;
}
