/** The `config` of a component or domain: whole entries, their keys and their values, by the domain's vocabulary. */
import { CompletionItemKind } from 'vscode-languageserver-types';
import type { VocabularyKey } from '../../schema/lookup.ts';
import { guardedText, inlineObject, literal, type Shape, text } from '../../text/shape.ts';
import { asArray, asObject, asString, field as fieldOf, nodeAtPath, type Path } from '../../text/tree.ts';
import { fieldText } from '../markdown.ts';
import { type ConfigPlace, configPlace } from '../place.ts';
import { type Ask, entryOf, lastLevel } from './ask.ts';
import { type Candidate, ranks } from './candidate.ts';
import { scalarShape } from './fields.ts';

/** Whole entries, for an item of a `config` list; undefined where the place is no config list. */
export function entries(ask: Ask, path: Path): Candidate[] | undefined {
  const config = configPlace(path);
  if (config === undefined || config.rest.length !== 0) return undefined;
  const words = wordsOf(ask, config);
  if (words === undefined) {
    const shape = inlineObject(['key', text({})], ['value', guardedText()]);
    return [
      {
        label: 'config entry',
        kind: CompletionItemKind.Snippet,
        detail: 'key and value',
        rank: ranks.item,
        insert: { as: 'item', shape },
        search: 'key value',
      },
    ];
  }
  const used = usedKeys(ask, config);
  return words
    .filter((word) => word.repeatable || !used.has(word.key))
    .map((word, index) => ({
      ...described(word),
      kind: CompletionItemKind.Snippet,
      rank: ranks.item + index,
      insert: {
        as: 'item',
        shape: inlineObject(['key', literal(word.key)], ['value', valueShape(ask, config, word)]),
      },
      search: `key ${word.key}`,
    }));
}

/** What may stand at `key:` of an entry. */
export function entryKeys(ask: Ask): Candidate[] {
  const config = entryPlace(ask, 'key');
  const words = config && wordsOf(ask, config);
  if (config === undefined || words === undefined) return [];
  const used = usedKeys(ask, config);
  const hasValue = [...lastLevel(ask).entries.keys()].some((name) => name.toLowerCase() === 'value');
  return words
    .filter((word) => word.repeatable || !used.has(word.key))
    .map((word, index) => {
      const shape = literal(word.key);
      return {
        ...described(word),
        kind: CompletionItemKind.EnumMember,
        rank: ranks.value + index,
        // An entry without a value does nothing: the value comes along.
        insert: hasValue
          ? { as: 'value', shape }
          : { as: 'value and more', shape, name: 'value', value: valueShape(ask, config, word) },
      };
    });
}

/** The cursor is at the key or value of a config entry. */
export function isInEntry(ask: Ask): boolean {
  return (entryPlace(ask, 'key') ?? entryPlace(ask, 'value')) !== undefined;
}

/** What may stand at `value:` of an entry; undefined where the place is no such value. */
export function entryWord(ask: Ask): VocabularyKey | undefined {
  return entryPlace(ask, 'value') && configWord(ask, ask.path);
}

/** Values made of what is known of the component: its image from id and version. */
export function derivedValue(ask: Ask): string | undefined {
  const config = entryPlace(ask, 'value');
  const word = entryWord(ask);
  return config && word && imageOf(ask, config, word);
}

/** The word that the entry at `path` (an item of a config list) is about, told by its `key` around the cursor. */
export function configWord(ask: Ask, path: Path): VocabularyKey | undefined {
  const config = configPlace(path);
  if (config === undefined || config.rest.length !== 1) return undefined;
  const level = path.length === ask.path.length ? lastLevel(ask) : undefined;
  const key = entryOf(level, 'key');
  return wordsOf(ask, config)?.find((word) => word.key === key);
}

function entryPlace(ask: Ask, property: 'key' | 'value'): ConfigPlace | undefined {
  if (ask.cursor.place !== 'value' || ask.cursor.property?.toLowerCase() !== property) return undefined;
  const config = configPlace(ask.path);
  return config?.rest.length === 1 ? config : undefined;
}

function wordsOf(ask: Ask, config: ConfigPlace): readonly VocabularyKey[] | undefined {
  const domain = entryOf(ask.cursor.levels[config.domain.length], 'id') ?? '';
  // A domain that has no name yet is most likely the one that every device has.
  const vocabulary = ask.lookup.vocabulary(domain === '' ? 'containers' : domain);
  return config.of === 'component' ? vocabulary?.component : vocabulary?.domainConfig;
}

function described({ key, field }: VocabularyKey): Pick<Candidate, 'label' | 'detail' | 'documentation'> {
  const documentation = fieldText(field);
  return {
    label: key,
    ...(field.title === undefined ? {} : { detail: field.title }),
    ...(documentation === '' ? {} : { documentation }),
  };
}

/** The keys of the other entries of the list. */
function usedKeys(ask: Ask, config: ConfigPlace): Set<string> {
  const items = asArray(nodeAtPath(ask.root.node, config.list))?.items ?? [];
  const own = config.rest[0];
  const keys = items
    .filter((_, index) => index !== own)
    .map((item) => asString(fieldOf(asObject(item), 'key')?.value));
  return new Set(keys.filter((key) => key !== undefined));
}

function valueShape(ask: Ask, config: ConfigPlace, word: VocabularyKey): Shape {
  const image = imageOf(ask, config, word);
  return image === undefined ? scalarShape(word.field, true) : text({ placeholder: image });
}

function imageOf(ask: Ask, config: ConfigPlace, word: VocabularyKey): string | undefined {
  if (config.of !== 'component' || word.key !== 'image') return undefined;
  const owner = ask.cursor.levels[config.owner.length];
  const id = entryOf(owner, 'id');
  const version = entryOf(owner, 'version');
  return id && version ? `docker.io/library/${id}:${version}` : undefined;
}
