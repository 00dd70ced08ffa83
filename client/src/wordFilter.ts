/** What a view shows: a few words, each of which has to be found in what is listed. Pure. */

interface Term<Field extends string> {
  readonly field?: Field;
  /** In lower case. */
  readonly text: string;
}

/** Every term has to match. */
export type WordFilter<Field extends string> = readonly Term<Field>[];

/**
 * `fields`: what a word can be aimed at, as in `state:failed`. Quotes keep what has spaces together: `state:"in sync"`. A
 * word before a colon that is no field belongs to the text.
 */
export function parseWords<Field extends string>(text: string, fields: readonly Field[]): WordFilter<Field> {
  const words = text.toLowerCase().match(/(?:[^\s"]|"[^"]*(?:"|$))+/g) ?? [];
  return words.map((word) => termOf(word, fields)).filter((term) => term.text !== '');
}

function termOf<Field extends string>(word: string, fields: readonly Field[]): Term<Field> {
  const colon = word.indexOf(':');
  const field = fields.find((it) => it === word.slice(0, colon));
  const text = (field === undefined ? word : word.slice(colon + 1)).replaceAll('"', '');
  return { ...(field !== undefined && { field }), text };
}

/** True where every term is found in the field that it is aimed at, or in any. */
export function fits<Field extends string>(
  filter: WordFilter<Field>,
  fields: readonly Field[],
  valuesOf: (field: Field) => readonly string[],
): boolean {
  return filter.every(({ field, text }) =>
    (field === undefined ? fields : [field]).some((it) =>
      valuesOf(it).some((value) => value.toLowerCase().includes(text)),
    ),
  );
}

export interface Suggestion {
  /** The filter that it stands for. */
  readonly filter: string;
  /** How many it would show. */
  readonly shown: number;
}

const mostSuggestions = 200;

/** What there is to filter by in one field, the most frequent first. */
export function suggestionsOf<Field extends string, Item>(
  items: readonly Item[],
  field: Field,
  valuesOf: (item: Item, field: Field) => readonly string[],
): readonly Suggestion[] {
  const counts = new Map<string, number>();
  for (const item of items)
    for (const value of new Set(valuesOf(item, field))) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .map(([value, shown]) => ({ filter: `${field}:${quoted(value)}`, shown }))
    .sort((a, b) => b.shown - a.shown)
    .slice(0, mostSuggestions);
}

function quoted(value: string): string {
  return /\s/.test(value) ? `"${value}"` : value;
}
