/** What becomes of a command at Hono, told apart in words; the outcomes are those of another AMQP stack. */
import { expect, it } from 'vitest';
import type { UpdateRun } from '../../client/src/updates/run.ts';
import { applyHello, device, request } from './engineUnderTest.ts';
import { connectedEngine } from './forThisTest.ts';
import { describeWithProton, type NetworkOptions } from './protonPeer.ts';
import { answering, network, overHono } from './protonUnderTest.ts';
import { type HonoScript, scriptHonoDevice } from './scriptedHonoDevice.ts';

async function pair(script: HonoScript, options?: NetworkOptions) {
  const hono = await network(options);
  scriptHonoDevice(hono, script);
  return { hono, engine: await connectedEngine({ url: hono.url, profile: overHono }) };
}

async function outcomeOf(script: HonoScript, changes = {}): Promise<UpdateRun> {
  const { engine } = await pair(script);
  return engine.send(request(applyHello, changes));
}

const failed = (code: string, message: string) => ({
  phase: 'failed',
  fault: { code, message: expect.stringContaining(message) },
});

describeWithProton('over a Hono of Proton, a command', () => {
  it('that is released was for a device that is not connected', async () => {
    const run = await outcomeOf((command) => command.settle('released'));
    expect(run).toMatchObject(failed('device-not-connected', `${device} is not connected to Hono`));
    expect(run.sent).toEqual([]);
  });

  it('that is modified, as a router does when a link vanishes, is the same', async () => {
    const run = await outcomeOf((command) =>
      command.settle('modified', { failed: true, undeliverable: true }),
    );
    expect(run).toMatchObject(failed('device-not-connected', `${device} is not connected to Hono`));
  });

  it('that is rejected is so for the reason that Hono gives', async () => {
    const how = { condition: 'hono:bad-request', description: 'Message limit exceeded' };
    const run = await outcomeOf((command) => command.settle('rejected', how));
    expect(run).toMatchObject(failed('command-refused', 'hono:bad-request: Message limit exceeded'));
  });

  it('that is rejected without a reason says so', async () => {
    const run = await outcomeOf((command) => command.settle('rejected'));
    expect(run).toMatchObject(failed('command-refused', 'without a reason'));
  });

  it('that is accepted and not answered may have come to the device', async () => {
    const run = await outcomeOf((command) => command.settle('accepted'), { responseTimeout: 300 });
    expect(run).toMatchObject(failed('response-timeout', 'Hono passed it on'));
    expect(run.sent).toMatchObject([{ address: `command/demo/${device}`, heard: true }]);
  });

  it('is not sent as long as no device of the tenant has subscribed: there is no credit', async () => {
    const hono = await network();
    const engine = await connectedEngine({ url: hono.url, profile: overHono });
    const run = await engine.send(request(applyHello, { responseTimeout: 300 }));
    expect(run).toMatchObject(failed('no-credit', 'No device of the tenant demo takes commands'));
    // Nor later, when there is credit.
    scriptHonoDevice(hono, answering);
    const second = await engine.send(request(applyHello));
    expect(second.accepted?.status).toBe(204);
    expect(hono.seen.filter(({ event }) => event === 'command')).toHaveLength(1);
  });

  it('waits for credit that comes late', async () => {
    const hono = await network();
    const engine = await connectedEngine({ url: hono.url, profile: overHono });
    const run = engine.send(request(applyHello));
    await hono.until('attached', ({ role }) => role === 'producer');
    scriptHonoDevice(hono, answering);
    expect((await run).accepted?.status).toBe(204);
  });

  it('goes one after the other where there is credit for one at a time', async () => {
    const { hono, engine } = await pair(answering, { credit: 1 });
    const runs = await Promise.all([1, 2, 3].map(() => engine.send(request(applyHello))));
    expect(runs.map(({ accepted }) => accepted?.status)).toEqual([204, 204, 204]);
    expect(hono.seen.filter(({ event }) => event === 'command')).toHaveLength(3);
  });

  it('waits for its turn as long as others before it have theirs', async () => {
    const hono = await network({ credit: 1 });
    // A busy Hono: it takes the next one only when it has passed on the last.
    scriptHonoDevice(hono, (command, it) => void setTimeout(() => answering(command, it), 300));
    const engine = await connectedEngine({ url: hono.url, profile: overHono, timing: { credit: 1500 } });
    const runs = await Promise.all(Array.from({ length: 8 }, () => engine.send(request(applyHello))));
    expect(runs.map(({ accepted, fault }) => accepted?.status ?? fault)).toEqual(runs.map(() => 204));
  });

  it('whose turn does not come in time is not sent, though there is credit', async () => {
    const hono = await network({ credit: 1 });
    const engine = await connectedEngine({ url: hono.url, profile: overHono, timing: { credit: 1500 } });
    // Takes the first alone.
    scriptHonoDevice(hono, (command) => command.answer(204));
    const first = engine.send(request(applyHello));
    const second = engine.send(request(applyHello, { responseTimeout: 1500 }));
    expect((await first).accepted?.status).toBe(204);
    expect(await second).toMatchObject(failed('no-credit', 'Other commands to devices of the tenant waited'));
  });

  it('to a device that the registry does not know is rejected by Hono itself', async () => {
    const { engine } = await pair(answering, { devices: ['edge:other'] });
    const run = await engine.send(request(applyHello));
    expect(run).toMatchObject(failed('command-refused', 'device is disabled or not registered'));
  });

  it('to a device that has unsubscribed is released, though the tenant has credit', async () => {
    const { hono, engine } = await pair(answering);
    hono.order({ do: 'unsubscribe', device });
    await hono.until('unsubscribed');
    const run = await engine.send(request(applyHello));
    expect(run).toMatchObject(failed('device-not-connected', 'released'));
    expect(await hono.until('undelivered')).toMatchObject({ device });
  });
});
