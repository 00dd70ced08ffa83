/**
 * Composed values taken apart, also while they are written: what stands where, without a judgement whether the device can
 * read it. The names of the parts are those of the schemas (`x-parts`).
 */
import { imageParts } from './hover/image.ts';

export interface ValuePart {
  readonly name: string;
  readonly from: number;
  /** The same as `from` for a part that is begun, but empty yet. */
  readonly to: number;
}

/** In order of the text. Empty for a key of the `containers` domain whose value has no parts. */
export function containerValueParts(key: string, text: string): readonly ValuePart[] {
  return readers.get(key)?.(text) ?? [];
}

/** `<domain>:<component>` in a baseline. */
export function referenceParts(text: string): readonly ValuePart[] {
  return split(text, ':', ['domain', 'component']);
}

/** `<namespace>/<name>/things/live/messages/<operation>`. */
export function topicParts(text: string): readonly ValuePart[] {
  return split(text, '/', ['namespace', 'name', 'things', 'live', 'messages', 'operation']);
}

/** `/features/<feature>/inbox/messages/<operation>`. */
export function pathParts(text: string): readonly ValuePart[] {
  if (!text.startsWith('/')) return [];
  return split(text.slice(1), '/', ['features', 'feature', 'inbox', 'messages', 'operation']).map((part) =>
    moved(part, 1),
  );
}

const readers: ReadonlyMap<string, (text: string) => readonly ValuePart[]> = new Map([
  ['image', image],
  ['env', (text: string) => split(text, '=', ['name', 'value'])],
  ['port', port],
  ['mount', (text: string) => split(text, ':', ['source', 'destination', 'propagation'])],
  ['device', (text: string) => split(text, ':', ['device on the host', 'device in the container', 'rights'])],
  ['host', (text: string) => split(text, ':', ['name', 'address'])],
  ...['logMaxSize', 'logMaxBufferSize', 'memory', 'memorySwap', 'memoryReservation'].map(
    (key) => [key, size] as const,
  ),
]);

/** What stands between the signs, as many parts as have names; the last one takes the rest only if it is the second. */
function split(text: string, sign: string, names: readonly string[]): ValuePart[] {
  const parts: ValuePart[] = [];
  let from = 0;
  for (const [index, name] of names.entries()) {
    const isRest = names.length === 2 && index === 1;
    const at = isRest ? -1 : text.indexOf(sign, from);
    const to = at < 0 ? text.length : at;
    parts.push({ name, from, to });
    if (at < 0) break;
    from = at + sign.length;
  }
  return parts;
}

function moved({ name, from, to }: ValuePart, by: number): ValuePart {
  return { name, from: from + by, to: to + by };
}

function port(text: string): ValuePart[] {
  const slash = text.indexOf('/');
  const end = slash < 0 ? text.length : slash;
  const sides = split(text.slice(0, end), ':', ['first', 'second', 'third']);
  const [first, second] = sides;
  const hasAddress = sides.length === 3 || (first !== undefined && !isPortSide(text, first));
  const [address, host, container] = hasAddress ? sides : [undefined, first, second];
  return [
    ...(address ? [{ ...address, name: 'host ip' }] : []),
    ...(host ? hostPorts(text, host) : []),
    ...(container ? [{ ...container, name: 'container port' }] : []),
    ...(slash < 0 ? [] : [{ name: 'protocol', from: slash + 1, to: text.length }]),
  ];
}

/** A port or a range of ports; anything else in front is meant for an address. */
function isPortSide(text: string, { from, to }: ValuePart): boolean {
  return /^[\s\d-]*$/.test(text.slice(from, to));
}

function hostPorts(text: string, { from, to }: ValuePart): ValuePart[] {
  return split(text.slice(from, to), '-', ['host port', 'last host port']).map((part) => moved(part, from));
}

function size(text: string): ValuePart[] {
  const [, sign = '', number = '', blank = '', unit = ''] = /^(-?)([\d.]*)( ?)(.*)$/s.exec(text) ?? [];
  const end = sign.length + number.length;
  const parts = [{ name: 'number', from: 0, to: end }];
  if (unit !== '' || blank !== '') parts.push({ name: 'unit', from: end + blank.length, to: text.length });
  return parts;
}

function image(text: string): ValuePart[] {
  const { registry, repository, tag, digest } = imageParts(text);
  const parts: ValuePart[] = [];
  let at = 0;
  const take = (name: string, part: string | undefined, signs: number) => {
    if (part === undefined) return;
    parts.push({ name, from: at, to: at + part.length });
    at += part.length + signs;
  };
  take('registry', registry, 1);
  // While it is written, a host name stands alone.
  const isHost = registry === undefined && !text.includes('/') && /^[^:@]*\./.test(repository);
  take(isHost ? 'registry' : 'repository', repository, 1);
  take('tag', tag, 1);
  take('digest', digest, 0);
  return parts;
}
