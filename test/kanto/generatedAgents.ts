/** Agents and owners by chance: what they say of an update, in turn and out of it. */
import fc from 'fast-check';
import { topicPrefix } from '../../client/src/simulator/updateManager/types.ts';
import type { JsonValue } from '../../server/src/messages.ts';
import { forThisTest } from '../integration/forThisTest.ts';
import {
  type HeardCommand,
  type ScriptedDevice,
  startScriptedDevice,
} from '../integration/scriptedDevice.ts';
import type { KantoBus } from './bus.ts';
import { inventory } from './judgingAgent.ts';

const commands = ['DOWNLOAD', 'UPDATE', 'ACTIVATE', 'ROLLBACK', 'CLEANUP'] as const;
type Heard = 'desiredstate' | (typeof commands)[number];

/** What the agent says to each thing it is told, in this order; nothing where the list is empty. */
export type AgentScript = Readonly<Record<Heard, readonly JsonValue[]>>;

const usual: Readonly<Record<Heard, string>> = {
  desiredstate: 'IDENTIFIED',
  DOWNLOAD: 'DOWNLOAD_SUCCESS',
  UPDATE: 'UPDATE_SUCCESS',
  ACTIVATE: 'ACTIVATION_SUCCESS',
  ROLLBACK: 'ROLLBACK_SUCCESS',
  CLEANUP: 'CLEANUP_SUCCESS',
};
const progress = ['DOWNLOADING', 'UPDATING', 'ACTIVATING', 'ROLLBACK', 'CLEANUP', 'RUNNING', 'x', ''];
const results = [
  ...['IDENTIFIED', 'IDENTIFICATION_FAILED', 'COMPLETED', 'INCOMPLETE', 'INCOMPLETE_INCONSISTENT'],
  ...['DOWNLOAD', 'UPDATE', 'ACTIVATION', 'ROLLBACK', 'CLEANUP'].flatMap((it) => [
    `${it}_SUCCESS`,
    `${it}_FAILURE`,
  ]),
];

const action = fc.record(
  {
    component: fc.constantFrom({ id: 'containers:a', version: '1' }, { id: 'containers:b' }, { id: '' }),
    status: fc.constantFrom('IDENTIFIED', 'UPDATING', 'ACTIVATING', 'ACTIVATION_SUCCESS', 'REMOVAL_FAILURE'),
    progress: fc.constantFrom(0, 50, 100),
    message: fc.constantFrom('New container will be created and started.', '100%', ''),
  },
  { requiredKeys: ['component', 'status'] },
);
const oddAction = fc.constantFrom<JsonValue>(null, {}, { status: 'UPDATING' }, { component: null });
const actions = fc.oneof(
  { arbitrary: fc.array(action, { minLength: 1, maxLength: 2 }), weight: 40 },
  { arbitrary: fc.constant([]), weight: 6 },
  { arbitrary: fc.tuple(oddAction), weight: 1 },
);

function feedback(status: fc.Arbitrary<string>): fc.Arbitrary<JsonValue> {
  const message = fc.constantFrom('went wrong', '50% of it', '');
  return fc.record({ status, actions, message }).map((it): JsonValue => JSON.parse(JSON.stringify(it)));
}

/** What tells of progress changes nothing, so that what comes next is no race. */
function said(to: Heard): fc.Arbitrary<readonly JsonValue[]> {
  const last = feedback(
    fc.oneof(
      { arbitrary: fc.constant(usual[to]), weight: 12 },
      { arbitrary: fc.constantFrom(...results, ...progress), weight: 1 },
    ),
  );
  const before = fc.array(feedback(fc.constantFrom(...progress)), { maxLength: 2 });
  return fc.oneof(
    { arbitrary: fc.tuple(before, last).map(([first, it]) => [...first, it]), weight: 40 },
    { arbitrary: fc.constant([]), weight: 1 },
  );
}

export const agentScript: fc.Arbitrary<AgentScript> = fc.record({
  desiredstate: said('desiredstate'),
  DOWNLOAD: said('DOWNLOAD'),
  UPDATE: said('UPDATE'),
  ACTIVATE: said('ACTIVATE'),
  ROLLBACK: said('ROLLBACK'),
  CLEANUP: said('CLEANUP'),
});

/** Does all that it is told, with one component. */
export const obedientAgent: AgentScript = {
  desiredstate: [done('desiredstate')],
  DOWNLOAD: [done('DOWNLOAD')],
  UPDATE: [done('UPDATE')],
  ACTIVATE: [done('ACTIVATE')],
  ROLLBACK: [done('ROLLBACK')],
  CLEANUP: [done('CLEANUP')],
};

function done(told: Heard): JsonValue {
  const component = { id: 'containers:a', version: '1' };
  return { status: usual[told], actions: [{ component, status: 'IDENTIFIED' }] };
}

/** Follows the script that is set before each update; what probes ask for it answers by itself. */
export async function startGeneratedAgent(bus: KantoBus): Promise<(script: AgentScript) => void> {
  const prefix = topicPrefix('containers');
  let script: AgentScript | undefined;
  const answer = async ({ topic, envelope }: HeardCommand, agent: ScriptedDevice) => {
    const { activityId = '' } = envelope;
    const say = (name: string, payload: JsonValue) =>
      agent.say(`${prefix}/${name}`, { activityId, timestamp: Date.now(), payload });
    if (topic.endsWith('/get')) return say('currentstate', inventory);
    if (String(activityId).startsWith('probe-')) return say('desiredstatefeedback', { status: 'IDENTIFIED' });
    const { payload } = envelope;
    const told = topic.endsWith('/command') ? commands.find((it) => isCommand(payload, it)) : 'desiredstate';
    for (const it of (told && script?.[told]) ?? []) await say('desiredstatefeedback', it);
  };
  const topics = ['desiredstate', 'desiredstate/command', 'currentstate/get'].map((it) => `${prefix}/${it}`);
  await forThisTest(startScriptedDevice(bus.url, topics, answer));
  return (next) => {
    script = next;
  };
}

function isCommand(payload: JsonValue | undefined, name: string): boolean {
  return JSON.stringify(payload) === JSON.stringify({ command: name });
}
