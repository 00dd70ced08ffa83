/** What is under the mouse: keys and values as the schemas describe them, references, operations. */
import { type Hover, MarkupKind, type Position } from 'vscode-languageserver-types';
import { type ManifestDocument, type ManifestRoot, rangeOf, rootAt } from '../manifest/document.ts';
import { readComponent } from '../manifest/model.ts';
import type { ManifestKind } from '../messages.ts';
import type { SchemaLookup, VocabularyKey } from '../schema/lookup.ts';
import { type Node, type Property, type ScalarNode, spanOf } from '../text/node.ts';
import { asArray, asObject, asString, field, nodeAtPath, type Path, placeAt } from '../text/tree.ts';
import { code, enumDescription, fieldHeading, fieldText } from './markdown.ts';
import { messageText } from './messageAddress.ts';
import { configPlace, isReference, isStep } from './place.ts';

/** Null where there is nothing to say. */
export function hover(document: ManifestDocument, position: Position, lookup: SchemaLookup): Hover | null {
  if (!document.ours) return null;
  const offset = document.text.offsetAt(position);
  const root = rootAt(document, offset);
  if (root.node === undefined || root.kind === undefined) return null;
  const place = placeAt(root.node, offset);
  if (place === undefined) return null;
  const token = place.inKey ? place.property?.key : scalarOf(place.nodes.at(-1));
  if (token === undefined) return null;
  const about: About = { root, node: root.node, kind: root.kind, lookup, path: place.path };
  const text = place.inKey ? keyText(about, place.property) : valueText(about, token);
  if (text === undefined || text === '') return null;
  return {
    contents: { kind: MarkupKind.Markdown, value: text },
    range: rangeOf(document.text, spanOf(token)),
  };
}

interface About {
  readonly root: ManifestRoot;
  readonly node: Node;
  readonly kind: ManifestKind;
  readonly lookup: SchemaLookup;
  readonly path: Path;
}

function scalarOf(node: Node | undefined): ScalarNode | undefined {
  if (node === undefined || node.type === 'object' || node.type === 'array' || node.type === 'alias')
    return undefined;
  return node.source === '' ? undefined : node;
}

function keyText(about: About, property: Property | undefined): string | undefined {
  const { lookup, kind, path } = about;
  if (property === undefined) return undefined;
  const entry = isStep(path.at(-1), 'value') ? vocabularyKey(about) : undefined;
  // The key `value` of a config entry: what matters is which setting's value it is.
  if (entry !== undefined) return described(entry.key, entry);
  const site = lookup.at(kind, path);
  return (
    site && [fieldHeading(property.name, site.field), fieldText(site.field)].filter(Boolean).join('\n\n')
  );
}

function valueText(about: About, token: ScalarNode): string | undefined {
  const { lookup, kind, path } = about;
  const entry = vocabularyKey(about);
  const value = token.value;
  if (entry !== undefined) {
    if (isStep(path.at(-1), 'key')) return described(entry.key, entry);
    const chosen = enumDescription(entry.field, value);
    if (chosen === undefined) return described(entry.key, entry);
    const fallback = entry.field.default === value ? '\n\nThis is the default.' : '';
    return `${fieldHeading(entry.key, entry.field)}: ${code(value)}\n\n${chosen}${fallback}`;
  }
  if (isReference(path)) return referenceText(about, String(value));
  const address = messageText(path, kind, String(value));
  if (address !== undefined) return address;
  const site = lookup.at(kind, path);
  if (site === undefined) return undefined;
  const name = path.findLast((step) => typeof step === 'string') ?? '';
  const chosen = enumDescription(site.field, value);
  const heading = fieldHeading(String(name), site.field);
  if (chosen !== undefined) return `${heading}: ${code(value)}\n\n${chosen}`;
  return [heading, fieldText(site.field)].filter(Boolean).join('\n\n');
}

function described(name: string, { field: of, repeatable }: VocabularyKey): string {
  const often = repeatable ? 'May stand more than once.' : '';
  return [fieldHeading(name, of), fieldText(of), often].filter(Boolean).join('\n\n');
}

/** The word of the domain's vocabulary that the config entry at the path is about. */
function vocabularyKey({ node, lookup, path }: About): VocabularyKey | undefined {
  const config = configPlace(path);
  if (config === undefined || config.rest.length < 1) return undefined;
  const domain = asString(field(asObject(nodeAtPath(node, config.domain)), 'id')?.value);
  const vocabulary = domain === undefined ? undefined : lookup.vocabulary(domain);
  const entry = asObject(nodeAtPath(node, path.slice(0, config.list.length + 1)));
  const key = asString(field(entry, 'key')?.value);
  const words = config.of === 'component' ? vocabulary?.component : vocabulary?.domainConfig;
  return words?.find((word) => word.key === key);
}

function referenceText({ node, path }: About, text: string): string {
  const [domain, ...rest] = text.split(':');
  const id = rest.join(':');
  if (rest.length === 0)
    return `${code(text)} names no domain: a reference is \`<domain>:<component>\`. The device drops it.`;
  const state = asObject(nodeAtPath(node, path.slice(0, -4)));
  const domains = asArray(field(state, 'domains')?.value)?.items ?? [];
  const found = domains.map(asObject).findLast((it) => asString(field(it, 'id')?.value) === domain);
  if (found === undefined)
    return `There is no domain ${code(domain ?? '')} in this desired state: the device drops this reference without a word.`;
  const components = asArray(field(found, 'components')?.value)?.items ?? [];
  const component = components.map(asObject).findLast((it) => asString(field(it, 'id')?.value) === id);
  if (component === undefined)
    return `The domain ${code(domain ?? '')} lists no component ${code(id)}: the device rejects the update.`;
  const { version, config } = readComponent(component);
  const image = config.findLast((entry) => entry.key === 'image')?.value;
  const lines = [`**${id}**${version === '' ? '' : ` ${version}`} in the domain ${code(domain ?? '')}`];
  if (image !== undefined) lines.push(`Image: ${code(image)}`);
  return lines.join('\n\n');
}
