/** The JSON Schemas of the folder `schemas`, by the kind of document that they describe. */

import applyEnvelope from '../../../schemas/apply.envelope.schema.json';
import applyLocal from '../../../schemas/apply.local.schema.json';
import applyResponse from '../../../schemas/apply.response.schema.json';
import applyValue from '../../../schemas/apply.value.schema.json';
import consentEnvelope from '../../../schemas/consent.envelope.schema.json';
import consentEvent from '../../../schemas/consent.event.schema.json';
import consentResponse from '../../../schemas/consent.response.schema.json';
import consentValue from '../../../schemas/consent.value.schema.json';
import desiredState from '../../../schemas/desired-state.schema.json';
import containers from '../../../schemas/domains/containers.schema.json';
import selfUpdate from '../../../schemas/domains/self-update.schema.json';
import downloadEnvelope from '../../../schemas/download.envelope.schema.json';
import downloadResponse from '../../../schemas/download.response.schema.json';
import downloadValue from '../../../schemas/download.value.schema.json';
import feedbackEvent from '../../../schemas/feedback.event.schema.json';
import installEnvelope from '../../../schemas/install.envelope.schema.json';
import installResponse from '../../../schemas/install.response.schema.json';
import installValue from '../../../schemas/install.value.schema.json';
import installedDependenciesEvent from '../../../schemas/installedDependencies.event.schema.json';
import lastOperationEvent from '../../../schemas/lastOperation.event.schema.json';
import refreshEnvelope from '../../../schemas/refresh.envelope.schema.json';
import refreshResponse from '../../../schemas/refresh.response.schema.json';
import refreshValue from '../../../schemas/refresh.value.schema.json';
import removeEnvelope from '../../../schemas/remove.envelope.schema.json';
import removeResponse from '../../../schemas/remove.response.schema.json';
import removeValue from '../../../schemas/remove.value.schema.json';
import software from '../../../schemas/software.schema.json';
import softwareModules from '../../../schemas/software-modules.schema.json';
import stateEvent from '../../../schemas/state.event.schema.json';
import type { ManifestKind } from '../messages.ts';
import { foldedName } from '../text/foldedName.ts';
import type { JsonValue } from '../text/node.ts';

/** As much of JSON Schema draft-07 as is read by more than the validator, and the texts that editors show. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly JsonValue[];
  readonly enumDescriptions?: readonly string[];
  readonly default?: JsonValue;
  readonly examples?: readonly JsonValue[];
  readonly deprecated?: boolean;
  readonly required?: readonly string[];
  readonly minimum?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly definitions?: Readonly<Record<string, JsonSchema>>;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly 'x-parts'?: readonly TextPart[];
}

/** One of the parts that a text is made of. */
export interface TextPart {
  /** `<name>` with the signs around it; in brackets what may be left out. */
  readonly label: string;
  /** Markdown. */
  readonly description: string;
}

const byName: Readonly<Record<string, unknown>> = {
  'apply.envelope': applyEnvelope,
  'apply.value': applyValue,
  'apply.bare': desiredState,
  'apply.local': applyLocal,
  'apply.response': applyResponse,
  'refresh.envelope': refreshEnvelope,
  'refresh.value': refreshValue,
  'refresh.response': refreshResponse,
  'install.envelope': installEnvelope,
  'install.value': installValue,
  'install.bare': softwareModules,
  'install.response': installResponse,
  'download.envelope': downloadEnvelope,
  'download.value': downloadValue,
  'download.bare': softwareModules,
  'download.response': downloadResponse,
  'remove.envelope': removeEnvelope,
  'remove.value': removeValue,
  'remove.bare': software,
  'remove.response': removeResponse,
  'feedback.event': feedbackEvent,
  'consent.event': consentEvent,
  'consent.envelope': consentEnvelope,
  'consent.value': consentValue,
  'consent.response': consentResponse,
  'state.event': stateEvent,
  'lastOperation.event': lastOperationEvent,
  'installedDependencies.event': installedDependenciesEvent,
  'domain.containers': containers,
  'domain.self-update': selfUpdate,
};

/** The name of the schema for a kind of document; events are described as whole messages only. */
export function schemaName(kind: ManifestKind): string | undefined {
  if (kind.role === 'event') return kind.form === 'envelope' ? `${kind.event}.event` : undefined;
  return `${kind.operation}.${kind.role === 'response' ? 'response' : kind.form}`;
}

/** The schema of that name, or `domain.<id>` for the vocabulary of a domain. */
export function schemaNamed(name: string): JsonSchema | undefined {
  return asSchema(Object.hasOwn(byName, name) ? byName[name] : undefined);
}

/** The value if it can be a schema; that it is one, the validator tells. */
export function asSchema(value: unknown): JsonSchema | undefined {
  return isSchema(value) ? value : undefined;
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Follows `$ref` within the same file; undefined where it leads nowhere. */
export function dereference(schema: JsonSchema | undefined, root: JsonSchema): JsonSchema | undefined {
  let current = schema;
  for (let steps = 0; current?.$ref !== undefined && steps < 20; steps++) {
    const [, home, name = ''] = /^#\/(definitions|\$defs)\/([^/]+)$/.exec(current.$ref) ?? [];
    current = home === '$defs' ? root.$defs?.[name] : root.definitions?.[name];
  }
  return current;
}

/** The name among `names` that equals in any letter case, as the device's decoder matches fields; exact ones first. */
export function matchName(names: Readonly<Record<string, unknown>>, written: string): string | undefined {
  if (Object.hasOwn(names, written)) return written;
  const folded = foldedName(written);
  return Object.keys(names).find((name) => foldedName(name) === folded);
}

/**
 * Are the keys of this object the names of fields (matched in any letter case), or the keys of a map (matched exactly)?
 * The device decodes `headers`, `download`, `checksums` and `metadata` into maps.
 */
export function isMap(schema: JsonSchema, name: string | number | undefined): boolean {
  return (
    typeof schema.additionalProperties === 'object' ||
    (typeof name === 'string' && mapNames.includes(foldedName(name)))
  );
}

const mapNames = ['headers', 'download', 'checksums', 'metadata'];
