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
  type Component,
  createManifestReader,
  type DesiredState,
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

/** Every occurrence, declarations first. Each place is there once, however many aliases lead to it. */
export type NameReader = (document: ManifestDocument) => readonly Occurrence[];

/** Keeps what it read of each component, and of each state of a document. */
export function createNameReader(read: ManifestReader = createManifestReader()): NameReader {
  const hosts = perNode(hostsOf);
  return perNode((document: ManifestDocument) => {
    const found = document.roots.flatMap(({ node, kind }, root) => {
      if (!node || kind?.role !== 'request') return [];
      const { desiredState } = read(node, kind);
      return desiredState ? [...occurrencesIn(desiredState, root, hosts)] : [];
    });
    return [
      ...distinct(found.filter(({ role }) => role === 'declaration')),
      ...distinct(found.filter(({ role }) => role === 'reference')),
    ];
  });
}

export function sameName(a: Name, b: Name): boolean {
  return a.text === b.text && a.kind === b.kind && a.domain === b.domain && a.root === b.root;
}

function* occurrencesIn(
  { domains, baselines }: DesiredState,
  root: number,
  hosts: (component: Component) => readonly Written[],
): Iterable<Occurrence> {
  const domainName = (text: string): Name => ({ kind: 'domain', root, domain: '', text });
  const componentName = (domain: string, text: string): Name => ({ kind: 'component', root, domain, text });
  /** In which domain a component of that id is, for references that name none. */
  const homes = new Map<string, string>();

  for (const domain of domains) {
    const id = wholeField(domain.node, 'id');
    if (id) yield { ...id, name: domainName(domain.id), role: 'declaration', declares: domain.node };
    for (const component of domain.components) {
      const own = wholeField(component.node, 'id');
      const name = componentName(domain.id, component.id);
      if (own) yield { ...own, name, role: 'declaration', declares: component.node };
      if (!homes.has(component.id)) homes.set(component.id, domain.id);
      if (domain.id !== containersDomain) continue;
      for (const host of hosts(component)) yield reference(host, componentName(domain.id, textOf(host)));
    }
    for (const listed of systemContainers(domain))
      yield reference(listed, componentName(domain.id, textOf(listed)));
  }
  for (const baseline of baselines) {
    const title = wholeField(baseline.node, 'title');
    const name: Name = { kind: 'baseline', root, domain: '', text: baseline.title };
    if (title) yield { ...title, name, role: 'declaration', declares: baseline.node };
    for (const item of asArray(field(baseline.node, 'components')?.value)?.items ?? []) {
      const whole = written(item);
      if (!whole) continue;
      const text = textOf(whole);
      // The device splits at the first colon (update-manager: api/types, GetBaselinesForDomain).
      const colon = text.indexOf(':');
      const home = colon < 0 ? homes.get(text) : text.slice(0, colon);
      if (colon > 0) yield reference({ ...whole, to: colon }, domainName(text.slice(0, colon)));
      if (home !== undefined && colon + 1 < text.length)
        yield reference({ ...whole, from: colon + 1 }, componentName(home, text.slice(colon + 1)));
    }
  }
}

function reference(place: Written, name: Name): Occurrence {
  return { ...place, name, role: 'reference', declares: undefined };
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

function distinct(occurrences: readonly Occurrence[]): Occurrence[] {
  const seen = new Map<ScalarNode | AliasNode, Occurrence[]>();
  return occurrences.filter((it) => {
    const place = it.alias ?? it.node;
    const there = seen.get(place);
    if (there?.some(({ from, name }) => from === it.from && sameName(name, it.name))) return false;
    if (there) there.push(it);
    else seen.set(place, [it]);
    return true;
  });
}
