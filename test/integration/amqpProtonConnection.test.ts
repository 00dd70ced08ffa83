/** A connection to Hono's AMQP network: what passes, what is taken from others, and what is lost and comes back. */
import { describe, expect, it } from 'vitest';
import type { Engine } from '../../client/src/engine.ts';
import { applyHello, device, manifest, request } from './engineUnderTest.ts';
import { connectedEngine } from './forThisTest.ts';
import { describeWithProton, type Sight } from './protonPeer.ts';
import { answering, network, overHono, withEvents } from './protonUnderTest.ts';
import { feedbackOf } from './scriptedDevice.ts';
import { scriptHonoDevice } from './scriptedHonoDevice.ts';

/** Every state that the connection was in, up to the next time that it stands. */
function untilBack(engine: Engine): Promise<readonly string[]> {
  const states: string[] = [];
  return new Promise((resolve) => {
    engine.onConnections(() => {
      const kind = engine.connections[0]?.state.kind ?? '';
      states.push(kind);
      if (kind === 'connected') resolve([...new Set(states)]);
    });
  });
}

describeWithProton('a Hono of Proton', () => {
  describe('lets pass', () => {
    it('a large command and a large answer, in frames as small as AMQP has', async () => {
      const hono = await network({ maxFrameSize: 512, channelMax: 0, frames: true });
      const text = 'ü'.repeat(50_000);
      const components = [{ id: text, version: '1' }];
      scriptHonoDevice(hono, (command) => {
        command.settle('accepted');
        command.answer(204, { components });
      });
      const engine = await connectedEngine({ url: hono.url, profile: overHono });
      const heard: string[] = [];
      engine.onWire(({ direction, raw }) => {
        if (direction === 'in') heard.push(raw);
      });
      const large = manifest('apply', { desiredState: { domains: [{ id: 'containers', components }] } });
      const run = await engine.send(request(large));
      expect(run.accepted?.status).toBe(204);
      expect(heard.join()).toContain(text);
      const body = Buffer.from(String((await hono.until('command'))['body']), 'base64').toString('utf8');
      expect(JSON.parse(body)).toMatchObject({ value: { desiredState: { domains: [{ components }] } } });
      const parts = hono.seen.filter(({ text }) => String(text).includes('<- @transfer'));
      expect(parts.length).toBeGreaterThan(200);
    });

    it('no message that is longer than it says', async () => {
      const hono = await network({ maxMessageSize: 4096 });
      scriptHonoDevice(hono, answering);
      const engine = await connectedEngine({ url: hono.url, profile: overHono });
      const components = [{ id: 'x'.repeat(5000), version: '1' }];
      const large = manifest('apply', { desiredState: { domains: [{ id: 'containers', components }] } });
      const run = await engine.send(request(large));
      expect(run).toMatchObject({ phase: 'failed', fault: { code: 'message-too-long' } });
      expect((await engine.send(request(applyHello))).accepted?.status).toBe(204);
      expect(hono.seen.filter(({ event }) => event === 'command')).toHaveLength(1);
    });

    it('nothing for a long time: it hears a sign of life as often as it wants', async () => {
      const hono = await network({ idleTimeout: 3, frames: true });
      scriptHonoDevice(hono, answering);
      const engine = await connectedEngine({ url: hono.url, profile: overHono });
      let signs = 0;
      await hono.until('frame', ({ text }) => String(text).includes('<- (EMPTY FRAME)') && ++signs > 4);
      expect((await engine.send(request(applyHello))).accepted?.status).toBe(204);
      expect(hono.seen.map(({ event }) => event)).not.toContain('closed');
    });
  });

  describe('has events', () => {
    const progress = feedbackOf(device, 'a-1', { status: 'RUNNING' });

    it('that are not taken from others unless the user wants them', async () => {
      const hono = await network();
      const scripted = scriptHonoDevice(hono, answering);
      const engine = await connectedEngine({ url: hono.url, profile: overHono });
      await engine.send(request(applyHello));
      const number = scripted.say(progress);
      await hono.until('unconsumed', ({ message }) => message === number);
      const attached = hono.seen.filter(({ event }) => event === 'attached');
      expect(attached.map(({ address }) => String(address).split('/')[0])).toEqual([
        'command_response',
        'command',
      ]);
    });

    it.each([
      ['events', 'event'],
      ['telemetry', 'telemetry'],
    ] as const)('that are taken for good where the user wants them: %s', async (receive, endpoint) => {
      const hono = await network();
      const profile = { ...overHono, receive: [receive] };
      const engine = await connectedEngine({ url: hono.url, profile });
      const body = Buffer.from(JSON.stringify(progress)).toString('base64');
      hono.order({ do: 'event', message: 7, endpoint, device, body });
      const outcome = await hono.until('outcome', ({ message }) => message === 7);
      expect(outcome).toMatchObject({ state: 'accepted', settled: true });
      await expect.poll(() => engine.device('lab', device)?.lastUpdate?.status).toBe('RUNNING');
    });

    it('in any number: credit is given back for each', async () => {
      const hono = await network();
      await connectedEngine({ url: hono.url, profile: withEvents });
      const scripted = scriptHonoDevice(hono, answering);
      const numbers = Array.from({ length: 500 }, () => scripted.say(progress));
      const last = numbers.at(-1);
      expect(await hono.until('outcome', ({ message }) => message === last)).toMatchObject({
        state: 'accepted',
      });
    });

    it('of which device can be reached', async () => {
      const hono = await network();
      const engine = await connectedEngine({ url: hono.url, profile: withEvents });
      const presence = () => engine.device('lab', device)?.presence?.connected;
      hono.order({ do: 'subscribe', device });
      await expect.poll(presence).toBe(true);
      hono.order({ do: 'unsubscribe', device });
      await expect.poll(presence).toBe(false);
    });

    it('that this user may not read: commands go all the same', async () => {
      const hono = await network({ refused: ['event/demo'] });
      scriptHonoDevice(hono, answering);
      const engine = await connectedEngine({ url: hono.url, profile: withEvents });
      expect(engine.connections[0]?.state).toMatchObject({ kind: 'connected', unheard: ['event/demo'] });
      expect((await engine.send(request(applyHello))).accepted?.status).toBe(204);
    });
  });

  it('is told goodbye', async () => {
    const hono = await network();
    const engine = await connectedEngine({ url: hono.url, profile: withEvents });
    await engine.disconnect('lab');
    await hono.until('goodbye');
    expect(engine.connections[0]?.state).toEqual({ kind: 'disconnected' });
  });

  describe('that goes', () => {
    it('is found again when it is back, and everything works again', async () => {
      const first = await network();
      const engine = await connectedEngine({ url: first.url, profile: overHono });
      const back = untilBack(engine);
      await first.kill();
      const second = await network({ port: first.port });
      scriptHonoDevice(second, answering);
      expect(await back).toEqual(['offline', 'connecting', 'connected']);
      expect((await engine.send(request(applyHello))).accepted?.status).toBe(204);
    });

    it.each(['command/demo', 'command_response/demo'])(
      'with its link %s alone, comes back',
      async (address) => {
        const hono = await network();
        scriptHonoDevice(hono, answering);
        const engine = await connectedEngine({ url: hono.url, profile: overHono });
        const link = await hono.until('attached', (it) => String(it['address']).startsWith(address));
        const back = untilBack(engine);
        hono.order({
          do: 'detach',
          address: String(link['address']),
          condition: 'amqp:resource-deleted',
          description: 'moved',
        });
        await back;
        expect((await engine.send(request(applyHello))).accepted?.status).toBe(204);
      },
    );

    it.each(['command/demo', 'event/demo'])(
      'with its link %s alone, lost and not closed, comes back',
      async (address) => {
        const hono = await network();
        scriptHonoDevice(hono, answering);
        const engine = await connectedEngine({ url: hono.url, profile: withEvents });
        let attached = 0;
        const again = hono.until('attached', (it) => it['address'] === address && ++attached > 1);
        hono.order({ do: 'detach', address, closed: false, condition: 'qd:routed-link-lost' });
        await again;
        const run = engine.send(request(applyHello, { updateTimeout: 1 }));
        expect((await run).accepted?.status).toBe(204);
      },
    );

    it('with its session alone, comes back', async () => {
      const hono = await network();
      scriptHonoDevice(hono, answering);
      const engine = await connectedEngine({ url: hono.url, profile: overHono });
      const back = untilBack(engine);
      hono.order({ do: 'end', condition: 'amqp:resource-limit-exceeded', description: 'too many' });
      await back;
      expect((await engine.send(request(applyHello))).accepted?.status).toBe(204);
    });

    it('in good order, for a reason, is told with it and found again', async () => {
      const hono = await network();
      const engine = await connectedEngine({ url: hono.url, profile: overHono });
      const reasons: string[] = [];
      engine.onConnections(() => {
        const state = engine.connections[0]?.state;
        if (state?.kind === 'offline') reasons.push(state.reason);
      });
      const back = untilBack(engine);
      hono.order({ do: 'close', condition: 'amqp:connection:forced', description: 'shutting down' });
      await back;
      expect(reasons[0]).toContain('amqp:connection:forced: shutting down');
    });

    it('with its events alone, comes back, and commands go on meanwhile', async () => {
      const hono = await network();
      scriptHonoDevice(hono, answering);
      const engine = await connectedEngine({ url: hono.url, profile: withEvents });
      let attached = 0;
      hono.order({ do: 'detach', address: 'event/demo', condition: 'amqp:connection:forced' });
      expect((await engine.send(request(applyHello))).accepted?.status).toBe(204);
      await hono.until('attached', ({ address }) => address === 'event/demo' && ++attached > 1);
      expect(hono.seen.filter(({ event }) => event === 'opened')).toHaveLength(1);
    });

    it('in the middle of a command leaves it unknown what became of it', async () => {
      const hono = await network();
      scriptHonoDevice(hono, (command) => {
        command.settle('accepted');
        void hono.kill();
      });
      const engine = await connectedEngine({ url: hono.url, profile: overHono });
      const run = await engine.send(request(applyHello, { responseTimeout: 500 }));
      expect(run).toMatchObject({ phase: 'failed', fault: { code: 'connection-lost' } });
    });

    it('in the middle of a command and is back with the answer, has answered it', async () => {
      const hono = await network();
      scriptHonoDevice(hono, (command) => {
        const isReply = ({ address }: Sight) => String(address).startsWith('command_response/');
        hono.order({ do: 'close', condition: 'amqp:connection:forced' });
        let attached = 0;
        void hono
          .until('attached', (sight) => isReply(sight) && ++attached === 2)
          .then(() => command.answer(204));
      });
      const engine = await connectedEngine({ url: hono.url, profile: overHono });
      expect((await engine.send(request(applyHello))).accepted?.status).toBe(204);
    });

    it('silently, with the connection open, is noticed', async () => {
      const hono = await network();
      const engine = await connectedEngine({ url: hono.url, profile: { ...overHono, keepAlive: 1 } });
      const gone = new Promise<string>((resolve) => {
        engine.onConnections(() => {
          const state = engine.connections[0]?.state;
          if (state?.kind === 'offline') resolve(state.reason);
        });
      });
      hono.freeze();
      expect(await gone).toContain('nothing was heard');
    });
  });
});
