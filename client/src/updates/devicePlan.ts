/** A plan with what it was made from, so that it can be seen to be stale. No editor, no socket: what it needs is handed in. */
import { createHash } from 'node:crypto';
import type {
  DescribeParams,
  JsonObject,
  JsonValue,
  ManifestDescription,
  Plan,
  PlanAction,
  PlanAnswer,
  PlanParams,
  PlanRefusal,
} from '../../../server/src/messages.ts';
import type { ReportedInventory } from '../connections/connection.ts';
import { type Fault, type FaultCode, FaultError } from '../errors.ts';
import { isObject } from '../protocol/json.ts';

/** The manifest half's request `kanto/plan`. */
export type AskPlan = (params: PlanParams) => Promise<PlanAnswer>;

/** A manifest as text: of what would be sent, or of the document. */
export type ManifestText = Extract<DescribeParams, { readonly text: string }>;

/**
 * What would be sent of a manifest for an apply, as the text that is planned. A bare desired state is named as one, so
 * that it is known without its file.
 */
export function manifestText({
  kind,
  content = null,
}: Pick<ManifestDescription, 'kind' | 'content'>): ManifestText {
  const value: JsonValue = kind?.form === 'bare' ? { desiredState: content } : content;
  return { text: JSON.stringify(value), format: 'json' };
}

/** Why there is no plan: nobody knows what an apply does. */
export type Unknown =
  | { readonly kind: 'unreported'; readonly fault: Fault }
  | { readonly kind: 'refused'; readonly refusal: PlanRefusal };

export interface DevicePlan {
  readonly connection: string;
  readonly device: string;
  readonly manifest: ManifestText;
  /** {@link fingerprintOf} the inventory; absent where the device reported none. */
  readonly inventory?: string;
  readonly outcome: { readonly plan: Plan } | { readonly unknown: Unknown };
  /** When it was made, ms since the epoch. */
  readonly time: number;
  /** When the device reported what it runs, ms since the epoch; absent where it did not. In direct mode it can be long before. */
  readonly reported?: number;
}

export interface PlanSources {
  /** The inventory as the device reports it now, or last did; rejects with a FaultError where it does not. */
  readonly inventory: () => Promise<ReportedInventory>;
  readonly plan: AskPlan;
}

/** Faults of a device that is reached and says nothing of what it runs: it may take an apply all the same. */
const unreported: readonly FaultCode[] = [
  'no-listener',
  'response-timeout',
  'malformed-answer',
  'rejected-by-device',
  'update-silent',
  'events-not-received',
  'events-refused',
];

/** @throws FaultError where the device cannot be asked at all, or the user has ended the waiting. */
export async function makePlan(
  { connection, device }: Pick<DevicePlan, 'connection' | 'device'>,
  manifest: ManifestText,
  sources: PlanSources,
): Promise<DevicePlan> {
  const reported = await reportedBy(sources.inventory);
  const made = { connection, device, manifest, time: Date.now() };
  if ('fault' in reported)
    return { ...made, outcome: { unknown: { kind: 'unreported', fault: reported.fault } } };
  const { inventory, time } = reported;
  const answer = await sources.plan({ ...manifest, inventory });
  return {
    ...made,
    inventory: fingerprintOf(inventory),
    reported: time,
    outcome: 'plan' in answer ? answer : { unknown: { kind: 'refused', refusal: answer.refusal } },
  };
}

async function reportedBy(
  ask: PlanSources['inventory'],
): Promise<ReportedInventory | { readonly fault: Fault }> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof FaultError) || !unreported.includes(error.fault.code)) throw error;
    return { fault: error.fault };
  }
}

/** True for what an apply would do something about. */
export function isChange({ action }: Pick<PlanAction, 'action'>): boolean {
  return action === 'create' || action === 'replace' || action === 'update' || action === 'destroy';
}

/** What has changed between two plans for one device; undefined where the first still holds. */
export type Staleness = 'manifest' | 'device' | 'both' | undefined;

export function staleness(
  before: Pick<DevicePlan, 'manifest' | 'inventory'>,
  now: Pick<DevicePlan, 'manifest' | 'inventory'>,
): Staleness {
  const manifest =
    before.manifest.text !== now.manifest.text || before.manifest.number !== now.manifest.number;
  const device = before.inventory !== now.inventory;
  if (manifest) return device ? 'both' : 'manifest';
  return device ? 'device' : undefined;
}

/** Parameters that count on by themselves while nothing is changed (container-management: updateagent/from_containers.go). */
const counters: readonly string[] = ['restartCount', 'finishedAt', 'exitCode'];

/**
 * Tells inventories apart by what they say of the device: neither the order of nodes, which is random, nor what counts on
 * by itself. It is a digest: nothing of the inventory can be read out of it.
 */
export function fingerprintOf({ softwareNodes }: JsonObject): string {
  const nodes = Array.isArray(softwareNodes) ? softwareNodes.map(nodeText).sort() : [];
  return createHash('sha256').update(JSON.stringify(nodes)).digest('hex');
}

function nodeText(node: JsonValue): string {
  if (!isObject(node)) return JSON.stringify(node);
  const { parameters } = node;
  const kept = Array.isArray(parameters) ? parameters.filter((it) => !isCounter(it)) : [];
  return JSON.stringify([node['id'] ?? null, node['version'] ?? null, kept]);
}

function isCounter(parameter: JsonValue): boolean {
  if (!isObject(parameter)) return false;
  const { key } = parameter;
  return typeof key === 'string' && counters.includes(key);
}
