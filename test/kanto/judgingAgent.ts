/** A containers agent that does nothing but say whether it could: it knows what container management takes. */
import { ContainerError } from '../../client/src/simulator/containers/container.ts';
import { toInternalDesiredState } from '../../client/src/simulator/containers/desiredState.ts';
import { Panic } from '../../client/src/simulator/daemon.ts';
import { unmarshal } from '../../client/src/simulator/go/decode.ts';
import { agentMessages, topicPrefix } from '../../client/src/simulator/updateManager/types.ts';
import { forThisTest } from '../integration/forThisTest.ts';
import { startScriptedDevice } from '../integration/scriptedDevice.ts';
import type { KantoBus } from './bus.ts';

/** The message of an agent that would have died. */
export const agentDies = 'the agent dies';

export const inventory = {
  softwareNodes: [
    {
      id: 'containers-update-agent',
      version: '1',
      type: 'APPLICATION',
      parameters: [{ key: 'domain', value: 'containers' }],
    },
  ],
};

/** Where the agent that judges says what it thinks. */
export const judgementTopic = `${topicPrefix('containers')}/desiredstatefeedback`;

/**
 * Resolves when it listens. Other domains than `containers` take whatever they get, and never tell their state: of two
 * states at one moment the real update-manager dies ("concurrent map writes", updateInventoryForDomain).
 */
export function startJudgingAgent(bus: KantoBus, domain = 'containers') {
  const prefix = topicPrefix(domain);
  const isContainers = domain === 'containers';
  return forThisTest(
    startScriptedDevice(
      bus.url,
      [`${prefix}/desiredstate`, ...(isContainers ? [`${prefix}/currentstate/get`] : [])],
      async ({ topic, raw, envelope }, agent) => {
        const base = { activityId: envelope['activityId'] ?? '', timestamp: Date.now() };
        if (topic.endsWith('/get'))
          return agent.say(`${prefix}/currentstate`, { ...base, payload: inventory });
        const fault = isContainers ? faultIn(raw) : undefined;
        const payload =
          fault === undefined
            ? { status: 'IDENTIFIED' }
            : { status: 'IDENTIFICATION_FAILED', message: fault };
        await agent.say(`${prefix}/desiredstatefeedback`, { ...base, payload });
      },
    ),
  );
}

function faultIn(text: string): string | undefined {
  const read = unmarshal(text, agentMessages.desiredState);
  if (!read.ok) return read.error;
  try {
    toInternalDesiredState(read.value.payload, { newId: () => 'an-id', warn: () => undefined });
    return undefined;
  } catch (error) {
    if (error instanceof ContainerError) return error.message;
    if (error instanceof Panic) return agentDies;
    throw error;
  }
}
