/**
 * From the tree to the meaning: what a reader of the manifest speaks of, each with the nodes it was read from.
 * Tolerant: a number or a truth value is taken for the text that was meant, what has another wrong type is left out;
 * the schema tells of both.
 */
import type { ManifestKind } from '../messages.ts';
import type { ArrayNode, Node, ObjectNode, Property, ScalarNode } from '../text/node.ts';
import { isWhole, perItem, perItemJoined } from '../text/perItem.ts';
import { perNode } from '../text/perNode.ts';
import { asArray, asObject, asScalar, asText, field, isNothing, resolve } from '../text/tree.ts';

/** One `{key, value}` of a `config` list. */
export interface ConfigEntry {
  readonly node: ObjectNode;
  /** Empty where it is missing, as the device takes it. */
  readonly key: string;
  readonly keyNode: ScalarNode | undefined;
  /** Empty where it is missing or null, as the device takes it. */
  readonly value: string;
  /** Absent where the value is missing or no text. */
  readonly valueNode: ScalarNode | undefined;
}

/** One entry of a domain's `components`. */
export interface Component {
  readonly node: ObjectNode;
  readonly id: string;
  readonly idNode: ScalarNode | undefined;
  readonly version: string;
  readonly versionNode: ScalarNode | undefined;
  readonly config: readonly ConfigEntry[];
  /** What stands in its `config` and is nothing: a null, or an item not written yet. */
  readonly emptyConfig: readonly Node[];
}

export interface Domain {
  readonly node: ObjectNode;
  readonly id: string;
  readonly idNode: ScalarNode | undefined;
  readonly config: readonly ConfigEntry[];
  readonly components: readonly Component[];
  /** What stands in its `components` and is nothing: a null, or an item not written yet. */
  readonly emptyComponents: readonly Node[];
  /** Those of its components that have empty entries in their `config`. */
  readonly withEmptyConfig: readonly Component[];
  readonly ids: ComponentIds;
}

/** The ids of the components of a domain. */
export interface ComponentIds {
  /** In their order, each once; none is empty. */
  readonly known: ReadonlySet<string>;
  /** Does one stand more than once? */
  readonly repeated: boolean;
}

/** One text of a baseline's `components`: `<domain>:<component>`. */
export interface Reference {
  readonly node: ScalarNode;
  readonly text: string;
  /** What stands before the first colon; absent without one. */
  readonly domain: string | undefined;
  /** What stands after it, or the whole text. */
  readonly component: string;
}

export interface Baseline {
  readonly node: ObjectNode;
  readonly title: string;
  readonly titleNode: ScalarNode | undefined;
  readonly components: readonly Reference[];
}

export interface DesiredState {
  readonly node: ObjectNode;
  readonly domains: readonly Domain[];
  readonly domainsProperty: Property | undefined;
  readonly baselines: readonly Baseline[];
}

/** One file of a software module. */
export interface Artifact {
  readonly node: ObjectNode;
  readonly download: ObjectNode | undefined;
  readonly downloadProperty: Property | undefined;
  readonly checksums: ObjectNode | undefined;
  readonly checksumsProperty: Property | undefined;
}

/** One entry of `softwareModules`. */
export interface SoftwareModule {
  readonly node: ObjectNode;
  /** The property `softwareModule` with name and version. */
  readonly idProperty: Property | undefined;
  readonly name: string;
  readonly version: string;
  readonly artifacts: readonly Artifact[];
  readonly artifactsProperty: Property | undefined;
  readonly artifactsNode: ArrayNode | undefined;
}

/** One entry of `software`. */
export interface Software {
  readonly node: ObjectNode;
  readonly name: string;
  readonly nameNode: ScalarNode | undefined;
}

/** A list of the message and where it stands; the property is absent in the bare form. */
interface ListOf<T> {
  readonly property: Property | undefined;
  readonly node: Node | undefined;
  readonly items: readonly T[];
}

export interface Envelope {
  readonly node: ObjectNode;
  readonly topic: Property | undefined;
  readonly headers: Property | undefined;
  readonly path: Property | undefined;
  readonly value: Property | undefined;
}

/** One manifest, read. Which of the parts are there follows from its kind. */
export interface Manifest {
  readonly kind: ManifestKind;
  readonly root: Node;
  readonly envelope: Envelope | undefined;
  /** The object with `activityId` or `correlationId`; absent in the bare form. */
  readonly value: ObjectNode | undefined;
  readonly desiredStateProperty: Property | undefined;
  readonly desiredState: DesiredState | undefined;
  readonly softwareModules: ListOf<SoftwareModule> | undefined;
  readonly software: ListOf<Software> | undefined;
}

export type ManifestReader = (root: Node, kind: ManifestKind) => Manifest;

/** Reads what a recognised document says. Never throws. */
export function readManifest(root: Node, kind: ManifestKind): Manifest {
  return createManifestReader()(root, kind);
}

/** Reads as {@link readManifest} does, and keeps what it made of each domain, component and other entry. */
export function createManifestReader(): ManifestReader {
  const entries = entryReaders();
  return (root, kind) => {
    const object = asObject(root);
    const envelope = kind.form === 'envelope' && object ? readEnvelope(object) : undefined;
    const value = kind.form === 'value' || kind.form === 'local' ? object : asObject(envelope?.value?.value);
    const content = kind.role === 'request' ? readContent(root, kind, value, entries) : nothing;
    return { kind, root, envelope, value, ...content };
  };
}

interface EntryReaders {
  domain(node: ObjectNode): Domain;
  baseline(node: ObjectNode): Baseline;
  module(node: ObjectNode): SoftwareModule;
  software(node: ObjectNode): Software;
}

function entryReaders(): EntryReaders {
  const component = perNode(readComponent);
  const components = perItem((item: Node) => {
    const node = asObject(item);
    return node && component(node);
  });
  const ids = perItem(({ id }: Component) => id);
  const idsOf = perNode(componentIds);
  const withEmptyConfig = perItemJoined((it: Component) => (it.emptyConfig.length > 0 ? [it] : []));
  return {
    domain: perNode((node: ObjectNode) => {
      const items = asArray(field(node, 'components')?.value)?.items ?? [];
      const found = components(items);
      const isAll = isWhole(found);
      const read = isAll ? found : found.filter((it) => it !== undefined);
      return {
        ...readDomain(node),
        components: read,
        emptyComponents: isAll ? [] : items.filter(isNothing),
        withEmptyConfig: withEmptyConfig(read),
        ids: idsOf(ids(read)),
      };
    }),
    baseline: perNode(readBaseline),
    module: perNode(readSoftwareModule),
    software: perNode(readSoftware),
  };
}

function readEnvelope(node: ObjectNode): Envelope {
  return {
    node,
    topic: field(node, 'topic'),
    headers: field(node, 'headers'),
    path: field(node, 'path'),
    value: field(node, 'value'),
  };
}

type Content = Pick<Manifest, 'desiredStateProperty' | 'desiredState' | 'softwareModules' | 'software'>;

const nothing: Content = {
  desiredStateProperty: undefined,
  desiredState: undefined,
  softwareModules: undefined,
  software: undefined,
};

function readContent(
  root: Node,
  kind: ManifestKind,
  value: ObjectNode | undefined,
  entries: EntryReaders,
): Content {
  const bare = kind.form === 'bare';
  switch (kind.operation) {
    case 'apply': {
      const desiredStateProperty = bare
        ? undefined
        : field(value, kind.form === 'local' ? 'payload' : 'desiredState');
      const node = bare ? asObject(root) : asObject(desiredStateProperty?.value);
      return { ...nothing, desiredStateProperty, desiredState: node && readDesiredState(node, entries) };
    }
    case 'install':
    case 'download': {
      const property = bare ? undefined : field(value, 'softwareModules');
      return {
        ...nothing,
        softwareModules: listOf(property, bare ? root : property?.value, entries.module),
      };
    }
    case 'remove': {
      const property = bare ? undefined : field(value, 'software');
      return { ...nothing, software: listOf(property, bare ? root : property?.value, entries.software) };
    }
    default:
      return nothing;
  }
}

function listOf<T>(
  property: Property | undefined,
  node: Node | undefined,
  read: (node: ObjectNode) => T,
): ListOf<T> {
  return { property, node: resolve(node), items: objectsOf(node).map(read) };
}

/** The objects of a list; entries of another type are told by the schema, nulls by a rule. */
function objectsOf(list: Node | undefined): ObjectNode[] {
  return (asArray(list)?.items ?? []).map(asObject).filter((item) => item !== undefined);
}

function readDesiredState(node: ObjectNode, entries: EntryReaders): DesiredState {
  const domainsProperty = field(node, 'domains');
  return {
    node,
    domains: objectsOf(domainsProperty?.value).map(entries.domain),
    domainsProperty,
    baselines: objectsOf(field(node, 'baselines')?.value).map(entries.baseline),
  };
}

function componentIds(ids: readonly string[]): ComponentIds {
  const written = ids.filter((id) => id !== '');
  const known = new Set(written);
  return { known, repeated: known.size < written.length };
}

function readDomain(node: ObjectNode): Pick<Domain, 'node' | 'id' | 'idNode' | 'config'> {
  const id = field(node, 'id')?.value;
  return {
    node,
    id: asText(id),
    idNode: asScalar(id),
    config: readConfig(field(node, 'config')?.value),
  };
}

/** Also used for one component alone. */
export function readComponent(node: ObjectNode): Component {
  const id = field(node, 'id')?.value;
  const version = field(node, 'version')?.value;
  const config = field(node, 'config')?.value;
  return {
    node,
    id: asText(id),
    idNode: asScalar(id),
    version: asText(version),
    versionNode: asScalar(version),
    config: readConfig(config),
    emptyConfig: asArray(config)?.items.filter(isNothing) ?? [],
  };
}

function readConfig(list: Node | undefined): ConfigEntry[] {
  return objectsOf(list).flatMap((node) => {
    const key = field(node, 'key')?.value;
    const value = field(node, 'value')?.value;
    // A list or an object is no text at all: the schema tells, and nothing else is to be said of the entry.
    if (value && !asScalar(value)) return [];
    return {
      node,
      key: asText(key),
      keyNode: asScalar(key),
      value: asText(value),
      valueNode: asScalar(value),
    };
  });
}

function readBaseline(node: ObjectNode): Baseline {
  const title = field(node, 'title')?.value;
  const components = asArray(field(node, 'components')?.value)?.items ?? [];
  return {
    node,
    title: asText(title),
    titleNode: asScalar(title),
    components: components
      .map(asScalar)
      .filter((item) => item !== undefined)
      .filter((item) => item.type === 'string' || item.type === 'null')
      .map(readReference),
  };
}

/** Split at the first colon (update-manager: api/types, GetBaselinesForDomain). A null is an empty text for the device. */
function readReference(node: ScalarNode): Reference {
  const text = node.type === 'string' ? String(node.value) : '';
  const colon = text.indexOf(':');
  return colon < 0
    ? { node, text, domain: undefined, component: text }
    : { node, text, domain: text.slice(0, colon), component: text.slice(colon + 1) };
}

function readSoftwareModule(node: ObjectNode): SoftwareModule {
  const idProperty = field(node, 'softwareModule');
  const id = asObject(idProperty?.value);
  const artifactsProperty = field(node, 'artifacts');
  return {
    node,
    idProperty,
    name: asText(field(id, 'name')?.value),
    version: asText(field(id, 'version')?.value),
    artifacts: objectsOf(artifactsProperty?.value).map(readArtifact),
    artifactsProperty,
    artifactsNode: asArray(artifactsProperty?.value),
  };
}

function readArtifact(node: ObjectNode): Artifact {
  const downloadProperty = field(node, 'download');
  const checksumsProperty = field(node, 'checksums');
  return {
    node,
    download: asObject(downloadProperty?.value),
    downloadProperty,
    checksums: asObject(checksumsProperty?.value),
    checksumsProperty,
  };
}

function readSoftware(node: ObjectNode): Software {
  const name = field(node, 'name')?.value;
  return { node, name: asText(name), nameNode: asScalar(name) };
}
