/** The doctor at a connection, what it finds, and a gateway as it should be or is not. */
import { readFile } from 'node:fs/promises';
import { expect } from 'vitest';
import type { StepId, StepResult } from '../../client/src/connections/doctor/finding.ts';
import { isSound } from '../../client/src/connections/doctor/words.ts';
import { type ExamineOptions, examine } from '../../client/src/connections/doctor.ts';
import type { ConnectionProfile } from '../../client/src/connections/profile.ts';
import { device, labProfile } from './engineUnderTest.ts';
import { answerTo, type Script, twinChange } from './scriptedDevice.ts';

export const patience = {
  network: 2000,
  retained: 300,
  identity: 700,
  credit: 300,
  answer: 1500,
  state: 700,
};

interface Case {
  readonly profile?: Partial<ConnectionProfile>;
  readonly password?: string;
  readonly options?: ExamineOptions;
}

/** Every result, in order. */
export async function results(
  url: string,
  { profile, password, options }: Case = {},
): Promise<readonly StepResult[]> {
  const found: StepResult[] = [];
  const none = async () => undefined;
  const access = { password: async () => password, passphrase: none, registryPassword: none, readFile };
  const examination = examine(labProfile(url, profile), access, { patience, ...options });
  for await (const result of examination) found.push(result);
  expect(found.map(({ step }) => step)).toEqual(examination.steps);
  expect(JSON.stringify(found)).not.toContain('pl4nted');
  return found;
}

/** The results as `step state`, so that a test shows the whole at a glance; with the code where it failed. */
export function states(found: readonly StepResult[]): Partial<Record<StepId, string>> {
  return Object.fromEntries(found.map(({ step, state, code }) => [step, code ?? state]));
}

/** The step that is broken, with all after it skipped because of it. */
export function broken(found: readonly StepResult[]): StepResult {
  const at = found.findIndex(({ state }) => state === 'failed');
  const result = found[at];
  if (result === undefined) throw new Error(`Nothing is broken: ${JSON.stringify(states(found))}`);
  expect(found.slice(at + 1).map(({ state }) => state)).toEqual(found.slice(at + 1).map(() => 'skipped'));
  expect(isSound(found)).toBe(false);
  return result;
}

interface Behaviour {
  readonly answers?: boolean;
  readonly reports?: boolean;
  readonly agents?: readonly string[];
  readonly identity?: string;
}

/** A gateway with suite-connector and update-manager, as far as the doctor can see. */
export function gateway({
  answers = true,
  reports = true,
  agents = ['containers'],
  identity = device,
}: Behaviour = {}): Script {
  return async (command, it) => {
    if (command.topic === 'edge/thing/request') {
      await it.say('edge/thing/response', { deviceId: identity, tenantId: 'demo' });
      return;
    }
    if (answers) await it.say(...answerTo(command, 204));
    if (!reports) return;
    const softwareNodes = agents.map((domain) => ({
      id: `${domain}-agent`,
      parameters: [{ key: 'domain', value: domain }],
    }));
    const value = {
      activityId: command.value['activityId'] ?? '',
      timestamp: 1,
      domain: 'device',
      inventory: { softwareNodes },
    };
    await it.say('e', twinChange(device, '/features/UpdateManager/properties', value));
  };
}

export const topics = ['edge/thing/request', 'command///req/#'];
