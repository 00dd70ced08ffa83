/** The real update-manager, its agent or its broker go away in the middle of an update. */
import { expect, it } from 'vitest';
import { device, request } from '../integration/engineUnderTest.ts';
import { saidByDaemons } from './bus.ts';
import { describeWithDaemon } from './daemonProcess.ts';
import { desired, nextRun, startKanto } from './kanto.ts';
import { startContainersAgent } from './surroundings.ts';

const identity = { deviceId: device, tenantId: 'demo' };

/** Far longer than the rest of the test. */
const endless = { download: 60_000, update: 0, activate: 0, cleanup: 0 };

await describeWithDaemon('update-manager', 'an update that is interrupted', () => {
  it('fails where the update manager was killed and comes back, since it does not go on with it', async () => {
    const { engine, updateManager } = await startKanto({ agent: { timing: endless } });
    const running = nextRun(engine, ({ status }) => status === 'RUNNING');
    const ended = engine.send(request(desired({ hello: '1' })));
    await running;
    await updateManager.kill();
    await updateManager.start();
    expect(await ended).toMatchObject({
      phase: 'failed',
      fault: { code: 'device-restarted', message: expect.stringContaining('Its last word was RUNNING') },
    });
  });

  it('is not answered while the update manager is away, and is told so', async () => {
    const { engine, updateManager } = await startKanto({ filters: saidByDaemons });
    await updateManager.kill();
    const run = await engine.send(request(desired({ hello: '1' })));
    expect(run).toMatchObject({ phase: 'failed', fault: { code: 'no-listener' } });
    await updateManager.start();
    expect((await engine.send(request(desired({ hello: '1' })))).finished?.status).toBe('COMPLETED');
  });

  it('ends as INCOMPLETE where its agent is gone for longer than a phase may take', async () => {
    const { engine, containers } = await startKanto({ agent: { timing: endless }, phaseTimeout: '1s' });
    const running = nextRun(engine, ({ status }) => status === 'RUNNING');
    const ended = engine.send(request(desired({ hello: '1' })));
    await running;
    await containers?.stop();
    expect((await ended).finished).toMatchObject({
      status: 'INCOMPLETE',
      ok: false,
      message: "failed to wait for command 'UPDATE' signal: not received in 1s",
    });
  });

  it('ends as INCOMPLETE where its agent was started again, and the next update is done', async () => {
    const { bus, engine, containers } = await startKanto({ agent: { timing: endless }, phaseTimeout: '1s' });
    const running = nextRun(engine, ({ status }) => status === 'RUNNING');
    const ended = engine.send(request(desired({ hello: '1' })));
    await running;
    await containers?.stop();
    await startContainersAgent(bus);
    expect((await ended).finished).toMatchObject({ status: 'INCOMPLETE', ok: false });
    const next = await engine.send(request(desired({ hello: '2' })));
    expect(next.finished).toMatchObject({ status: 'COMPLETED', ok: true });
  });
});

await describeWithDaemon('update-manager', 'a broker that was started again', () => {
  it('leaves the update manager deaf to commands until it is started again too', async () => {
    const { bus, engine, updateManager } = await startKanto({ filters: saidByDaemons });
    const reconnected = bus.nextSubscription('edge/thing/response');
    await bus.restart();
    await reconnected;
    const run = await engine.send(request(desired({ hello: '1' })));
    expect(run).toMatchObject({ phase: 'failed', fault: { code: 'no-listener' } });
    await updateManager.kill();
    const asked = bus.next(({ topic }) => topic === 'edge/thing/request');
    const ready = updateManager.start();
    await asked;
    await bus.say('edge/thing/response', identity);
    await ready;
    expect((await engine.send(request(desired({ hello: '1' })))).finished?.status).toBe('COMPLETED');
  });
});

await describeWithDaemon('update-manager', 'the link of the gateway to its cloud', () => {
  const topic = 'edge/connection/remote/status';

  it('is known from what the connector has left behind, and says nothing against an update', async () => {
    const { bus, engine } = await startKanto();
    const changed = () => new Promise<void>((resolve) => engine.onConnections(resolve));
    const lost = changed();
    await bus.say(topic, { connected: false, timestamp: 1, cause: 'CONNECTION_ERROR' }, true);
    await lost;
    expect(engine.connections[0]?.gateway).toEqual({ connected: false, cause: 'CONNECTION_ERROR' });
    expect((await engine.send(request(desired({ hello: '1' })))).finished?.ok).toBe(true);
    const back = changed();
    await bus.say(topic, { connected: true, timestamp: 2 }, true);
    await back;
    expect(engine.connections[0]?.gateway).toEqual({ connected: true });
  });

  it('does not matter to an update manager that knows who it is; one that is started without it hears nothing', async () => {
    const { bus, engine, connector, updateManager } = await startKanto({ filters: saidByDaemons });
    await connector.stop();
    expect((await engine.send(request(desired({ hello: '1' })))).finished?.ok).toBe(true);
    await updateManager.kill();
    const asked = bus.next(({ topic }) => topic === 'edge/thing/request');
    const ready = updateManager.start();
    await asked;
    const run = await engine.send(request(desired({ hello: '2' })));
    expect(run).toMatchObject({ phase: 'failed', fault: { code: 'no-listener' } });
    // Whoever tells it who it is sets it going.
    await bus.say('edge/thing/response', identity);
    await ready;
    expect((await engine.send(request(desired({ hello: '2' })))).finished?.ok).toBe(true);
  });
});
