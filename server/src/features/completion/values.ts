/** Values: enumerations, defaults, examples, and what the rest of the document suggests. */
import { t } from '@vscode/l10n';
import { CompletionItemKind } from 'vscode-languageserver-types';
import type { FieldSchema } from '../../schema/lookup.ts';
import type { JsonValue } from '../../text/node.ts';
import { list, literal, object, openList, openObject, type Shape, text } from '../../text/shape.ts';
import { enumDescription, fieldText } from '../markdown.ts';
import { pathOf } from '../messageAddress.ts';
import { isStep } from '../place.ts';
import { type Ask, siteAt } from './ask.ts';
import { type Candidate, ranks } from './candidate.ts';
import { entryKeys, entryWord, isComposed, isInEntry, suggestedValues } from './configEntries.ts';
import { contentOf, wholePiece } from './content.ts';
import { choicesOf } from './fields.ts';
import { items } from './items.ts';
import { keys } from './keys.ts';
import { knownValues, valueCandidate } from './known.ts';
import { headers, knownDevice, knownOperations, topicShape } from './messageParts.ts';

/** What may be the value of the property at the cursor. */
export function values(ask: Ask): Candidate[] {
  const { property } = ask.cursor;
  if (property === undefined) return [];
  const path = [...ask.path, property];
  const entry = entryValues(ask);
  if (entry !== undefined) return entry;
  const site = siteAt(ask, path);
  const part = framed(ask, path);
  if (part !== undefined) return part;
  const own = knownValues(ask, path);
  if (site === undefined || own?.final) return [...(own?.values ?? [])];
  if (own !== undefined) return [...own.values, ...fieldValues(site.field, own.values)];
  if (site.list) return lists(ask, path);
  if (site.properties.length > 0) return objects(ask, path);
  return fieldValues(site.field);
}

/** Key or value of a config entry. The words are those of its domain; the schema's examples are of another one. */
function entryValues(ask: Ask): Candidate[] | undefined {
  if (!isInEntry(ask)) return undefined;
  const word = entryWord(ask);
  const found = suggestedValues(ask);
  if (word === undefined) return [...found, ...entryKeys(ask)];
  // Examples are for where nothing better is known, and nothing is begun that they do not go on with.
  const { examples: _, ...withoutExamples } = word.field;
  const isBegun = isComposed(ask) && ask.cursor.typed !== '';
  const field = found.length > 0 || isBegun ? withoutExamples : word.field;
  return [...found, ...fieldValues(field, found)];
}

/** Scalars that may stand at `path` itself: an item of a list, or a value on the line after its key. */
export function scalars(ask: Ask, path: readonly (string | number)[]): Candidate[] {
  const site = siteAt(ask, path);
  return site === undefined || site.list || site.properties.length > 0 ? [] : fieldValues(site.field);
}

function fieldValues(field: FieldSchema, known: readonly Candidate[] = []): Candidate[] {
  const choices = choicesOf(field);
  const found: JsonValue[] = known.map((candidate) => candidate.label);
  const result: Candidate[] = [];
  const add = (
    value: JsonValue | undefined,
    rank: number,
    kind: CompletionItemKind,
    fallbackDetail?: string,
  ) => {
    if (value === undefined || value === null || typeof value === 'object' || value === '') return;
    if (found.includes(value)) return;
    found.push(value);
    const text = enumDescription(field, value) ?? fieldText(field);
    const detail = field.default === value ? 'default' : fallbackDetail;
    result.push({
      label: String(value),
      kind,
      ...(detail === undefined ? {} : { detail }),
      ...(text === '' ? {} : { documentation: text }),
      rank: rank + result.length,
      insert: { as: 'value', shape: literal(value) },
    });
  };
  for (const choice of choices) add(choice, ranks.value, CompletionItemKind.EnumMember);
  add(field.default, ranks.value, CompletionItemKind.Value);
  // Where the values are few and known, examples say nothing new.
  if (choices.length === 0)
    for (const example of field.examples ?? [])
      add(example, ranks.example, CompletionItemKind.Value, 'example');
  return result;
}

function lists(ask: Ask, path: readonly (string | number)[]): Candidate[] {
  const filled = items(ask, path).map((candidate): Candidate => {
    const shape: Shape = candidate.insert.as === 'item' ? list(candidate.insert.shape) : openList;
    return { ...candidate, insert: { as: 'value', shape } };
  });
  return [...filled, open('[ ]', t('a new list'), openList)];
}

function objects(ask: Ask, path: readonly (string | number)[]): Candidate[] {
  const required = keys(ask, path, []).flatMap(({ insert, rank }) =>
    insert.as === 'key' && rank < ranks.key ? [[insert.name, insert.value] as const] : [],
  );
  const shape = wholePiece(path) ?? (required.length > 0 ? object(...required) : openObject);
  return [open('{ }', t('a new object'), shape)];
}

function open(label: string, detail: string, shape: Shape): Candidate {
  return {
    label,
    detail,
    kind: CompletionItemKind.Struct,
    rank: ranks.example,
    insert: { as: 'value', shape },
    goOn: true,
  };
}

/** The parts of a message around its content. */
function framed(ask: Ask, path: readonly (string | number)[]): Candidate[] | undefined {
  const name = path.at(-1);
  const [kind] = ask.kinds;
  const isRequest = kind?.role === 'request';
  if (isStep(name, 'activityId') || isStep(name, 'correlationId') || isStep(name, 'correlation-id'))
    return isRequest ? [newId(ask)] : undefined;
  if (isRequest && isStep(name, 'timestamp')) return [now(ask)];
  if (!isRequest || kind?.form !== 'envelope' || path.length !== 1) return undefined;
  const each = (make: (operation: (typeof operations)[number]) => Candidate) => operations.map(make);
  const operations = knownOperations(ask);
  if (isStep(name, 'topic')) {
    const device = knownDevice(ask);
    return each((operation) => {
      const shape = topicShape(operation, device);
      return valueCandidate(labelOf(shape), operation, shape);
    });
  }
  if (isStep(name, 'path'))
    return each((operation) =>
      valueCandidate(pathOf(operation, 'inbox'), operation, literal(pathOf(operation, 'inbox'))),
    );
  if (isStep(name, 'headers'))
    return [
      {
        ...valueCandidate('headers', t('of a request'), headers(ask.fresh)),
        kind: CompletionItemKind.Snippet,
      },
    ];
  if (isStep(name, 'value'))
    return each((operation) => ({
      ...valueCandidate(operation, t('value of the message'), contentOf(operation, 'value', ask.fresh)),
      kind: CompletionItemKind.Snippet,
    }));
  return undefined;
}

function labelOf(shape: Shape): string {
  if (shape.is === 'literal') return String(shape.value);
  if (shape.is !== 'text') return '';
  return shape.parts.map((it) => (typeof it === 'string' ? it : (it.placeholder ?? ''))).join('');
}

function now(ask: Ask): Candidate {
  const time = ask.fresh.time();
  const iso = new Date(time).toISOString();
  return valueCandidate('now', iso, literal(time));
}

function newId(ask: Ask): Candidate {
  const id = ask.fresh.id();
  return {
    label: t('new UUID'),
    detail: id,
    kind: CompletionItemKind.Value,
    rank: ranks.best,
    insert: { as: 'value', shape: text(id) },
    search: id,
  };
}
