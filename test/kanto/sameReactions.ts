/** What two daemons say of the same message, made comparable. */
import { isObject, parseJson } from '../../client/src/protocol/json.ts';
import type { JsonValue } from '../../server/src/messages.ts';
import type { Reaction } from './reactions.ts';

/**
 * What one says and the other does not; undefined where both say the same. What goes to the cloud and what goes to an
 * agent has no order between them; times are left out, and what has no order has one.
 */
export function difference(wanted: Reaction, got: Reaction): string | undefined {
  const one = linesOf(wanted);
  const other = linesOf(got);
  if (one.join('\n') === other.join('\n')) return undefined;
  const missing = one.filter((line) => !other.includes(line)).map((line) => `- ${line}`);
  const added = other.filter((line) => !one.includes(line)).map((line) => `+ ${line}`);
  return [...missing, ...added].join('\n') || `- ${one.join('\n- ')}\n+ ${other.join('\n+ ')}`;
}

function linesOf({ crashed, said }: Reaction): readonly string[] {
  const ids = new Map<string, string>();
  const named = (text: string) =>
    text.replace(uuid, (id) => {
      const name = ids.get(id) ?? `id ${ids.size + 1}`;
      ids.set(id, name);
      return name;
    });
  const lines = said.map(({ topic, text }) => ({ topic, line: `${topic} ${named(lineOf(text))}` }));
  if (crashed) {
    // What a dying process still says is chance, but for its answer.
    return [...lines.filter(({ topic }) => topic.includes('/res/')).map(({ line }) => line), 'crash'];
  }
  return lines.sort((a, b) => (a.topic < b.topic ? -1 : a.topic > b.topic ? 1 : 0)).map(({ line }) => line);
}

const lineOf = (text: string): string => JSON.stringify(ordered(parseJson(text) ?? text));

/** Ids that a daemon makes up. */
const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** Go from 1.24 on names embedded structs in its errors too: which Go a device was built with is no difference. */
const embedded = /(?<=^json: .*\.)(?:base|Component)\./;

/** Actions stand in the order in which Go walks a map: in another one each time. */
const unordered = ['actions', 'softwareNodes', 'hardwareNodes', 'associations'];

function ordered(value: JsonValue, name = ''): JsonValue {
  if (Array.isArray(value)) {
    const items = value.map((item) => ordered(item));
    if (!unordered.includes(name)) return items;
    return items.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  }
  if (typeof value === 'string') return value.replace(embedded, '');
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, key === 'timestamp' ? 'a time' : ordered(value[key] ?? null, key)]),
  );
}
