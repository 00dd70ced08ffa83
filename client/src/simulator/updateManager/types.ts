/** The messages of update-manager and its agents as Go types (update-manager: api/types, things). */
import { anything, type Decoded, flag, int64, integer, pointer, slice, struct, text } from '../go/decode.ts';

const keyValuePair = struct('types.KeyValuePair', { key: text(), value: text() });

const componentWithConfig = struct('types.ComponentWithConfig', {
  id: text(),
  version: text(),
  config: slice(pointer(keyValuePair)),
});

const domain = struct('types.Domain', {
  id: text(),
  config: slice(pointer(keyValuePair)),
  components: slice(pointer(componentWithConfig)),
});

const baseline = struct('types.Baseline', {
  title: text(),
  description: text(),
  preconditions: text(),
  components: slice(text()),
});

export const desiredState = struct('types.DesiredState', {
  baselines: slice(pointer(baseline)),
  domains: slice(pointer(domain)),
});

const command = struct('types.DesiredStateCommand', {
  command: text('types.CommandType'),
  baseline: text(),
});

const action = struct('types.Action', {
  component: pointer(struct('types.Component', { id: text(), version: text() })),
  status: text('types.ActionStatusType'),
  progress: integer('uint8', 0n, 255n),
  message: text(),
});

const desiredStateFeedback = struct('types.DesiredStateFeedback', {
  baseline: text(),
  status: text('types.StatusType'),
  message: text(),
  actions: slice(pointer(action)),
});

const inventoryNode = {
  id: text(),
  version: text(),
  name: text(),
  parameters: slice(pointer(keyValuePair)),
};

const inventory = struct('types.Inventory', {
  hardwareNodes: slice(pointer(struct('types.HardwareNode', { ...inventoryNode, addressable: flag }))),
  softwareNodes: slice(
    pointer(struct('types.SoftwareNode', { ...inventoryNode, type: text('types.SoftwareType') })),
  ),
  associations: slice(pointer(struct('types.Association', { sourceId: text(), targetId: text() }))),
});

const base = { activityId: text(), timestamp: int64 };

/** `value` of the UpdateManager feature's `refresh`. */
export const refreshArguments = struct('things.base', base);

/** `value` of the UpdateManager feature's `apply`. */
export const applyArguments = struct('things.applyArgs', { ...base, desiredState: pointer(desiredState) });

const ownerConsentFeedback = struct('types.OwnerConsentFeedback', {
  status: text('types.ConsentStatusType'),
});

/** `value` of the UpdateManager feature's `consent`. */
export const consentArguments = struct('things.consentFeedback', {
  ...base,
  ownerConsentFeedback: pointer(ownerConsentFeedback),
});

/** Messages between update-manager and its agents: `{activityId, timestamp, payload}` (api/types/envelope.go). */
export const agentMessages = {
  desiredState: struct('types.Envelope', { ...base, payload: desiredState }),
  command: struct('types.Envelope', { ...base, payload: command }),
  feedback: struct('types.Envelope', { ...base, payload: desiredStateFeedback }),
  currentState: struct('types.Envelope', { ...base, payload: inventory }),
  ownerConsentFeedback: struct('types.Envelope', { ...base, payload: ownerConsentFeedback }),
  any: struct('types.Envelope', { ...base, payload: anything }),
};

export type DesiredState = Decoded<typeof desiredState>;
export type ComponentWithConfig = Decoded<typeof componentWithConfig>;
export type KeyValuePair = Decoded<typeof keyValuePair>;
export type Baseline = Decoded<typeof baseline>;
export type Command = Decoded<typeof command>;
export type Inventory = Decoded<typeof inventory>;

export interface Action {
  readonly component: { readonly id: string; readonly version: string };
  readonly status: string;
  readonly progress: number;
  readonly message: string;
}

/** What an agent says, before anybody looked at it. */
export type ReceivedFeedback = Decoded<typeof desiredStateFeedback>;

export interface Feedback {
  readonly baseline: string;
  readonly status: string;
  readonly message: string;
  readonly actions: readonly Action[];
}

/**
 * A value as Go marshals it where every field has `omitempty`: empty strings, zeros, nil and empty lists are left
 * out of objects.
 */
export function omitEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(omitEmpty);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => !isEmpty(item))
      .map(([key, item]) => [key, omitEmpty(item)]),
  );
}

function isEmpty(value: unknown): boolean {
  return (
    value === '' ||
    value === 0 ||
    value === false ||
    value === null ||
    value === undefined ||
    (Array.isArray(value) && value.length === 0)
  );
}

/** The topic prefix of a domain's agent (mqtt/update_agent_client.go, domainAsTopic). */
export function topicPrefix(domainId: string): string {
  const short = domainId.replaceAll('-', '');
  return short.endsWith('update') ? short : `${short}update`;
}
