/** Property names, the required ones first, each with a value that fits. */
import { CompletionItemKind } from 'vscode-languageserver-types';
import type { Shape } from '../../text/shape.ts';
import { fieldText } from '../markdown.ts';
import { isItemOf, isStep } from '../place.ts';
import { type Ask, lastLevel, sitesAt } from './ask.ts';
import { type Candidate, ranks } from './candidate.ts';
import { configWord } from './configEntries.ts';
import { wholePiece } from './content.ts';
import { fieldShape, scalarShape } from './fields.ts';
import { messagePart } from './messageParts.ts';

/** The keys that an object at `path` may have and that are not in `taken`. */
export function keys(ask: Ask, path: readonly (string | number)[], taken: Iterable<string>): Candidate[] {
  const names = new Set([...taken].map((name) => name.toLowerCase()));
  const found: Candidate[] = [];
  const sites = sitesAt(ask, path);
  const isSure = (name: string, title: string | undefined) =>
    sites.every(({ properties }) => properties.every((it) => it.name !== name || it.field.title === title));
  for (const site of sites) {
    for (const { name, field, required } of site.properties) {
      if (names.has(name.toLowerCase()) || field.deprecated) continue;
      names.add(name.toLowerCase());
      // While it is open what the document will be, nothing can be missing.
      const isRequired = required && (path.length > 0 || ask.root.kind !== undefined);
      const value = keyValue(ask, [...path, name]);
      // What messages of several kinds call differently cannot be explained yet.
      const { title = '' } = isSure(name, field.title) ? field : {};
      const text = title === '' ? '' : fieldText(field);
      found.push({
        label: name,
        kind: CompletionItemKind.Property,
        ...(title === '' ? {} : { detail: isRequired ? `${title} (required)` : title }),
        ...(text === '' ? {} : { documentation: text }),
        rank: (required ? ranks.required : ranks.key) + Math.min(found.length, 90) + rarity(path, name),
        insert: { as: 'key', name, value },
        goOn: isOpen(value),
      });
    }
  }
  return found;
}

/** Few domains have settings of their own; every domain has components. */
function rarity(path: readonly (string | number)[], name: string): number {
  return isItemOf(path, 'domains') && name === 'config' ? 90 : 0;
}

/** What a new key begins with. */
function keyValue(ask: Ask, path: readonly (string | number)[]): Shape {
  const part = messagePart(ask, path);
  if (part !== undefined) return part;
  const word = isStep(path.at(-1), 'value') ? configWord(ask, path.slice(0, -1)) : undefined;
  if (word !== undefined) return scalarShape(word.field, true);
  const [site] = sitesAt(ask, path);
  return wholePiece(path) ?? fieldShape(site, false);
}

/** Nothing is filled in yet: the next completion follows at once. */
function isOpen(shape: Shape): boolean {
  switch (shape.is) {
    case 'object':
      return shape.properties.length === 0;
    case 'list':
      return shape.items.length === 0;
    case 'text':
      return shape.parts.every(
        (part) => typeof part !== 'string' && part.placeholder === undefined && !part.choices,
      );
    case 'bare':
      return shape.stop.placeholder === undefined && shape.stop.choices === undefined;
    default:
      return false;
  }
}

/** The keys that may still be added at the cursor's own level. */
export function keysHere(ask: Ask): Candidate[] {
  return keys(ask, ask.path, lastLevel(ask).entries.keys());
}
