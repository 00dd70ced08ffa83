/** Direct mode at a real Mosquitto that gives its users rights: what fails without each of them, and in which words. */
import { expect, it } from 'vitest';
import type { StepId, StepResult } from '../../client/src/connections/doctor/finding.ts';
import { verdict } from '../../client/src/connections/doctor/words.ts';
import type { Engine } from '../../client/src/engine.ts';
import { mqttBus } from '../../client/src/simulator/bus.ts';
import { startDevice } from '../../client/src/simulator/device.ts';
import { applyHello, faultOf, request } from './engineUnderTest.ts';
import { connectedEngine, forThisTest, mosquitto } from './forThisTest.ts';
import { describeWithMosquitto } from './mosquitto.ts';

const prefix = 'vehicleupdate';
const timing = { download: 0, update: 0, activate: 0, cleanup: 0, feedbackInterval: 0, readTimeout: 100 };
const users = { vscode: 'planted-4711', device: 'device' };
/** As docs/connections.md has them. */
const rights = [
  `topic write ${prefix}/desiredstate`,
  `topic write ${prefix}/currentstate/get`,
  `topic write ${prefix}/ownerconsentfeedback`,
  `topic read ${prefix}/desiredstatefeedback`,
  `topic read ${prefix}/currentstate`,
  `topic read ${prefix}/ownerconsent`,
];
type Right = (typeof rights)[number];

/** A connected engine whose user has all rights but the one left out. */
async function lab(without?: Right, options: Parameters<typeof startDevice>[1] = {}): Promise<Engine> {
  const lines = rights.filter((line) => line !== without);
  expect(lines).toHaveLength(rights.length - (without === undefined ? 0 : 1));
  const acl = ['user device', 'topic readwrite #', 'user vscode', ...lines];
  const broker = await mosquitto({ users, acl });
  const bus = mqttBus(broker.url.replace('//', '//device:device@'));
  await forThisTest(startDevice(bus, { mode: 'direct', domain: 'vehicle', timing, ...options }));
  return connectedEngine({
    url: broker.url,
    profile: { mode: 'direct', prefix, username: 'vscode' },
    password: users.vscode,
  });
}

const hello = request(applyHello, { device: prefix });

async function examined(engine: Engine): Promise<readonly StepResult[]> {
  const found: StepResult[] = [];
  for await (const step of engine.examine('lab', { patience: { state: 1000 } })) found.push(step);
  return found;
}

/** How the step ended, with what to do about it. */
const stepOf = (found: readonly StepResult[], wanted: StepId) => {
  const step = found.find((it) => it.step === wanted);
  return `${step?.code ?? step?.state} ${step?.message} ${step?.advice ?? ''}`;
};

describeWithMosquitto('in direct mode, where the broker gives rights,', () => {
  it('no more are needed than these; the doctor leaves out what is not there, and names what only an apply shows', async () => {
    const engine = await lab();
    expect((await engine.send(hello)).finished).toMatchObject({ status: 'COMPLETED', ok: true });
    const found = await examined(engine);
    expect(stepOf(found, 'cloud')).toMatch(/^skipped In direct mode/);
    expect(stepOf(found, 'identity')).toMatch(/^skipped In direct mode/);
    expect(stepOf(found, 'domains')).toMatch(/^ok .*containers/);
    const advice = `user vscode, topic write ${prefix}/desiredstate, topic read ${prefix}/desiredstatefeedback.`;
    expect(stepOf(found, 'updateManager')).toMatch(/^ok .*only an apply shows/);
    expect(stepOf(found, 'updateManager')).toContain(advice);
    expect(verdict(found)).toContain('It works');
  });

  it('an apply that may not be written fails at once, by the name of its topic', async () => {
    const engine = await lab(`topic write ${prefix}/desiredstate`);
    const { phase, fault, sent } = await engine.send(hello);
    expect({ phase, code: fault?.code, sent }).toEqual({ phase: 'failed', code: 'not-authorized', sent: [] });
    expect(fault?.message).toContain(`${prefix}/desiredstate`);
  });

  it('a state that may not be asked for breaks the refresh, not the plan: the broker keeps the last one', async () => {
    const engine = await lab(`topic write ${prefix}/currentstate/get`);
    expect((await engine.refresh(hello)).fault?.code).toBe('not-authorized');
    expect(await engine.inventory(hello)).toMatchObject({ inventory: { softwareNodes: expect.anything() } });
    const found = await examined(engine);
    expect(stepOf(found, 'updateManager')).toMatch(/^not-authorized /);
    expect(stepOf(found, 'updateManager')).toContain(
      `user vscode, topic write ${prefix}/desiredstate, topic`,
    );
    expect(stepOf(found, 'domains')).toMatch(/^ok .*containers.*So it reported at/);
  });

  it('feedback that is held back ends an update with the state that comes after it, and never as accepted', async () => {
    const engine = await lab(`topic read ${prefix}/desiredstatefeedback`);
    const { phase, fault, accepted } = await engine.send(hello);
    expect({ phase, code: fault?.code, accepted }).toEqual({
      phase: 'abandoned',
      code: 'end-unknown',
      accepted: undefined,
    });
  });

  it('a state that is held back leaves the plan open; the doctor names the right, and does not say that it works', async () => {
    const engine = await lab(`topic read ${prefix}/currentstate`);
    const { code, message } = await faultOf(engine.inventory({ ...hello, updateTimeout: 1000 }));
    expect({ code, message }).toEqual({
      code: 'update-silent',
      message: `${prefix} reported no state within 1.0 s.`,
    });
    const found = await examined(engine);
    expect(stepOf(found, 'domains')).toMatch(/^unknown .*told no state so far/);
    expect(stepOf(found, 'domains')).toContain(`user vscode, topic read ${prefix}/currentstate.`);
    expect(verdict(found)).toBe(
      'The connection holds, and somebody listens. What the device runs was not told.',
    );
  });

  it('an answer of the owner that may not be written says so, and the device goes on waiting', async () => {
    const engine = await lab(`topic write ${prefix}/ownerconsentfeedback`, { ownerConsent: ['DOWNLOAD'] });
    const asked = new Promise<string>((resolve) =>
      engine.onConsent(({ id, state }) => state === 'open' && resolve(id)),
    );
    const ended = engine.send({ ...hello, updateTimeout: 2000 });
    const { code, message } = await faultOf(engine.answerConsent(await asked, 'APPROVED', 5000));
    expect(code).toBe('not-authorized');
    expect(message).toContain(`${prefix}/ownerconsentfeedback`);
    expect((await ended).finished).toBeUndefined();
  });
});
