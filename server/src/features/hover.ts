/** What is under the mouse: keys as the schemas describe them, values as the device takes them, what names lead to. */
import { t } from '@vscode/l10n';
import { type Hover, MarkupKind, type Position } from 'vscode-languageserver-types';
import { type ManifestDocument, rangeOf, rootAt } from '../manifest/document.ts';
import type { SchemaLookup } from '../schema/lookup.ts';
import { type AliasNode, type Node, type Property, type ScalarNode, spanOf } from '../text/node.ts';
import { placeAt } from '../text/tree.ts';
import { type About, paragraphs } from './hover/about.ts';
import { aliasText } from './hover/alias.ts';
import { entryKeyText, entryValueText } from './hover/configEntry.ts';
import { nameText, referenceText } from './hover/desiredState.ts';
import { framePartText, frameText } from './hover/message.ts';
import { softwareKeyText, softwareText } from './hover/software.ts';
import { code, enumDescription, fieldHeading, fieldText } from './markdown.ts';

/** Null where there is nothing to say. */
export function hover(document: ManifestDocument, position: Position, lookup: SchemaLookup): Hover | null {
  if (!document.ours) return null;
  const offset = document.text.offsetAt(position);
  const root = rootAt(document, offset);
  if (root.node === undefined || root.kind === undefined) return null;
  const place = placeAt(root.node, offset);
  if (place === undefined) return null;
  const about: About = { node: root.node, kind: root.kind, lookup, path: place.path };
  const token = place.inKey ? place.property?.key : wordOf(place.nodes.at(-1));
  if (token === undefined) return null;
  const text =
    token.type === 'alias'
      ? aliasText(token, document.parsed.text)
      : place.inKey
        ? keyText(about, place.property)
        : valueText(document, about, token);
  if (text === undefined || text === '') return null;
  return {
    contents: { kind: MarkupKind.Markdown, value: text },
    range: rangeOf(document.text, spanOf(token)),
  };
}

function wordOf(node: Node | undefined): ScalarNode | AliasNode | undefined {
  if (node === undefined || node.type === 'object' || node.type === 'array') return undefined;
  return node.type === 'alias' || node.source !== '' ? node : undefined;
}

function keyText(about: About, property: Property | undefined): string | undefined {
  if (property === undefined) return undefined;
  // The key `value` of a config entry: what matters is which setting's value it is.
  const entry = entryKeyText(about);
  if (entry !== undefined) return entry;
  if (property.name === '<<' && property.key.style === 'plain')
    return t('**Merge key**: takes over the properties of what the alias names; those written here win.');
  const site = about.lookup.at(about.kind, about.path);
  if (site === undefined) return undefined;
  return paragraphs(fieldHeading(property.name, site.field), softwareKeyText(about), fieldText(site.field));
}

function valueText(document: ManifestDocument, about: About, token: ScalarNode): string | undefined {
  const { lookup, kind, path } = about;
  const { value } = token;
  const text = String(value);
  const whole =
    entryValueText(about, token) ??
    referenceText(
      about,
      text,
      ({ idNode, node }) => document.text.positionAt(spanOf(idNode ?? node).start).line + 1,
    ) ??
    frameText(about, text);
  if (whole !== undefined) return whole;
  const site = lookup.at(kind, path);
  if (site === undefined) return undefined;
  const name = path.findLast((step) => typeof step === 'string') ?? '';
  const chosen = enumDescription(site.field, value);
  const heading = fieldHeading(String(name), site.field);
  const words = nameText(about, text) ?? framePartText(about, text) ?? softwareText(about, text);
  if (chosen !== undefined) return paragraphs(`${heading}: ${code(value)}`, words, chosen);
  return paragraphs(heading, words, words ? '---' : undefined, fieldText(site.field));
}
