/** update-manager, real and simulated, asked one message after the other. */
import { onTestFinished } from 'vitest';
import { isObject, parseJson } from '../../client/src/protocol/json.ts';
import type { ConsentCommand } from '../../client/src/protocol/updateManager.ts';
import { type DeviceTiming, instantTiming, startDevice } from '../../client/src/simulator/device.ts';
import type { JsonValue } from '../../server/src/messages.ts';
import type { Verdict } from './agreement.ts';
import type { Heard, KantoBus } from './bus.ts';
import { agentDies, judgementTopic } from './judgingAgent.ts';
import type { Probe, Protocol, Reaction, Said, Subject } from './reactions.ts';
import { startConnector } from './surroundings.ts';
import { startUpdateManager } from './updateManager.ts';

export interface UpdateManagerSetup {
  readonly mode: 'things' | 'direct';
  readonly domains?: readonly string[];
  readonly ownerConsent?: readonly ConsentCommand[];
  /** Milliseconds. */
  readonly phaseTimeout?: number;
  readonly ownerConsentTimeout?: number;
  /** In which an agent tells its state. One that is not told which update it is for is waited for in vain. */
  readonly readTimeout?: number;
}

const never = 3_600_000;

const usual = {
  domains: ['containers'],
  ownerConsent: [],
  phaseTimeout: 30_000,
  ownerConsentTimeout: 30_000,
  readTimeout: 80,
} satisfies Partial<UpdateManagerSetup>;

export async function realUpdateManager(bus: KantoBus, setup: UpdateManagerSetup): Promise<Subject> {
  const { mode, domains, ownerConsent, phaseTimeout, ownerConsentTimeout, readTimeout } = {
    ...usual,
    ...setup,
  };
  if (mode === 'things') await startConnector(bus);
  let ready = bus.next(isFirstState);
  const daemon = await startUpdateManager(bus, {
    thingsEnabled: mode === 'things',
    domains,
    readTimeout: `${readTimeout}ms`,
    phaseTimeout: `${phaseTimeout}ms`,
    reportFeedbackInterval: `${never}ms`,
    currentStateDelay: `${never}ms`,
    ownerConsentCommands: ownerConsent,
    ownerConsentTimeout: `${ownerConsentTimeout}ms`,
  });
  await ready;
  return {
    bus,
    died: daemon.ended,
    revive: async () => {
      ready = bus.next(isFirstState);
      await daemon.start();
      await ready;
    },
  };
}

export async function simulatedUpdateManager(bus: KantoBus, setup: UpdateManagerSetup): Promise<Subject> {
  const { mode, domains, ownerConsent, phaseTimeout, ownerConsentTimeout, readTimeout } = {
    ...usual,
    ...setup,
  };
  const timing: Partial<DeviceTiming> = {
    ...instantTiming,
    readTimeout,
    phaseTimeout,
    feedbackInterval: never,
    currentStateDelay: never,
    ownerConsentTimeout,
    restart: 10,
  };
  let dies: () => void = () => undefined;
  let ready = bus.next(isFirstState);
  const device = await startDevice(bus.url, {
    mode,
    timing,
    daemons: ['update-manager'],
    absentDomains: domains.filter((it) => it !== 'containers'),
    ownerConsent,
    onCrash: () => {
      ready = bus.next(isFirstState);
      dies();
    },
  });
  onTestFinished(() => device.stop());
  await ready;
  return {
    bus,
    died: () =>
      new Promise<void>((resolve) => {
        dies = resolve;
      }),
    revive: () => ready,
  };
}

/** Once it tells the state that it starts with, it listens to its agents too. */
function isFirstState({ topic, text }: Heard): boolean {
  return (topic === 'e' || topic === 'deviceupdate/currentstate') && text.includes('"initial-current-state-');
}

/** The parts of a message to, from and within update-manager that are looked at. */
function contentOf(said: Said): JsonValue | undefined {
  return parseJson(said.text);
}

export function part(value: JsonValue | undefined, ...names: readonly string[]): JsonValue | undefined {
  return names.reduce<JsonValue | undefined>((it, name) => (isObject(it) ? it[name] : undefined), value);
}

const inbox = (operation: string) => `/features/UpdateManager/inbox/messages/${operation}`;

/** A command for update-manager as the cloud sends it, `value` as text. */
export function thingsCommand(operation: string, value: string, id = 'r'): Said {
  const topic = `edge/device/things/live/messages/${operation}`;
  const headers = { 'response-required': true, 'correlation-id': id, 'content-type': 'application/json' };
  const rest = JSON.stringify({ topic, headers, path: inbox(operation) }).slice(0, -1);
  return { topic: `command///req/${id}/${operation}`, text: `${rest},"value":${value}}` };
}

/** A desired state in direct mode. */
export function directCommand(desiredState: string, activityId = 'a'): Said {
  return {
    topic: 'deviceupdate/desiredstate',
    text: `{"activityId":${JSON.stringify(activityId)},"timestamp":1,"payload":${desiredState}}`,
  };
}

const desiredState = JSON.stringify({
  domains: [{ id: 'containers', components: [{ id: 'a', version: '1' }] }],
});

/** The apply of a component, as the activity `a`. */
export const applyOf: Readonly<Record<UpdateManagerSetup['mode'], Said>> = {
  things: thingsCommand('apply', `{"activityId":"a","desiredState":${desiredState}}`),
  direct: directCommand(desiredState),
};

/** An update that finds nothing to do. It waits for the one before. */
const nothingToDo = JSON.stringify({ domains: [{ id: 'containers' }] });

const updateOverThings = (id: string): Probe => ({
  ...thingsCommand('apply', `{"activityId":"${id}","desiredState":${nothingToDo}}`, id),
  isLast: (said) =>
    said.topic === 'e' &&
    part(contentOf(said), 'path') === '/features/UpdateManager/properties' &&
    part(contentOf(said), 'value', 'activityId') === id,
});

const updateInDirectMode = (id: string): Probe => ({
  ...directCommand(nothingToDo, id),
  isLast: (said) => said.topic === 'deviceupdate/currentstate' && part(contentOf(said), 'activityId') === id,
});

const agentTopic = /^[a-z]+update\/(desiredstate(\/command)?|currentstate\/get)$/;

/**
 * The daemon takes messages at the same time, so a probe can overtake what was sent with it. The second one finds all that
 * was before the first already waiting for its turn, but can still be given it first: a mutex of Go goes to whoever asks
 * just as it is free, unless somebody has been passed over like that before. Hence three.
 */
export const protocols: Readonly<Record<UpdateManagerSetup['mode'], Protocol>> = {
  things: {
    isOfDaemon: (topic) => topic === 'e' || topic.startsWith('command///res/') || agentTopic.test(topic),
    probes: [updateOverThings, updateOverThings, updateOverThings],
  },
  direct: {
    isOfDaemon: (topic) =>
      /^deviceupdate\/(desiredstatefeedback|currentstate|ownerconsent)$/.test(topic) ||
      (agentTopic.test(topic) && !topic.startsWith('deviceupdate/')),
    probes: [updateInDirectMode, updateInDirectMode, updateInDirectMode],
  },
};

/**
 * With the words of the agent that judges. Where several domains are concerned, update-manager tells those of the one that
 * answers last, and that one may have had nothing to object.
 */
export function withJudgement({ isOfDaemon, probes }: Protocol): Protocol {
  return { probes, isOfDaemon: (topic) => topic === judgementTopic || isOfDaemon(topic) };
}

/** A verdict with what the agents got, where it is accepted. */
type Arrived =
  | Exclude<Verdict, { kind: 'accepted' }>
  | { readonly kind: 'accepted'; readonly arrived: readonly JsonValue[] };

/** What became of a command. */
export function verdictOf({ crashed, said }: Reaction): Arrived {
  if (crashed) return { kind: 'crash' };
  if (said.length === 0) return { kind: 'silent' };
  const arrived: JsonValue[] = [];
  for (const it of said) {
    const content = contentOf(it);
    if (/^command\/\/\/res\/[^/]*\/4\d\d$/.test(it.topic)) {
      return { kind: 'refused', words: String(part(content, 'value', 'message')) };
    }
    const feedback = part(content, 'value', 'desiredStateFeedback') ?? part(content, 'payload');
    const status = part(feedback, 'status');
    if (it.topic.endsWith('update/desiredstate')) arrived.push(part(content, 'payload') ?? null);
    else if (status === 'IDENTIFICATION_FAILED' || status === 'INCOMPLETE') {
      const words = String(part(feedback, 'message'));
      return words.endsWith(agentDies) ? { kind: 'crash' } : { kind: 'refused', words };
    }
  }
  return { kind: 'accepted', arrived };
}
