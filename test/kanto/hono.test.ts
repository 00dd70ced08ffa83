/** The real update-manager through a Hono: AMQP 1.0 of another make on one side, the daemon itself on the other. */
import { expect, it } from 'vitest';
import { device, request } from '../integration/engineUnderTest.ts';
import { forThisTest } from '../integration/forThisTest.ts';
import { bridgeToHono } from '../integration/honoBridge.ts';
import { describeWithProton } from '../integration/protonPeer.ts';
import { network, withEvents } from '../integration/protonUnderTest.ts';
import { describeWithDaemon } from './daemonProcess.ts';
import { kantoEngine } from './engine.ts';
import { desired, startKanto } from './kanto.ts';

await describeWithDaemon('update-manager', 'the real update-manager behind Hono', () => {
  describeWithProton('of Proton', () => {
    async function pair() {
      const { bus } = await startKanto();
      const hono = await network();
      await forThisTest(bridgeToHono(hono, bus.url, device));
      return { hono, engine: await kantoEngine(hono, { profile: withEvents }) };
    }

    it('takes an apply to COMPLETED, and confirms it', async () => {
      const { engine } = await pair();
      const run = await engine.send(request(desired({ hello: '1' })));
      expect(run).toMatchObject({
        sent: [{ address: `command/demo/${device}`, heard: true }],
        accepted: { status: 204 },
        finished: { status: 'COMPLETED', ok: true },
      });
      expect((await engine.confirmed(run.id, 15_000))?.confirmed?.differences).toEqual([]);
    });

    it('is refreshed, and reports what it runs', async () => {
      const { engine } = await pair();
      await engine.send(request(desired({ hello: '1' })));
      const run = await engine.refresh(request(desired({})));
      expect(run.finished).toMatchObject({ status: 'REFRESHED', ok: true });
      const components = engine
        .device('lab', device)
        ?.components?.map(({ id, version }) => `${id} ${version}`);
      expect(components).toContain('hello 1');
    });

    it('rejects what has no desired state, in its own words', async () => {
      const { engine } = await pair();
      const run = await engine.send(request({ ...desired({}), content: { activityId: 'no-state' } }));
      expect(run).toMatchObject({
        accepted: { status: 400, message: 'desired state is missing' },
        fault: { code: 'rejected-by-device' },
      });
    });
  });
});
