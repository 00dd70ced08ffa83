/** The fixes that many rules offer. */
import { t } from '@vscode/l10n';
import type { ConfigEntry } from '../manifest/model.ts';
import { suggestions } from '../schema/suggest.ts';
import type { TreeEdit } from '../text/edit/treeEdit.ts';
import type { JsonValue, ObjectNode, Property, Spot } from '../text/node.ts';
import type { Fix } from './rule.ts';
import { masked } from './secrets.ts';

/** One obvious way. */
export function obvious(fix: Fix): Fix {
  return { ...fix, preferred: true };
}

export function fix(title: string, ...edits: TreeEdit[]): Fix {
  return { title, edits };
}

function written(value: JsonValue): string {
  return typeof value === 'string' ? `"${masked(value)}"` : JSON.stringify(value);
}

/** Another value in the place of one. */
export function write(value: Spot, by: JsonValue): Fix {
  return fix(t('Write {0}', written(by)), { op: 'replace', value, by });
}

export function renameKey(key: Spot, to: string): Fix {
  return fix(t('Write "{0}"', to), { op: 'rename', key, to });
}

export function removeProperty({ key, name }: Property): Fix {
  return fix(t('Remove "{0}"', name), { op: 'removeProperty', key });
}

export function removeItem(item: Spot, title: string): Fix {
  return fix(title, { op: 'removeItem', item });
}

/** Gives a property its value, whether it is there without one or not at all. */
export function setProperty(
  object: ObjectNode,
  property: Property | undefined,
  name: string,
  value: JsonValue,
  first = false,
): Fix {
  return property?.value
    ? fix(t('Write {0}', written(value)), { op: 'replace', value: property.value, by: value })
    : fix(t('Add "{0}"', name), { op: 'add', object, name, value, first });
}

/** Another value of a config entry. */
export function setEntry({ node, valueNode }: ConfigEntry, value: string): Fix {
  if (valueNode) return write(valueNode, value);
  return fix(t('Write {0}', written(value)), { op: 'add', object: node, name: 'value', value });
}

export function removeEntry({ node, key }: ConfigEntry): Fix {
  return removeItem(node, key === '' ? t('Remove this entry') : t('Remove the entry {0}', written(key)));
}

/** All entries of a key: without the last an earlier one would count. */
export function removeEntries(config: readonly ConfigEntry[], key: string): Fix {
  const entries = config.filter((entry) => entry.key === key);
  return fix(
    t('Remove "{0}"', key),
    ...entries.map(({ node }) => ({ op: 'removeItem', item: node }) as const),
  );
}

/** Gives a config key its value: in the entry that there is, or in one more. */
export function setConfig(
  entry: ConfigEntry | undefined,
  list: Spot | undefined,
  key: string,
  value: string,
): Fix[] {
  const title = t('Write "{0}" = {1}', key, written(value));
  if (entry?.valueNode) return [fix(title, { op: 'replace', value: entry.valueNode, by: value })];
  if (entry) return [fix(title, { op: 'add', object: entry.node, name: 'value', value })];
  return list ? [fix(title, { op: 'append', list, item: { key, value } })] : [];
}

/** One of a few words: the one that is meant, where that is clear, else all of them. */
export function oneOf(entry: ConfigEntry, words: readonly string[]): Fix[] {
  const near = suggestions(entry.value, words);
  const [sure] = near;
  if (sure !== undefined && near.length === 1) return [obvious(setEntry(entry, sure))];
  return (near.length > 0 ? near : words).map((word) => setEntry(entry, word));
}

/** Another id, also wherever the manifest speaks of it. */
export function renameId(id: Spot, to: string): Fix {
  return { ...write(id, to), renames: { id, to } };
}

/** The key that is meant, unless it is there already. */
export function meantKeys(
  key: Spot,
  written: string,
  candidates: readonly string[],
  taken: readonly string[],
  renaming: (key: Spot, to: string) => Fix = renameKey,
): Fix[] {
  const near = suggestions(written, candidates).filter((name) => !taken.includes(name));
  const [sure] = near;
  if (sure !== undefined && near.length === 1) return [obvious(renaming(key, sure))];
  return near.map((name) => renaming(key, name));
}
