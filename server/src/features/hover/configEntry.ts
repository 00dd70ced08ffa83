/** An entry of a `config` list: its key by the vocabulary of its domain, its value as the agent takes it. */
import { t } from '@vscode/l10n';
import { containersDomain } from '../../agents/containers.ts';
import { readComponent } from '../../manifest/model.ts';
import type { VocabularyKey } from '../../schema/lookup.ts';
import type { ScalarNode } from '../../text/node.ts';
import { asObject, asText, field, nodeAtPath } from '../../text/tree.ts';
import { code, enumDescription, fieldHeading, fieldText } from '../markdown.ts';
import { type ConfigPlace, configPlace, isStep } from '../place.ts';
import { type About, paragraphs } from './about.ts';
import { containerValueText } from './containerValue.ts';

interface Entry {
  readonly config: ConfigPlace;
  readonly word: VocabularyKey;
}

/** What the key `value` of an entry says: which setting's value it is. Undefined elsewhere. */
export function entryKeyText(about: About): string | undefined {
  const entry = isStep(about.path.at(-1), 'value') ? entryAt(about) : undefined;
  return entry && described(entry.word);
}

/** What key or value of an entry say; undefined elsewhere, and for keys that the domain does not know. */
export function entryValueText(about: About, { value }: ScalarNode): string | undefined {
  const entry = entryAt(about);
  if (entry === undefined) return undefined;
  const { word } = entry;
  if (!isStep(about.path.at(-1), 'value')) return described(word);
  const words = wordsOf(about, entry.config);
  const chosen = enumDescription(word.field, value);
  if (chosen === undefined) return described(word, words);
  const fallback = word.field.default === value ? t('This is the default.') : undefined;
  return paragraphs(`${fieldHeading(word.key, word.field)}: ${code(value)}`, chosen, words, fallback);
}

function wordsOf({ node, path }: About, config: ConfigPlace): string | undefined {
  const domain = asText(field(asObject(nodeAtPath(node, config.domain)), 'id')?.value);
  const owner = asObject(nodeAtPath(node, config.owner));
  if (config.of !== 'component' || domain !== containersDomain || owner === undefined) return undefined;
  const component = readComponent(owner);
  const entry = asObject(nodeAtPath(node, path.slice(0, config.list.length + 1)));
  return containerValueText(
    component,
    component.config.findIndex((it) => it.node === entry),
  );
}

function described({ key, field: of, repeatable }: VocabularyKey, words?: string): string {
  const often = repeatable ? t('May stand more than once.') : undefined;
  return paragraphs(fieldHeading(key, of), words, words ? '---' : undefined, fieldText(of), often);
}

function entryAt({ node, lookup, path }: About): Entry | undefined {
  const config = configPlace(path);
  if (config === undefined || config.rest.length < 1) return undefined;
  const domain = asText(field(asObject(nodeAtPath(node, config.domain)), 'id')?.value);
  const vocabulary = lookup.vocabulary(domain);
  const entry = asObject(nodeAtPath(node, path.slice(0, config.list.length + 1)));
  const key = asText(field(entry, 'key')?.value);
  const words = config.of === 'component' ? vocabulary?.component : vocabulary?.domainConfig;
  const word = words?.find((it) => it.key === key);
  return word && { config, word };
}
