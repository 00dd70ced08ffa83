/** An update agent of a few lines, for any domain: it does well whatever it is told, but for what the script says. */
import { topicPrefix } from '../../client/src/simulator/updateManager/types.ts';
import { deviceOn } from '../integration/forThisTest.ts';
import type { HeardCommand } from '../integration/scriptedDevice.ts';
import type { KantoBus } from './bus.ts';

export interface AgentScript {
  /** What it says of a desired state; default IDENTIFIED. */
  readonly desiredState?: { readonly status: string; readonly message?: string };
  /** What it says of a command, by its name; default its success. */
  readonly commands?: Readonly<Record<string, string>>;
  /** Waits for what this gives before it answers something of {@link ScriptedAgent.told}. */
  readonly before?: (told: string) => Promise<unknown> | undefined;
}

export interface ScriptedAgent {
  /** Everything that it was told, in order: `desiredstate`, `DOWNLOAD`, … */
  readonly told: readonly string[];
  stop(): Promise<void>;
}

const successes: Readonly<Record<string, string>> = {
  DOWNLOAD: 'DOWNLOAD_SUCCESS',
  UPDATE: 'UPDATE_SUCCESS',
  ACTIVATE: 'ACTIVATION_SUCCESS',
  ROLLBACK: 'ROLLBACK_SUCCESS',
  CLEANUP: 'CLEANUP_SUCCESS',
};

/** It has one component, `<domain>:it` of version 1, and acts on it. */
export async function startScriptedAgent(
  bus: KantoBus,
  domain: string,
  { desiredState = { status: 'IDENTIFIED' }, commands = {}, before }: AgentScript = {},
): Promise<ScriptedAgent> {
  const prefix = topicPrefix(domain);
  const told: string[] = [];
  const component = { id: `${domain}:it`, version: '1' };
  const device = await deviceOn(
    bus.url,
    ['desiredstate', 'desiredstate/command', 'currentstate/get'].map((topic) => `${prefix}/${topic}`),
    async ({ topic, envelope }: HeardCommand, it) => {
      const say = (name: string, payload: unknown) =>
        it.say(`${prefix}/${name}`, { activityId: envelope['activityId'], timestamp: Date.now(), payload });
      if (topic.endsWith('/get')) return say('currentstate', inventory(domain));
      const payload = envelope['payload'];
      if (topic.endsWith('/desiredstate')) {
        told.push('desiredstate');
        await before?.('desiredstate');
        const actions = [{ component, status: 'IDENTIFIED' }];
        return say('desiredstatefeedback', {
          ...desiredState,
          ...(desiredState.status === 'IDENTIFIED' && { actions }),
        });
      }
      const name = isCommand(payload) ? payload.command : '';
      told.push(name);
      await before?.(name);
      const status = commands[name] ?? successes[name] ?? '';
      const phase = status.startsWith('CLEANUP') ? 'UPDATE_SUCCESS' : status;
      return say('desiredstatefeedback', { status, actions: [{ component, status: phase }] });
    },
  );
  return { told, stop: device.stop };
}

function isCommand(payload: unknown): payload is { readonly command: string } {
  return (
    typeof payload === 'object' &&
    payload !== null &&
    'command' in payload &&
    typeof payload.command === 'string'
  );
}

function inventory(domain: string) {
  const agent = `${domain}-update-agent`;
  return {
    softwareNodes: [
      { id: agent, parameters: [{ key: 'domain', value: domain }], type: 'APPLICATION' },
      { id: `${domain}:it`, version: '1', type: 'APPLICATION' },
    ],
    associations: [{ sourceId: agent, targetId: `${domain}:it` }],
  };
}
