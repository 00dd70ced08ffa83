/** The real update-manager with several domains: our simulated agent for containers, and scripted ones. */
import { expect, it } from 'vitest';
import { device, request } from '../integration/engineUnderTest.ts';
import type { KantoBus } from './bus.ts';
import { describeWithDaemon } from './daemonProcess.ts';
import { desired, type KantoOptions, startKanto } from './kanto.ts';
import { type AgentScript, type ScriptedAgent, startScriptedAgent } from './scriptedAgent.ts';

const helloAndBundle = desired({ hello: '1' }, [
  { id: 'self-update', components: [{ id: 'os-image', version: '2' }] },
]);

/** A device with containers and `self-update`, whose agent follows the script. */
async function twoDomains(script: (bus: KantoBus) => AgentScript = () => ({}), options: KantoOptions = {}) {
  const agents: ScriptedAgent[] = [];
  const { engine } = await startKanto({
    domains: ['containers', 'self-update'],
    ...options,
    before: async (bus) => agents.push(await startScriptedAgent(bus, 'self-update', script(bus))),
  });
  return { engine, told: () => agents[0]?.told };
}

/** The containers agent has said so. */
function containersSaid(bus: KantoBus, status: string): Promise<unknown> {
  return bus.next(
    ({ topic, text }) =>
      topic === 'containersupdate/desiredstatefeedback' && text.includes(`{"status":"${status}"`),
  );
}

await describeWithDaemon('update-manager', 'the real update-manager with several domains', () => {
  it('updates all of them, step by step together', async () => {
    const { engine, told } = await twoDomains();
    const { finished } = await engine.send(request(helloAndBundle));
    expect(finished).toMatchObject({ status: 'COMPLETED', ok: true });
    expect(finished?.actions.map(({ component }) => component).sort()).toEqual([
      'containers:hello',
      'self-update:it',
    ]);
    expect(told()).toEqual(['desiredstate', 'DOWNLOAD', 'UPDATE', 'ACTIVATE', 'CLEANUP']);
  });

  it('tells its domains after a refresh', async () => {
    const { engine } = await twoDomains();
    await engine.refresh(request(helloAndBundle));
    expect(engine.device('lab', device)?.domains).toEqual(['containers', 'self-update']);
  });

  it('leaves out the domains that it has no agent for, without a word', async () => {
    const { engine, told } = await twoDomains(undefined, { domains: ['containers'] });
    const { finished } = await engine.send(request(helloAndBundle));
    expect(finished).toMatchObject({ status: 'COMPLETED', ok: true });
    expect(told()).toEqual([]);
  });

  it('does nothing in any domain where one refuses', async () => {
    const { engine, told } = await twoDomains((bus) => {
      const identified = containersSaid(bus, 'IDENTIFIED');
      return {
        desiredState: { status: 'IDENTIFICATION_FAILED', message: 'mandatory bundle version is empty' },
        before: () => identified,
      };
    });
    const { finished } = await engine.send(request(helloAndBundle));
    expect(finished).toMatchObject({
      status: 'IDENTIFICATION_FAILED',
      message:
        "failed to wait for command 'DOWNLOAD' signal: [self-update]: mandatory bundle version is empty",
    });
    expect(told()).toEqual(['desiredstate']);
  });

  it('names the wrong domain, and no reason, where the one that refuses answers first', async () => {
    const { engine } = await twoDomains((bus) => {
      const failed = containersSaid(bus, 'IDENTIFICATION_FAILED');
      return { before: () => failed };
    });
    const refused = desired({ 'containers:hello': '1' }, [{ id: 'self-update', components: [] }]);
    const { finished } = await engine.send(request(refused));
    expect(finished).toMatchObject({
      status: 'IDENTIFICATION_FAILED',
      message: "failed to wait for command 'DOWNLOAD' signal: [self-update]: ",
    });
  });

  it('updates the others and is INCOMPLETE where one domain fails before they have ended the step', async () => {
    const { engine, told } = await twoDomains(() => ({ commands: { DOWNLOAD: 'DOWNLOAD_FAILURE' } }), {
      agent: { timing: { download: 300 } },
    });
    const { finished } = await engine.send(request(helloAndBundle));
    expect(finished).toMatchObject({
      status: 'INCOMPLETE',
      ok: false,
      message: 'the update process is incompleted',
    });
    expect(finished?.actions.map((it) => `${it.component} ${it.status}`).sort()).toEqual([
      'containers:hello UPDATE_SUCCESS',
      'self-update:it UPDATE_SUCCESS',
    ]);
    expect(told()).toEqual(['desiredstate', 'DOWNLOAD', 'CLEANUP']);
  });

  it('stands still up to its time-out where one domain fails after the others have ended the step', async () => {
    const { engine } = await twoDomains(
      (bus) => {
        const updated = containersSaid(bus, 'UPDATE_SUCCESS');
        return {
          commands: { UPDATE: 'UPDATE_FAILURE' },
          before: (told) => (told === 'UPDATE' ? updated : undefined),
        };
      },
      { phaseTimeout: '1s' },
    );
    const { finished } = await engine.send(request(helloAndBundle));
    expect(finished).toMatchObject({
      status: 'INCOMPLETE',
      ok: false,
      message: "failed to wait for command 'ACTIVATE' signal: not received in 1s",
    });
  });

  it('fails to identify where the agent of a domain is absent', async () => {
    const { engine } = await startKanto({
      domains: ['containers', 'self-update'],
      phaseTimeout: '300ms',
      readTimeout: '100ms',
    });
    const { finished } = await engine.send(request(helloAndBundle));
    expect(finished).toMatchObject({
      status: 'IDENTIFICATION_FAILED',
      message: "failed to wait for command 'DOWNLOAD' signal: not received in 300ms",
    });
  });
});
