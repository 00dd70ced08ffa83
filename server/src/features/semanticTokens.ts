/** What the parts of values are, so that themes can colour them: ports, sizes, images, references, topics. */
import type { Range } from 'vscode-languageserver-types';
import { containersDomain } from '../agents/containers.ts';
import type { ManifestDocument } from '../manifest/document.ts';
import type {
  Baseline,
  Component,
  ConfigEntry,
  Domain,
  Envelope,
  ManifestReader,
} from '../manifest/model.ts';
import type { FieldSchema, SchemaLookup } from '../schema/lookup.ts';
import { type Property, type ScalarNode, type Spot, spanOf } from '../text/node.ts';
import { perNode } from '../text/perNode.ts';
import { scalarPart, scalarText } from '../text/scalarPart.ts';
import { asScalar } from '../text/tree.ts';
import { tokenModifiers, tokenTypes } from './announced.ts';
import { containerValueParts, pathParts, referenceParts, topicParts, type ValuePart } from './valueParts.ts';

type TokenType = (typeof tokenTypes)[number];

export interface Token {
  readonly at: Spot;
  readonly type: TokenType;
  readonly declares: boolean;
}

/** The tokens of a state of a document, not yet in order; of what was not changed they are kept. */
export type TokenReader = (document: ManifestDocument) => Iterable<Token>;

export function createTokenReader(read: ManifestReader, lookup: SchemaLookup): TokenReader {
  /** For each domain: the same component means something else in another. */
  const components = new Map<string, (component: Component) => readonly Token[]>();
  const ofComponents = (domain: string) => {
    const known = components.get(domain);
    if (known) return known;
    const words = new Map(lookup.vocabulary(domain)?.component.map(({ key, field: it }) => [key, it]));
    const made = perNode((component: Component) => componentTokens(component, domain, words));
    // What is typed into an id are many ids.
    if (components.size >= 20) components.clear();
    components.set(domain, made);
    return made;
  };
  const ofBaseline = perNode(baselineTokens);

  return function* (document) {
    for (const { node, kind } of document.roots) {
      if (!node || kind?.role !== 'request') continue;
      const { envelope, desiredState } = read(node, kind);
      if (envelope) yield* envelopeTokens(envelope);
      for (const baseline of desiredState?.baselines ?? []) yield* ofBaseline(baseline);
      for (const domain of desiredState?.domains ?? []) {
        yield* domainTokens(domain, lookup);
        const tokens = ofComponents(domain.id);
        for (const component of domain.components) yield* tokens(component);
      }
    }
  };
}

/** A token in the text, as the protocol has it. */
export interface PlacedToken {
  readonly line: number;
  readonly character: number;
  readonly length: number;
  /** Index in {@link tokenTypes}. */
  readonly type: number;
  /** A bit for each of {@link tokenModifiers}. */
  readonly modifiers: number;
}

/** In order of the text, none over another; of a range only those in it. */
export function semanticTokens(
  document: ManifestDocument,
  tokens: TokenReader,
  range?: Range,
): PlacedToken[] {
  if (!document.ours) return [];
  const first = range ? document.text.offsetAt(range.start) : 0;
  const last = range ? document.text.offsetAt(range.end) : document.parsed.text.length;
  const found: { start: number; end: number; token: Token }[] = [];
  for (const token of tokens(document)) {
    const { start, end } = spanOf(token.at);
    if (end > first && start < last) found.push({ start, end, token });
  }
  found.sort((a, b) => a.start - b.start);

  const placed: PlacedToken[] = [];
  let behind = 0;
  for (const { start, end, token } of found) {
    // An alias brings a component twice.
    if (start < behind) continue;
    behind = end;
    const { line, character } = document.text.positionAt(start);
    placed.push({
      line,
      character,
      length: end - start,
      type: tokenTypes.indexOf(token.type),
      modifiers: token.declares ? 1 : 0,
    });
  }
  return placed;
}

function domainTokens({ idNode, config, id }: Domain, lookup: SchemaLookup): Token[] {
  const words = new Map(lookup.vocabulary(id)?.domainConfig.map(({ key, field: it }) => [key, it]));
  return [
    ...whole(idNode, 'namespace', true),
    ...config.flatMap(({ keyNode, key, valueNode, value }) => [
      ...(words.has(key) ? whole(keyNode, 'property') : []),
      ...(id === containersDomain && key === 'systemContainers' && valueNode
        ? [...value.matchAll(/[^,\s]+/g)].flatMap(({ index, 0: name }) =>
            token(valueNode, index, index + name.length, 'class'),
          )
        : []),
    ]),
  ];
}

function componentTokens(
  { idNode, config }: Component,
  domain: string,
  words: ReadonlyMap<string, FieldSchema>,
): Token[] {
  return [
    ...whole(idNode, 'class', true),
    ...config.flatMap((entry) => entryTokens(entry, domain, words.get(entry.key))),
  ];
}

function baselineTokens({ titleNode, components }: Baseline): Token[] {
  return [
    ...whole(titleNode, 'type', true),
    ...components.flatMap(({ node, domain, text }) =>
      domain === undefined
        ? whole(node, 'class')
        : composed(node, referenceParts(text), (name) => (name === 'domain' ? 'namespace' : 'class')),
    ),
  ];
}

/** The keys that the domain knows, and what their values are made of. */
function entryTokens(
  { key, keyNode, value, valueNode }: ConfigEntry,
  domain: string,
  word: FieldSchema | undefined,
): Token[] {
  if (!word) return [];
  const keyTokens = whole(keyNode, 'property');
  if (!valueNode) return keyTokens;
  const parts = domain === containersDomain ? containerValueParts(key, value) : [];
  if (parts.length > 0)
    return [...keyTokens, ...composed(valueNode, parts, (name, text) => partType(key, name, text))];
  return [...keyTokens, ...whole(valueNode, simpleType(word, value))];
}

function simpleType({ enum: values }: FieldSchema, value: string): TokenType | undefined {
  if (values?.includes(value)) return 'enumMember';
  if (/^(?:true|false)$/i.test(value)) return 'keyword';
  return /^[+-]?\d+(?:\.\d+)?$/.test(value) ? 'number' : undefined;
}

/** Undefined for what is any text, such as a path: it keeps the colour of a text. */
function partType(key: string, name: string, text: string): TokenType | undefined {
  if (key === 'host' && name === 'address')
    return /^host_ip/.test(text) ? 'keyword' : /^container_/.test(text) ? 'class' : 'number';
  return partTypes.get(name);
}

const partTypes: ReadonlyMap<string, TokenType> = new Map<string, TokenType>([
  ['registry', 'namespace'],
  ['repository', 'class'],
  ['tag', 'enumMember'],
  ['digest', 'number'],
  ['name', 'variable'],
  ['host ip', 'number'],
  ['host port', 'number'],
  ['last host port', 'number'],
  ['container port', 'number'],
  ['protocol', 'enumMember'],
  ['propagation', 'enumMember'],
  ['rights', 'enumMember'],
  ['number', 'number'],
  ['unit', 'keyword'],
]);

function envelopeTokens({ topic, path }: Envelope): Token[] {
  return [
    ...address(topic, topicParts, (name) =>
      name === 'namespace'
        ? 'namespace'
        : name === 'name'
          ? 'class'
          : name === 'operation'
            ? 'method'
            : 'keyword',
    ),
    ...address(path, pathParts, (name) =>
      name === 'feature' ? 'class' : name === 'operation' ? 'method' : 'keyword',
    ),
  ];
}

function address(
  property: Property | undefined,
  partsOf: (text: string) => readonly ValuePart[],
  typeOf: (name: string) => TokenType,
): Token[] {
  const node = asScalar(property?.value);
  return node ? composed(node, partsOf(scalarText(node)), typeOf) : [];
}

/** Its parts, and the signs between them. */
function composed(
  node: ScalarNode,
  parts: readonly ValuePart[],
  typeOf: (name: string, text: string) => TokenType | undefined,
): Token[] {
  const text = scalarText(node);
  return parts.flatMap(({ name, from, to }, index) => {
    const before = parts[index - 1]?.to ?? 0;
    const type = typeOf(name, text.slice(from, to));
    return [
      ...(before < from && text.slice(before, from).trim() !== ''
        ? token(node, before, from, 'operator')
        : []),
      ...(type ? token(node, from, to, type) : []),
    ];
  });
}

function whole(node: ScalarNode | undefined, type: TokenType | undefined, declares = false): Token[] {
  return node && type ? token(node, 0, scalarText(node).length, type, declares) : [];
}

function token(node: ScalarNode, from: number, to: number, type: TokenType, declares = false): Token[] {
  const at = from < to ? scalarPart(node, from, to) : undefined;
  return at ? [{ at, type, declares }] : [];
}
