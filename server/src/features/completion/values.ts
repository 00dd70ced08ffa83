/** Values: enumerations, defaults, examples, and what the rest of the document suggests. */
import { CompletionItemKind } from 'vscode-languageserver-types';
import { readComponent } from '../../manifest/model.ts';
import type { FieldSchema } from '../../schema/lookup.ts';
import type { JsonValue } from '../../text/node.ts';
import { asObject, nodeAtPath } from '../../text/tree.ts';
import { enumDescription, fieldText } from '../markdown.ts';
import { pathOf } from '../messageAddress.ts';
import { isItemOf, isStep } from '../place.ts';
import { type Ask, siteAt } from './ask.ts';
import { type Candidate, ranks } from './candidate.ts';
import { derivedValue, entryKeys, entryWord } from './configEntries.ts';
import { contentOf } from './content.ts';
import { choicesOf } from './fields.ts';
import { items, missingComponents } from './items.ts';
import { keys } from './keys.ts';
import { headers, knownDevice, knownOperations, topicShape } from './messageParts.ts';
import { list, literal, object, openList, openObject, type Shape, text } from './shape.ts';
import { domainsOf, referencesOf } from './state.ts';

/** What may be the value of the property at the cursor. */
export function values(ask: Ask): Candidate[] {
  const { property } = ask.cursor;
  if (property === undefined) return [];
  const path = [...ask.path, property];
  const keysOfEntry = entryKeys(ask);
  if (keysOfEntry !== undefined) return keysOfEntry;
  const word = entryWord(ask);
  if (word !== undefined)
    return [...suggested([derivedValue(ask)], 'id and version of the component'), ...fieldValues(word.field)];
  const site = siteAt(ask, path);
  const part = framed(ask, path);
  if (part !== undefined) return part;
  const own = known(ask, path);
  if (own !== undefined) return site === undefined ? own : [...own, ...fieldValues(site.field, own)];
  if (site === undefined) return [];
  if (site.list) return lists(ask, path);
  if (site.properties.length > 0) return objects(ask, path);
  return fieldValues(site.field);
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
  return [...filled, open('[ ]', 'a new list', openList)];
}

function objects(ask: Ask, path: readonly (string | number)[]): Candidate[] {
  const required = keys(ask, path, []).flatMap(({ insert, rank }) =>
    insert.as === 'key' && rank < ranks.key ? [[insert.name, insert.value] as const] : [],
  );
  return [open('{ }', 'a new object', required.length > 0 ? object(...required) : openObject)];
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
  if (!isRequest || kind?.form !== 'envelope' || path.length !== 1) return undefined;
  const each = (make: (operation: (typeof operations)[number]) => Candidate) => operations.map(make);
  const operations = knownOperations(ask);
  if (isStep(name, 'topic')) {
    const device = knownDevice(ask);
    return each((operation) => {
      const shape = topicShape(operation, device);
      return part(labelOf(shape), operation, shape);
    });
  }
  if (isStep(name, 'path'))
    return each((operation) =>
      part(pathOf(operation, 'inbox'), operation, literal(pathOf(operation, 'inbox'))),
    );
  if (isStep(name, 'headers'))
    return [{ ...part('headers', 'of a request', headers(ask.newId)), kind: CompletionItemKind.Snippet }];
  if (isStep(name, 'value'))
    return each((operation) => ({
      ...part(operation, 'value of the message', contentOf(operation, 'value', ask.newId)),
      kind: CompletionItemKind.Snippet,
    }));
  return undefined;
}

function part(label: string, detail: string, shape: Shape): Candidate {
  return { label, detail, kind: CompletionItemKind.Value, rank: ranks.best, insert: { as: 'value', shape } };
}

function labelOf(shape: Shape): string {
  if (shape.is === 'literal') return String(shape.value);
  if (shape.is !== 'text') return '';
  return shape.parts.map((it) => (typeof it === 'string' ? it : (it.placeholder ?? ''))).join('');
}

function newId(ask: Ask): Candidate {
  const id = ask.newId();
  return {
    label: 'new UUID',
    detail: id,
    kind: CompletionItemKind.Value,
    rank: ranks.best,
    insert: { as: 'value', shape: text(id) },
    search: id,
  };
}

/** Names that the document itself suggests. */
function known(ask: Ask, path: readonly (string | number)[]): Candidate[] | undefined {
  const owner = path.slice(0, -1);
  const root = ask.root.node;
  if (isStep(path.at(-1), 'id') && isItemOf(owner, 'domains')) {
    const state = owner.slice(0, -2);
    const used = domainsOf(root, state)
      .filter((_, index) => index !== owner.at(-1))
      .map(({ id }) => id);
    const named = referencesOf(root, state).flatMap((it) =>
      it.includes(':') ? [it.slice(0, it.indexOf(':'))] : [],
    );
    const ids = siteAt(ask, path)?.field.examples?.filter((id) => typeof id === 'string') ?? [];
    return [
      ...suggested(
        [...new Set(named)].filter((id) => !used.includes(id)),
        'named by a baseline',
      ),
      ...ids
        .filter((id) => !used.includes(id) && !named.includes(id))
        .map(
          (id, index): Candidate => ({
            ...part(id, ask.lookup.vocabulary(id)?.title ?? '', literal(id)),
            kind: CompletionItemKind.EnumMember,
            rank: ranks.value + index,
          }),
        ),
    ];
  }
  const isOfComponent = isItemOf(owner, 'components') && isItemOf(owner.slice(0, -2), 'domains');
  if (!isOfComponent) return undefined;
  if (isStep(path.at(-1), 'id')) {
    const domain = ask.cursor.levels[owner.length - 2]?.entries.get('id') ?? '';
    return suggested(missingComponents(ask, owner.slice(0, -4), domain), 'named by a baseline');
  }
  if (!isStep(path.at(-1), 'version')) return undefined;
  const component = asObject(nodeAtPath(root, owner));
  const image =
    component && readComponent(component).config.findLast((entry) => entry.key === 'image')?.value;
  return suggested([tagOf(image)], 'tag of the image');
}

/** The tag of an image reference: after the last colon that is not a registry's port. */
function tagOf(image: string | undefined): string | undefined {
  return /:([^/:@]+)(?:@.*)?$/.exec(image ?? '')?.[1];
}

function suggested(found: readonly (string | undefined)[], detail: string): Candidate[] {
  return found
    .filter((value) => value !== undefined && value !== '')
    .map((value, index) => ({
      ...part(String(value), detail, literal(String(value))),
      rank: ranks.best + index,
    }));
}
