/**
 * Messages of the feature UpdateManager (update-manager: things/update_manager_feature.go,
 * api/types/desired_state_feedback.go, api/types/inventory.go). Statuses stay strings: devices send words that no
 * list has.
 */
import type { JsonObject, JsonValue } from '../../../server/src/messages.ts';
import { field, isObject, numberField, objectField, objectsField, stringField } from './json.ts';
import { maskedText } from './secrets.ts';

export const updateManager = 'UpdateManager';

export interface FeedbackAction {
  /** `<domain>:<id>` */
  readonly component: string;
  readonly version?: string;
  readonly status: string;
  /** Without secrets. */
  readonly message?: string;
  readonly progress?: number;
}

export interface Feedback {
  /** Empty where the device lost it: it does so for a desired state without any supported domain. */
  readonly activityId: string;
  readonly status: string;
  /** Without secrets: devices repeat what they reject. */
  readonly message?: string;
  /** In the order of the message, which is random. */
  readonly actions: readonly FeedbackAction[];
  /** When the device sent it, by its own clock, ms since the epoch. */
  readonly timestamp?: number;
}

/** The value of an outbox message `feedback`; undefined where it carries no status. */
export function parseFeedback(value: JsonValue | undefined): Feedback | undefined {
  if (!isObject(value)) return undefined;
  const feedback = objectField(value, 'desiredStateFeedback');
  const status = feedback && stringField(feedback, 'status');
  if (!feedback || !status) return undefined;
  const message = stringField(feedback, 'message');
  const timestamp = numberField(value, 'timestamp');
  return {
    activityId: stringField(value, 'activityId') ?? '',
    status,
    ...(message && { message: maskedText(message) }),
    actions: objectsField(feedback, 'actions').map(parseAction),
    ...(timestamp !== undefined && { timestamp }),
  };
}

function parseAction(action: JsonObject): FeedbackAction {
  const component = objectField(action, 'component') ?? {};
  const version = stringField(component, 'version');
  const message = stringField(action, 'message');
  const progress = numberField(action, 'progress');
  return {
    component: stringField(component, 'id') ?? '',
    ...(version && { version }),
    status: stringField(action, 'status') ?? '',
    ...(message && { message: maskedText(message) }),
    ...(progress !== undefined && { progress }),
  };
}

/** How a top-level status ends an apply; undefined where it goes on. */
/** True for the end of an update that its owner has denied (updatem/orchestration/update_orchestrator_apply.go). */
export function isOwnerDenial(message: string | undefined): boolean {
  return message !== undefined && /owner approval not granted/.test(message);
}

export function feedbackOutcome(status: string): 'success' | 'failure' | undefined {
  switch (status) {
    case 'COMPLETED':
      return 'success';
    case 'INCOMPLETE':
    case 'INCOMPLETE_INCONSISTENT':
    case 'IDENTIFICATION_FAILED':
    case 'SUPERSEDED':
      return 'failure';
    default:
      return undefined;
  }
}

/** What update-manager can be told to ask its owner about (update-manager: `ownerConsentCommands`). */
export const consentCommands = ['DOWNLOAD', 'UPDATE', 'ACTIVATE'] as const;
export type ConsentCommand = (typeof consentCommands)[number];

/** The device waits until its owner agrees to the next phase of an update. */
export interface ConsentRequest {
  readonly activityId: string;
  /** The phase: DOWNLOAD, UPDATE or ACTIVATE. */
  readonly command: string;
  /**
   * The answer has to carry it; in direct mode, where there is none, what tells the question from others. Empty where the
   * device gave none: then it takes no answer.
   */
  readonly correlationId: string;
  /** When the device asked, by its own clock, ms since the epoch. */
  readonly timestamp?: number;
}

/** The value of an outbox message `consent`; undefined where it asks for nothing. */
export function parseConsentRequest(
  value: JsonValue | undefined,
  correlationId: string | undefined,
): ConsentRequest | undefined {
  if (!isObject(value)) return undefined;
  const consent = objectField(value, 'ownerConsent');
  const command = consent && stringField(consent, 'command');
  if (!command) return undefined;
  const timestamp = numberField(value, 'timestamp');
  return {
    activityId: stringField(value, 'activityId') ?? '',
    command,
    correlationId: correlationId ?? '',
    ...(timestamp !== undefined && { timestamp }),
  };
}

export interface Parameter {
  readonly key: string;
  readonly value: string;
}

export interface InventoryNode {
  readonly id: string;
  readonly version?: string;
  readonly name?: string;
  /** Of software: CONTAINER, APPLICATION, IMAGE, RAW, DATA */
  readonly type?: string;
  readonly parameters: readonly Parameter[];
}

export interface HardwareNode extends InventoryNode {
  /** Whether software of the device can be aimed at it. */
  readonly addressable?: boolean;
}

/** One node belongs to another: an agent to the manager, a container to its agent. */
export interface Association {
  readonly source: string;
  readonly target: string;
}

/** The feature's properties: what is installed. Sent when the device connects, after each apply, on refresh. */
export interface DeviceState {
  readonly activityId: string;
  /** The device's clock when it sent this, ms since the epoch. */
  readonly timestamp?: number;
  readonly nodes: readonly InventoryNode[];
  readonly hardware: readonly HardwareNode[];
  readonly associations: readonly Association[];
  /** As it came, with the values of environment variables in the clear: for a plan, not to be kept. */
  readonly inventory: JsonObject;
}

/** The value of a modification of `/features/UpdateManager/properties`; undefined where it holds no inventory. */
export function parseDeviceState(value: JsonValue | undefined): DeviceState | undefined {
  if (!isObject(value)) return undefined;
  const inventory = objectField(value, 'inventory');
  if (!inventory) return undefined;
  const timestamp = numberField(value, 'timestamp');
  return {
    activityId: stringField(value, 'activityId') ?? '',
    ...(timestamp !== undefined && { timestamp }),
    nodes: objectsField(inventory, 'softwareNodes').map(parseNode),
    hardware: objectsField(inventory, 'hardwareNodes').map((node) => ({
      ...parseNode(node),
      ...(typeof field(node, 'addressable') === 'boolean' && {
        addressable: field(node, 'addressable') === true,
      }),
    })),
    associations: objectsField(inventory, 'associations').map((it) => ({
      source: stringField(it, 'sourceId') ?? '',
      target: stringField(it, 'targetId') ?? '',
    })),
    inventory,
  };
}

/** The latest word of an update manager about something. */
export interface LatestWord {
  /** When it said so, by its own clock, ms since the epoch. */
  readonly said: number | undefined;
  /** Milliseconds since it was heard, by a clock that nobody sets. */
  readonly silence: number;
}

/** Milliseconds. The start is stamped a little before it is over, and clocks do not tick the same. */
const clockSlack = 2000;

/**
 * True where this is the state that update-manager tells after its start (api/agent/agent.go), and that start is clearly
 * later than its latest word: it knows nothing of what it was doing before. The device's clock is only compared with
 * itself, so that it need not be right.
 */
export function startedAfter({ activityId, timestamp }: DeviceState, { said, silence }: LatestWord): boolean {
  const stamp = /^initial-current-state-(\d+)$/.exec(activityId)?.[1];
  if (stamp === undefined || timestamp === undefined) return false;
  const started = Number(stamp);
  const age = timestamp - started;
  // Less than nothing: the device's clock was set back meanwhile, and does not tell.
  if (age < 0) return false;
  // A service manager can start it again within a moment.
  return (said !== undefined && started > said) || age + clockSlack < silence;
}

function parseNode(node: JsonObject): InventoryNode {
  const version = stringField(node, 'version');
  const name = stringField(node, 'name');
  const type = stringField(node, 'type');
  return {
    id: stringField(node, 'id') ?? '',
    ...(version && { version }),
    ...(name && { name }),
    ...(type && { type }),
    parameters: objectsField(node, 'parameters').map((it) => ({
      key: stringField(it, 'key') ?? '',
      value: stringField(it, 'value') ?? '',
    })),
  };
}
