import type { ScalarNode, Spot } from './node.ts';

/** What a scalar says: of a number or a truth value, as it is written. Empty for null. */
export function scalarText({ type, value, source }: ScalarNode): string {
  if (type === 'string') return String(value);
  return type === 'null' ? '' : source;
}

/**
 * Where the part from `from` to `to` of what a scalar says stands. Undefined where that cannot be told: in a block
 * scalar, and in one that goes over several lines.
 */
export function scalarPart(node: ScalarNode, from: number, to: number): Spot | undefined {
  const text = scalarText(node);
  const { source, origin } = node;
  const at = (start: number, end: number) => ({ origin, from: node.from + start, to: node.from + end });
  if (node.style === 'plain') return source === text ? at(from, to) : undefined;
  if (node.style === 'block' || source.includes('\n')) return undefined;
  // Without escapes only the opening quote stands in front.
  if (source.length === text.length + 2 && source.startsWith(text, 1)) return at(from + 1, to + 1);
  const places = placesIn(source, node.style);
  const start = places[from];
  const end = places[to];
  if (places.length !== text.length + 1 || start === undefined || end === undefined) return undefined;
  return at(start, end);
}

/** For each UTF-16 unit of the text, and its end, where it is written in the source. */
function placesIn(source: string, style: 'single' | 'double'): number[] {
  const escaped =
    style === 'double' ? /\\(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|U([0-9a-fA-F]{8})|[\s\S])/y : /''/y;
  const places: number[] = [];
  let at = 1;
  while (at < source.length - 1) {
    escaped.lastIndex = at;
    const [written = '', long] = escaped.exec(source) ?? [];
    const units = long !== undefined && Number.parseInt(long, 16) > 0xffff ? 2 : 1;
    for (let unit = 0; unit < units; unit++) places.push(at);
    at += Math.max(1, written.length);
  }
  places.push(at);
  return places;
}

/** The comment behind the sign of a block scalar (`| # why`); empty without one. */
export function headComment(source: string): string {
  return /^[|>][-+\d]*[ \t]+(#[^\r\n]*)/.exec(source)?.[1] ?? '';
}
