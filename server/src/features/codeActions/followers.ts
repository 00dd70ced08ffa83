/** What speaks of a name follows when the name is put right. */
import type { ManifestDocument } from '../../manifest/document.ts';
import type { NameReader, Occurrence } from '../../manifest/names.ts';
import type { Fix } from '../../rules/rule.ts';
import type { TreeEdit } from '../../text/edit/treeEdit.ts';
import { type AliasNode, type ScalarNode, spanOf } from '../../text/node.ts';
import { scalarText } from '../../text/scalarPart.ts';
import { sameNames } from '../namePlaces.ts';

/** The changes of all references to an id that gets another name. Of two that are named alike it is the other that is spoken of. */
export function followers(
  document: ManifestDocument,
  { id, to }: NonNullable<Fix['renames']>,
  names: NameReader,
): TreeEdit[] {
  const { start } = spanOf(id);
  const declared = names(document).find(
    ({ role, node, alias }) => role === 'declaration' && spanOf(alias ?? node).start === start,
  );
  if (!declared || declared.name.text === to) return [];
  const all = sameNames(document, declared, names);
  if (all.some(({ role, node }) => role === 'declaration' && node !== declared.node)) return [];
  const parts = new Map<ScalarNode | AliasNode, Occurrence[]>();
  for (const it of all) {
    // An alias of the id itself says the new name without more ado.
    if (it.node === declared.node) continue;
    const place = it.alias ?? it.node;
    parts.set(place, [...(parts.get(place) ?? []), it]);
  }
  return [...parts].map(([value, found]) => ({ op: 'replace', value, by: renamed(found, to) }));
}

/** What the scalar says, with the new name in these parts of it. */
function renamed(parts: readonly Occurrence[], to: string): string {
  const [first] = parts;
  return [...parts]
    .sort((a, b) => b.from - a.from)
    .reduce(
      (said, { from, to: end }) => said.slice(0, from) + to + said.slice(end),
      first ? scalarText(first.node) : '',
    );
}
