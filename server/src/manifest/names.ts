/**
 * What in a manifest has a name, and where each name stands: domains, components and baselines where they are declared,
 * and everything that speaks of them.
 */
import { containersDomain } from '../agents/containers.ts';
import type { AliasNode, Node, ObjectNode, ScalarNode } from '../text/node.ts';
import { perNode } from '../text/perNode.ts';
import { scalarText } from '../text/scalarPart.ts';
import { asArray, asScalar, field } from '../text/tree.ts';
import type { ManifestDocument } from './document.ts';
import {
  type Baseline,
  type Component,
  createManifestReader,
  type Domain,
  type ManifestReader,
} from './model.ts';

/** Equal names are one thing; names of different documents of a file are not. */
export interface Name {
  readonly kind: 'domain' | 'component' | 'baseline';
  /** The index of the document in the file. */
  readonly root: number;
  /** Of a component: the id of its domain. Otherwise empty. */
  readonly domain: string;
  readonly text: string;
}

/** A part of what a scalar says. */
export interface Written {
  readonly node: ScalarNode;
  readonly from: number;
  readonly to: number;
  /** The alias by which the scalar came to stand there. */
  readonly alias: AliasNode | undefined;
}

export interface Occurrence extends Written {
  readonly name: Name;
  readonly role: 'declaration' | 'reference';
  /** Of a declaration: all that is declared. */
  readonly declares: ObjectNode | undefined;
}

/** Every occurrence, not in order, and more than once where an alias brings the same place again. */
export type NameReader = (document: ManifestDocument) => readonly Occurrence[];

/** Keeps what it read of each component and baseline, and of each state of a document. */
export function createNameReader(read: ManifestReader = createManifestReader()): NameReader {
  /** The same component has other names in another domain, and in another document of the file. */
  const components = new Map<string, (component: Component) => readonly Occurrence[]>();
  const ofComponent = (root: number, domain: string) => {
    const key = `${root} ${domain}`;
    const known = components.get(key);
    if (known) return known;
    const made = perNode((component: Component) => [...componentNames(component, root, domain)]);
    // While an id is typed it is many ids.
    if (components.size >= 50) components.clear();
    components.set(key, made);
    return made;
  };
  const references = perNode(referencesOf);

  return perNode((document: ManifestDocument) => {
    const found: Occurrence[] = [];
    for (const [root, { node, kind }] of document.roots.entries()) {
      const state = node && kind?.role === 'request' ? read(node, kind).desiredState : undefined;
      if (!state) continue;
      for (const domain of state.domains) {
        for (const name of domainNames(domain, root)) found.push(name);
        const names = ofComponent(root, domain.id);
        for (const component of domain.components) for (const name of names(component)) found.push(name);
      }
      for (const baseline of state.baselines) {
        for (const title of titleOf(baseline, root)) found.push(title);
        for (const name of references(baseline)) {
          const domain = name.domain ?? homeOf(name.text, state.domains);
          if (domain !== undefined) found.push(reference(name, { ...name, root, domain }));
        }
      }
    }
    return found;
  });
}

export function sameName(a: Name, b: Name): boolean {
  return a.text === b.text && a.kind === b.kind && a.domain === b.domain && a.root === b.root;
}

function* domainNames(domain: Domain, root: number): Iterable<Occurrence> {
  const id = wholeField(domain.node, 'id');
  if (id)
    yield {
      ...id,
      name: { kind: 'domain', root, domain: '', text: domain.id },
      role: 'declaration',
      declares: domain.node,
    };
  for (const listed of systemContainers(domain))
    yield reference(listed, { kind: 'component', root, domain: domain.id, text: textOf(listed) });
}

function* componentNames(component: Component, root: number, domain: string): Iterable<Occurrence> {
  const id = wholeField(component.node, 'id');
  const named = (text: string): Name => ({ kind: 'component', root, domain, text });
  if (id) yield { ...id, name: named(component.id), role: 'declaration', declares: component.node };
  if (domain !== containersDomain) return;
  for (const host of hostsOf(component)) yield reference(host, named(textOf(host)));
}

function* titleOf({ node, title }: Baseline, root: number): Iterable<Occurrence> {
  const written = wholeField(node, 'title');
  const name: Name = { kind: 'baseline', root, domain: '', text: title };
  if (written) yield { ...written, name, role: 'declaration', declares: node };
}

/** A name in a reference; of one that has no domain it is not said in which the component is. */
type Referred = Written & Pick<Name, 'kind' | 'text'> & { readonly domain: string | undefined };

/** The names in a baseline's references, without regard to what surrounds it. */
function referencesOf({ node }: Baseline): readonly Referred[] {
  return (asArray(field(node, 'components')?.value)?.items ?? []).flatMap((item): Referred[] => {
    const whole = written(item);
    if (!whole) return [];
    const text = textOf(whole);
    // The device splits at the first colon (update-manager: api/types, GetBaselinesForDomain).
    const colon = text.indexOf(':');
    if (colon < 0) return [{ ...whole, kind: 'component', domain: undefined, text }];
    const domain = text.slice(0, colon);
    const parts: Referred[] = [];
    if (colon > 0) parts.push({ ...whole, to: colon, kind: 'domain', domain: '', text: domain });
    if (colon + 1 < text.length)
      parts.push({ ...whole, from: colon + 1, kind: 'component', domain, text: text.slice(colon + 1) });
    return parts;
  });
}

/** The domain that has a component of that id. */
function homeOf(id: string, domains: readonly Domain[]): string | undefined {
  return domains.find(({ components }) => components.some((component) => component.id === id))?.id;
}

function reference({ node, from, to, alias }: Written, { kind, root, domain, text }: Name): Occurrence {
  return {
    node,
    from,
    to,
    alias,
    name: { kind, root, domain, text },
    role: 'reference',
    declares: undefined,
  };
}

/** What a named scalar says, if it says anything. */
function wholeField(object: ObjectNode, name: string): Written | undefined {
  return written(field(object, name)?.value);
}

function written(value: Node | undefined): Written | undefined {
  const node = asScalar(value);
  const text = node ? scalarText(node) : '';
  if (!node || text === '') return undefined;
  return { node, from: 0, to: text.length, alias: value?.type === 'alias' ? value : undefined };
}

function textOf({ node, from, to }: Written): string {
  return scalarText(node).slice(from, to);
}

/** `<name>:container_<component>-host`: the host name that the device gives to the container of a component. */
function hostsOf({ config }: Component): readonly Written[] {
  return config.flatMap((entry) => {
    if (entry.key !== 'host') return [];
    const whole = wholeField(entry.node, 'value');
    const match = /^[^:]*:container_(?=.)/.exec(entry.value);
    const end = entry.value.length - '-host'.length;
    if (!whole || !match || !entry.value.endsWith('-host') || match[0].length >= end) return [];
    return [{ ...whole, from: match[0].length, to: end }];
  });
}

/** The names in `systemContainers`, between commas and without blanks, as the agent reads them. */
function systemContainers({ id, config }: Domain): readonly Written[] {
  if (id !== containersDomain) return [];
  return config.flatMap((entry) => {
    const whole = entry.key === 'systemContainers' ? wholeField(entry.node, 'value') : undefined;
    if (!whole) return [];
    return [...entry.value.matchAll(/[^,\s](?:[^,]*[^,\s])?/g)].map(({ index, 0: name }) => ({
      ...whole,
      from: index,
      to: index + name.length,
    }));
  });
}
