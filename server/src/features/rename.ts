/** Gives something another name, everywhere that it is spoken of. */
import { t } from '@vscode/l10n';
import type { Position, Range, TextEdit } from 'vscode-languageserver-types';
import { containersDomain } from '../agents/containers.ts';
import { isContainerName } from '../agents/containerValues.ts';
import { osImageComponent, selfUpdateDomain } from '../agents/selfUpdate.ts';
import { type ManifestDocument, rangeOf, rootAt } from '../manifest/document.ts';
import { type Name, type NameReader, type Occurrence, sameName } from '../manifest/names.ts';
import { type AliasNode, type ScalarNode, type Span, spanOf } from '../text/node.ts';
import { yamlScalar } from '../text/render.ts';
import { headComment, scalarText } from '../text/scalarPart.ts';
import { placeAt } from '../text/tree.ts';
import { type AnchorNames, anchorAt, hasAnchor, isAnchorName } from './anchors.ts';
import { nameAt, placeOf, sameNames } from './namePlaces.ts';

/** Why something cannot have this name, or can have no other; in a sentence for the author. */
export interface Refused {
  readonly refused: string;
}

export interface Renameable {
  readonly range: Range;
  /** The name that it has. */
  readonly placeholder: string;
}

/** Undefined where nothing is named. */
export function prepareRename(
  document: ManifestDocument,
  position: Position,
  names: NameReader,
): Renameable | Refused | undefined {
  const found = namedAt(document, position, names);
  if (!found) return undefined;
  if ('refused' in found) return found;
  if ('anchor' in found)
    return { range: rangeOf(document.text, found.anchor.at), placeholder: found.anchor.name };
  return { range: rangeOf(document.text, placeOf(found.name)), placeholder: found.name.name.text };
}

/** In order of the text. Undefined where nothing is named. */
export function rename(
  document: ManifestDocument,
  position: Position,
  newName: string,
  names: NameReader,
): TextEdit[] | Refused | undefined {
  const found = namedAt(document, position, names);
  if (!found || 'refused' in found) return found;
  if ('anchor' in found) return renameAnchor(document, found.anchor, newName);
  const { name } = found;
  if (newName === name.name.text) return [];
  const refused = refusalOf(name.name, newName, names(document));
  return refused === undefined ? renameName(document, name, newName, names) : { refused };
}

type Found = { readonly anchor: AnchorNames } | { readonly name: Occurrence } | Refused;

function namedAt(document: ManifestDocument, position: Position, names: NameReader): Found | undefined {
  if (!document.ours) return undefined;
  const offset = document.text.offsetAt(position);
  const anchor = anchorAt(document, offset);
  if (anchor) return { anchor };
  const found = nameAt(document, offset, names);
  if (!found) return undefined;
  if (sameNames(document, found, names).some(({ role }) => role === 'declaration')) return { name: found };
  return {
    refused: undeclared(found.name),
  };
}

function undeclared({ kind, text }: Name): string {
  return {
    domain: t('No domain "{0}" is declared in this manifest, so there is nothing to rename.', text),
    component: t('No component "{0}" is declared in this manifest, so there is nothing to rename.', text),
    baseline: t('No baseline "{0}" is declared in this manifest, so there is nothing to rename.', text),
  }[kind];
}

function needsName(kind: Name['kind']): string {
  return {
    domain: t('A domain needs a name.'),
    component: t('A component needs a name.'),
    baseline: t('A baseline needs a name.'),
  }[kind];
}

function takenWords(kind: Name['kind'], domain: string, name: string): string {
  return {
    domain: t('There is a domain "{0}" already.', name),
    component: t('The domain "{0}" has a component "{1}" already.', domain, name),
    baseline: t('There is a baseline "{0}" already.', name),
  }[kind];
}

/** Why the device, or another thing of that name, does not allow it. */
function refusalOf(
  { kind, root, domain, text: old }: Name,
  newName: string,
  all: readonly Occurrence[],
): string | undefined {
  if (newName === '') return needsName(kind);
  if (/\p{Cc}/u.test(newName)) return t('A name has no line breaks and no control characters.');
  const taken = all.some(
    ({ role, name }) => role === 'declaration' && sameName(name, { kind, root, domain, text: newName }),
  );
  if (taken) return takenWords(kind, domain, newName);
  if (kind === 'domain' && newName.includes(':'))
    return t(
      'The id of a domain has no colon: the device splits a reference at the first one, and would look for another domain.',
    );
  if (kind === 'component' && domain === containersDomain && !isContainerName(newName))
    return t(
      'The device rejects "{0}": the name of a container has letters, digits, "_", "." and "-" only, and begins with none of the last two.',
      newName,
    );
  if (kind === 'component' && domain === selfUpdateDomain && old === osImageComponent)
    return t(
      'The agent of the domain "{0}" takes no component but "{1}".',
      selfUpdateDomain,
      osImageComponent,
    );
  return undefined;
}

function renameName(
  document: ManifestDocument,
  found: Occurrence,
  newName: string,
  names: NameReader,
): TextEdit[] {
  const all = sameNames(document, found, names);
  const others = all.filter(({ role, node }) => role === 'declaration' && node !== found.node);
  // Two of one name, as after copying: it is this one that gets another name, and what speaks of the name means the other.
  if (found.role === 'declaration' && others.length > 0) return [edited(document, [found], newName)];
  const direct = all.filter(({ alias }) => alias === undefined);
  const written = new Set(direct.map(({ node }) => node));
  // An alias of a name that is changed itself says the new name by itself.
  const aliased = all.filter(({ alias, node }) => alias !== undefined && !written.has(node));
  const places = [
    ...groupedBy(direct, ({ node }) => node),
    ...groupedBy(aliased, ({ alias, node }) => alias ?? node),
  ];
  return places
    .map((parts) => edited(document, parts, newName))
    .sort((a, b) => document.text.offsetAt(a.range.start) - document.text.offsetAt(b.range.start));
}

function groupedBy(
  occurrences: readonly Occurrence[],
  place: (occurrence: Occurrence) => ScalarNode | AliasNode,
): Occurrence[][] {
  const groups = new Map<ScalarNode | AliasNode, Occurrence[]>();
  for (const it of occurrences) {
    const group = groups.get(place(it));
    if (group) group.push(it);
    else groups.set(place(it), [it]);
  }
  return [...groups.values()];
}

/** One scalar, or the alias of one, with the new name in these parts of it. */
function edited(document: ManifestDocument, parts: readonly Occurrence[], newName: string): TextEdit {
  const [first] = parts;
  if (!first) throw new Error('A scalar without a name in it is not to be changed.');
  const text = [...parts]
    .sort((a, b) => b.from - a.from)
    .reduce((said, { from, to }) => said.slice(0, from) + newName + said.slice(to), scalarText(first.node));
  const span = spanOf(first.alias ?? first.node);
  const source = document.parsed.text.slice(span.start, span.end);
  const style = first.alias ? 'plain' : first.node.style;
  // The line break at the end of a block scalar belongs to it.
  const kept = style === 'block' ? (/\s*$/.exec(source)?.[0] ?? '') : '';
  const comment = style === 'block' ? headComment(source) : '';
  const written = writtenAs(document, span, style, text);
  return {
    range: rangeOf(document.text, { start: span.start, end: span.end - kept.length }),
    newText: comment === '' ? written : `${written} ${comment}`,
  };
}

function writtenAs(document: ManifestDocument, at: Span, style: ScalarNode['style'], text: string): string {
  if (document.parsed.format === 'json' || style === 'double') return JSON.stringify(text);
  if (style === 'single') return `'${text.replaceAll("'", "''")}'`;
  const root = rootAt(document, at.start).node;
  const above = root ? (placeAt(root, at.start)?.nodes ?? []) : [];
  const inFlow = above.some((node) => (node.type === 'object' || node.type === 'array') && node.flow);
  return yamlScalar(text, inFlow);
}

function renameAnchor(
  document: ManifestDocument,
  { name, anchor, aliases }: AnchorNames,
  newName: string,
): TextEdit[] | Refused {
  const wanted = newName.replace(/^[&*]/, '');
  if (wanted === name) return [];
  if (!isAnchorName(wanted))
    return { refused: t('The name of an anchor has no blanks, commas, brackets and braces.') };
  if (hasAnchor(document, wanted))
    return {
      refused: t('There is an anchor "&{0}" already: aliases behind it would mean another value.', wanted),
    };
  const places = anchor ? [anchor, ...aliases] : aliases;
  return places.map((place) => ({ range: rangeOf(document.text, place), newText: wanted }));
}
