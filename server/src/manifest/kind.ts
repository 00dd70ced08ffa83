import type { ManifestKind, Operation, RequestName } from '../messages.ts';
import { operations } from '../messages.ts';
import { foldedName } from '../text/foldedName.ts';
import type { ArrayNode, Node, ObjectNode } from '../text/node.ts';
import { asArray, asObject, asString, field, propertiesOf, resolve } from '../text/tree.ts';

/**
 * How much must speak for a manifest.
 * - `plain`: the text may be anything; only what is plainly a Kanto manifest is one.
 * - `declared`: the author said that it is one (language id, "apply this"): what fits best is taken.
 */
export type Evidence = 'plain' | 'declared';

/** What a document is, by its content; `undefined` where it is no Kanto manifest. Never throws, reads no deeper than it must. */
export function kindOf(root: Node | undefined, evidence: Evidence): ManifestKind | undefined {
  const node = resolve(root);
  if (node?.type === 'object')
    return envelopeKind(node, evidence) ?? valueKind(node, evidence) ?? bareKind(node, evidence);
  if (node?.type === 'array') return listKind(node, evidence);
  return undefined;
}

/** What the name of a file promises, for a document whose content says nothing yet. */
export function kindOfName(uri: string): ManifestKind | undefined {
  if (/\.desired-state\.(json|ya?ml)$/i.test(uri)) return request('apply', 'bare');
  if (/\.software-modules\.(json|ya?ml)$/i.test(uri)) return request('install', 'bare');
  return undefined;
}

const request = (operation: RequestName, form: ManifestKind['form']): ManifestKind => ({
  operation,
  form,
  role: 'request',
});
const response = (operation: RequestName): ManifestKind => ({
  operation,
  form: 'envelope',
  role: 'response',
});
const event = (name: NonNullable<ManifestKind['event']>, form: ManifestKind['form']): ManifestKind => ({
  event: name,
  form,
  role: 'event',
});

// --- the whole Ditto message ---

const features = ['updatemanager', 'softwareupdatable'];

/** The path decides, as on the device (update-manager: things/update_manager_feature.go), then the topic, then the value. */
function envelopeKind(node: ObjectNode, evidence: Evidence): ManifestKind | undefined {
  const names = namesOf(node);
  const parts = ['topic', 'path', 'headers', 'value'].filter((name) => names.has(name));
  if (!names.has('topic') && !names.has('path') && parts.length < 2) return undefined;

  const path = asString(field(node, 'path')?.value) ?? '';
  const topic = asString(field(node, 'topic')?.value) ?? '';
  const value = asObject(field(node, 'value')?.value);
  const inner = value && valueKind(value, evidence);
  const feature = /^\/?features\/([^/]*)/i.exec(path)?.[1];
  const known = feature !== undefined && features.includes(feature.toLowerCase());
  const message = /\/(inbox|outbox)\/messages\/([^/]*)\/?$/i.exec(path);
  const subject = /\/messages\/([^/]*)\/?$/.exec(topic)?.[1];

  // A message to some other feature of a Ditto thing is none of ours, unless it carries one of our values.
  if (feature !== undefined && !known && !inner) return undefined;
  if (!known && !inner && !operationOf(subject) && !operationOf(message?.[2])) return undefined;

  if (known && !message && /^\/?features\/[^/]*(\/properties|$)/i.test(path)) return propertyKind(path);
  const name = message?.[2]?.toLowerCase();
  if (name === 'feedback') return event('feedback', 'envelope');
  if (name === 'consent' && message?.[1]?.toLowerCase() === 'inbox' && !names.has('status'))
    return request('consent', 'envelope');
  if (name === 'consent') return names.has('status') ? response('consent') : event('consent', 'envelope');

  const operation = operationOf(name) ?? operationOf(subject) ?? inner?.operation;
  if (!operation) return inner?.event ? event(inner.event, 'envelope') : undefined;
  const answer = message?.[1]?.toLowerCase() === 'outbox' || names.has('status');
  return { operation, form: 'envelope', role: answer ? 'response' : 'request' };
}

/** What a device tells of itself as properties of a feature. */
function propertyKind(path: string): ManifestKind {
  if (/UpdateManager\/properties/i.test(path)) return event('state', 'envelope');
  if (/\/(lastOperation|lastFailedOperation)$/i.test(path)) return event('lastOperation', 'envelope');
  if (/\/installedDependencies$/i.test(path)) return event('installedDependencies', 'envelope');
  return event('other', 'envelope');
}

function operationOf(name: string | undefined): Operation | undefined {
  const wanted = name?.toLowerCase();
  return operations.find((operation) => operation === wanted);
}

// --- the value of a message ---

function valueKind(node: ObjectNode, evidence: Evidence): ManifestKind | undefined {
  const names = namesOf(node);
  const has = (name: string) => names.has(name);
  const within = (...allowed: string[]) => [...names].every((name) => allowed.includes(name));

  if (has('desiredstatefeedback')) return event('feedback', 'value');
  if (has('ownerconsent')) return event('consent', 'value');
  if (has('ownerconsentfeedback')) return request('consent', 'value');
  if (has('payload') && (has('activityid') || evidence === 'declared')) {
    const kind = localKind(node, evidence);
    if (kind) return kind;
  }
  if (has('desiredstate')) {
    const state = asObject(field(node, 'desiredState')?.value);
    const convincing =
      evidence === 'declared' ||
      has('activityid') ||
      within('activityid', 'timestamp', 'desiredstate') ||
      (state !== undefined && bareKind(state, 'plain') !== undefined);
    if (convincing) return request('apply', 'value');
  }
  if (has('softwaremodules')) {
    const list = asArray(field(node, 'softwareModules')?.value);
    const convincing =
      evidence === 'declared' ||
      has('correlationid') ||
      within('correlationid', 'softwaremodules', 'weight', 'metadata', 'forced') ||
      (list !== undefined && listKind(list, 'plain')?.operation === 'install');
    if (convincing) return request('install', 'value');
  }
  if (has('software') && (has('correlationid') || evidence === 'declared') && isListOrOpen(node, 'software'))
    return request('remove', 'value');
  if (has('status') && (has('softwaremodule') || has('software')) && has('correlationid'))
    return event('lastOperation', 'value');
  // Nothing to install and nothing to remove yet: of the two the first is taken.
  if (
    evidence === 'declared' &&
    has('correlationid') &&
    within('correlationid', 'weight', 'metadata', 'forced')
  )
    return request('install', 'value');
  if (has('activityid') && has('inventory')) return event('state', 'value');
  if (has('activityid') && within('activityid', 'timestamp')) return request('refresh', 'value');
  return undefined;
}

/**
 * What update-manager and its agents say to each other (update-manager: api/types/envelope.go). The message that asks
 * for a state is no other than the value of a refresh.
 */
function localKind(node: ObjectNode, evidence: Evidence): ManifestKind | undefined {
  const property = field(node, 'payload');
  const payload = asObject(property?.value);
  const has = (name: string) => field(payload, name) !== undefined;
  if (has('domains') || has('baselines')) return request('apply', 'local');
  if (has('softwareNodes') || has('hardwareNodes')) return event('state', 'local');
  if (has('command')) return event('command', 'local');
  const status = asString(field(payload, 'status')?.value);
  if (status === 'APPROVED' || status === 'DENIED') return event('consent', 'local');
  if (has('status')) return event('feedback', 'local');
  // Empty or not there yet: the one message that an author writes is taken.
  const open = !payload || payload.properties.length === 0;
  return open && evidence === 'declared' ? request('apply', 'local') : undefined;
}

/** In a text under work the value may still be missing or wrong; a text or a map there speaks of something else. */
function isListOrOpen(node: ObjectNode, name: string): boolean {
  const value = resolve(field(node, name)?.value);
  return (
    value === undefined ||
    value.type === 'array' ||
    value.type === 'null' ||
    namesOf(node).has('correlationid')
  );
}

// --- only what the value is about ---

function bareKind(node: ObjectNode, evidence: Evidence): ManifestKind | undefined {
  const names = namesOf(node);
  if (!names.has('domains') && !names.has('baselines')) return undefined;
  const onlyOurs = [...names].every((name) => name === 'domains' || name === 'baselines');
  const convincing =
    evidence === 'declared' || looksLikeDomains(node, onlyOurs) || looksLikeBaselines(node, onlyOurs);
  return convincing ? request('apply', 'bare') : undefined;
}

function looksLikeDomains(node: ObjectNode, onlyOurs: boolean): boolean {
  const list = asArray(field(node, 'domains')?.value);
  if (!list) return false;
  if (list.items.length === 0) return onlyOurs;
  return list.items.some((item) => {
    const domain = asObject(item);
    if (!domain) return false;
    const components = field(domain, 'components');
    if (!field(domain, 'id')) return false;
    if (components) return looksLikeComponents(asArray(components.value));
    const config = asArray(field(domain, 'config')?.value);
    return config?.items.some((entry) => field(asObject(entry), 'key') !== undefined) ?? false;
  });
}

function looksLikeComponents(list: ArrayNode | undefined): boolean {
  if (!list) return false;
  if (list.items.length === 0) return true;
  return list.items.some((item) => {
    const component = asObject(item);
    return field(component, 'id') !== undefined || asArray(field(component, 'config')?.value) !== undefined;
  });
}

function looksLikeBaselines(node: ObjectNode, onlyOurs: boolean): boolean {
  const list = asArray(field(node, 'baselines')?.value);
  return (
    onlyOurs &&
    (list?.items.some((item) => {
      const components = asArray(field(asObject(item), 'components')?.value);
      return components?.items.some((it) => asString(it)?.includes(':')) ?? false;
    }) ??
      false)
  );
}

function listKind(list: ArrayNode, evidence: Evidence): ManifestKind | undefined {
  const items = list.items.map(asObject).filter((item) => item !== undefined);
  if (items.length === 0) return undefined;
  if (
    items.some(
      (item) => field(item, 'softwareModule') || (evidence === 'declared' && field(item, 'artifacts')),
    )
  )
    return request('install', 'bare');
  const words = ['group', 'name', 'version', 'type'];
  const software = items.every((item) => {
    const names = namesOf(item);
    const wanted = evidence === 'declared' ? ['name'] : ['group', 'name', 'version'];
    return wanted.every((name) => names.has(name)) && [...names].every((name) => words.includes(name));
  });
  return software ? request('remove', 'bare') : undefined;
}

/** Names as the device's decoder matches them: in any letter case. */
function namesOf(node: ObjectNode): Set<string> {
  return new Set(propertiesOf(node).map(({ name }) => foldedName(name)));
}
