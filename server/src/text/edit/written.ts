/** Values as the neighbours are written. */
import type { JsonValue, Node } from '../node.ts';
import { yamlScalar, yamlString } from '../render.ts';
import type { Surroundings } from './surroundings.ts';

/** A string, in the quotes of the one whose place it takes, if that has any. */
export function stringText(value: string, { writing, style, marks }: Surroundings, instead?: Node): string {
  if (writing === 'json') return JSON.stringify(value);
  const inFlow = writing === 'flow';
  if (instead?.type === 'string' && instead.style === 'single') return yamlString(value, inFlow, "'");
  if (instead?.type === 'string' && instead.style === 'double') return yamlString(value, inFlow, '"');
  if (instead?.type !== 'string' && style.quotes) return yamlString(value, inFlow, style.quotes);
  const plain = yamlScalar(value, inFlow);
  return plain === value ? plain : yamlString(value, inFlow, marks);
}

/** `blank`: what stands between braces and what is in them. */
export function jsonInOneLine(value: JsonValue, blank: string): string {
  if (Array.isArray(value)) return `[${value.map((item) => jsonInOneLine(item, blank)).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = Object.entries(value).map(
    ([name, it]) => `${JSON.stringify(name)}: ${jsonInOneLine(it, blank)}`,
  );
  return inner.length === 0 ? '{}' : `{${blank}${inner.join(', ')}${blank}}`;
}
