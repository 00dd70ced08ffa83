/**
 * Messages of the feature SoftwareUpdatable (Eclipse hawkBit's format; container-management: rollouts/api/datatypes,
 * software-update: hawkbit/lib_*.go).
 */
import { t } from '@vscode/l10n';
import type { JsonObject, JsonValue } from '../../../server/src/messages.ts';
import { isObject, numberField, objectField, objectsField, stringField } from './json.ts';
import { maskedText } from './secrets.ts';

export const softwareUpdatable = 'SoftwareUpdatable';

export interface Module {
  readonly name: string;
  readonly version?: string;
}

/** The properties `status/lastOperation` and `status/lastFailedOperation`. */
export interface OperationStatus {
  /** Empty where the command had none. */
  readonly correlationId: string;
  /** STARTED, DOWNLOADING, INSTALLED, FINISHED_SUCCESS, … */
  readonly status: string;
  /** What it is about: one module of an install, the software of a remove. */
  readonly modules: readonly Module[];
  /** Without secrets; of a failure with the status code, where there is one: a script's exit code. */
  readonly message?: string;
  /** Percent, at most 100; only the generic daemon reports one. */
  readonly progress?: number;
}

/** Undefined where there is no status. Newer software-update says `correlationID`, all others `correlationId`. */
export function parseOperationStatus(value: JsonValue | undefined): OperationStatus | undefined {
  if (!isObject(value)) return undefined;
  const status = stringField(value, 'status');
  if (!status) return undefined;
  const message = messageOf(value, status);
  const progress = numberField(value, 'progress');
  const module = objectField(value, 'softwareModule');
  return {
    correlationId: stringField(value, 'correlationId') ?? '',
    status,
    modules: [...(module ? [module] : []), ...objectsField(value, 'software')].map(parseModule),
    ...(message && { message: maskedText(message) }),
    // software-update counts on beyond 100 where a file is larger than its size says, or says none.
    ...(progress !== undefined && { progress: Math.min(progress, 100) }),
  };
}

function messageOf(value: JsonObject, status: string): string | undefined {
  const message = stringField(value, 'message');
  const code = stringField(value, 'statusCode');
  if (!code || operationOutcome(status) !== 'failure') return message;
  return t('{0} (status code {1})', message || status, code);
}

function parseModule(module: JsonObject): Module {
  const version = stringField(module, 'version');
  return { name: stringField(module, 'name') ?? '', ...(version && { version }) };
}

/** How a status ends the operation on a module; undefined where it goes on. */
export function operationOutcome(status: string): 'success' | 'failure' | undefined {
  if (status === 'FINISHED_SUCCESS' || status === 'FINISHED_WARNING') return 'success';
  return status.startsWith('FINISHED_') ? 'failure' : undefined;
}

/** The modules that a command is about, from its value. */
export function modulesOf(value: JsonValue | undefined): readonly Module[] {
  if (!isObject(value)) return [];
  const installs = objectsField(value, 'softwareModules').map(
    (it) => objectField(it, 'softwareModule') ?? {},
  );
  return [...installs, ...objectsField(value, 'software')].map(parseModule);
}

export interface Dependency extends Module {
  readonly group?: string;
  readonly type?: string;
}

/** The properties `status/installedDependencies` and `status/contextDependencies`: a map whose keys mean nothing; null where nothing is installed. */
export function parseDependencies(value: JsonValue | undefined): readonly Dependency[] {
  if (!isObject(value)) return [];
  return Object.values(value)
    .filter(isObject)
    .map((it) => {
      const group = stringField(it, 'group');
      const type = stringField(it, 'type');
      return { ...parseModule(it), ...(group && { group }), ...(type && { type }) };
    });
}
