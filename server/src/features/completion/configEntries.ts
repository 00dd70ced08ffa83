/** The `config` of a component or domain: whole entries, their keys and their values, by the domain's vocabulary. */
import { t } from '@vscode/l10n';
import { CompletionItemKind } from 'vscode-languageserver-types';
import { containersDomain } from '../../agents/containers.ts';
import type { VocabularyKey } from '../../schema/lookup.ts';
import { guardedText, inlineObject, literal, type Shape, text } from '../../text/shape.ts';
import { asArray, asObject, asString, field as fieldOf, nodeAtPath, type Path } from '../../text/tree.ts';
import { fieldText } from '../markdown.ts';
import { type ConfigPlace, configPlace } from '../place.ts';
import { type Ask, entryOf, lastLevel } from './ask.ts';
import { type Candidate, ranks } from './candidate.ts';
import { composedKeys, containerValues, type Proposal } from './containerValues.ts';
import { scalarShape } from './fields.ts';
import { type Neighbours, neighboursAt, usedElsewhere } from './neighbours.ts';

/** Whole entries, for an item of a `config` list; undefined where the place is no config list. */
export function entries(ask: Ask, path: Path): Candidate[] | undefined {
  const config = configPlace(path);
  if (config === undefined || config.rest.length !== 0) return undefined;
  const words = wordsOf(ask, config);
  if (words === undefined) {
    const shape = inlineObject(['key', text({})], ['value', guardedText()]);
    return [
      ...keysElsewhere(ask).map(
        (key, index): Candidate => ({
          label: key,
          kind: CompletionItemKind.Snippet,
          detail: usedByAnother(),
          rank: ranks.item + index,
          insert: { as: 'item', shape: inlineObject(['key', literal(key)], ['value', guardedText()]) },
          search: `key ${key}`,
          goOn: true,
        }),
      ),
      {
        label: t('config entry'),
        kind: CompletionItemKind.Snippet,
        detail: t('key and value'),
        rank: ranks.item,
        insert: { as: 'item', shape },
        search: 'key value',
      },
    ];
  }
  const used = usedKeys(ask, config);
  const around = neighboursAt(ask);
  return words
    .filter((word) => word.repeatable || !used.has(word.key))
    .map((word, index) => ({
      ...described(word),
      kind: CompletionItemKind.Snippet,
      rank: ranks.item + index,
      insert: {
        as: 'item',
        shape: inlineObject(['key', literal(word.key)], ['value', valueShape(ask, config, word, around)]),
      },
      search: `key ${word.key}`,
    }));
}

/** What may stand at `key:` of an entry. */
export function entryKeys(ask: Ask): Candidate[] {
  const config = entryPlace(ask, 'key');
  if (config === undefined) return [];
  const words = wordsOf(ask, config);
  if (words === undefined) return keysElsewhere(ask).map((key, index) => elsewhere(key, index));
  const used = usedKeys(ask, config);
  const around = neighboursAt(ask);
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
          : { as: 'value and more', shape, name: 'value', value: valueShape(ask, config, word, around) },
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

/**
 * Values of the entry at the cursor as the grammar of its key and the rest of the document suggest them; for keys that
 * nobody describes, what other components have there.
 */
export function suggestedValues(ask: Ask): Candidate[] {
  const config = entryPlace(ask, 'value');
  const key = entryOf(lastLevel(ask), 'key') ?? '';
  const around = config && key !== '' ? neighboursAt(ask) : undefined;
  if (config === undefined || around === undefined) return [];
  if (wordsOf(ask, config) === undefined)
    return usedElsewhere(around, key, new Set()).map((value, index) => elsewhere(value, index));
  if (!isContainers(ask, config)) return [];
  const labels = new Set<string>();
  return containerValues(key, ask.cursor.typed, around)
    .filter(({ text: label }) => !labels.has(label) && labels.add(label))
    .map(proposed);
}

/** Whether the value at the cursor has parts, so that other values come into question with each of them. */
export function isComposed(ask: Ask): boolean {
  const config = entryPlace(ask, 'value');
  const key = entryOf(lastLevel(ask), 'key');
  return config !== undefined && key !== undefined && composedKeys.includes(key) && isContainers(ask, config);
}

function isContainers(ask: Ask, config: ConfigPlace): boolean {
  const domain = entryOf(ask.cursor.levels[config.domain.length], 'id') ?? '';
  return config.of === 'component' && (domain === containersDomain || domain === '');
}

function proposed({ text: value, detail, open }: Proposal, index: number): Candidate {
  return {
    label: value,
    kind: CompletionItemKind.Value,
    ...(detail === undefined ? {} : { detail }),
    rank: ranks.best + index,
    insert: { as: 'value', shape: open ? text(value, {}) : literal(value) },
    ...(open ? { goOn: true } : {}),
  };
}

const usedByAnother = () => t('used by another component');

function elsewhere(value: string, index: number): Candidate {
  return proposed({ text: value, detail: usedByAnother() }, index);
}

/** Keys that other components of the domain have and this one has not. */
function keysElsewhere(ask: Ask): string[] {
  const around = neighboursAt(ask);
  if (around === undefined) return [];
  const own = new Set(around.entries.map(({ key }) => key));
  const keys = around.others.flatMap(({ component }) => component.config.map(({ key }) => key));
  return [...new Set(keys)].filter((key) => key !== '' && !own.has(key)).slice(0, 50);
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

function valueShape(
  ask: Ask,
  config: ConfigPlace,
  word: VocabularyKey,
  around: Neighbours | undefined,
): Shape {
  const isDerived = (word.key === 'image' || word.key === 'port') && isContainers(ask, config);
  const [first] = isDerived && around !== undefined ? containerValues(word.key, '', around) : [];
  const isOwn = word.key === 'port' || (around?.id !== '' && around?.version !== '');
  return first === undefined || !isOwn ? scalarShape(word.field, true) : text({ placeholder: first.text });
}
