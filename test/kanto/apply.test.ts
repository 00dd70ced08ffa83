/** Desired states, sent through our own transport and followed by our own tracker, on the real update-manager. */
import { expect, it } from 'vitest';
import { applyHello, request } from '../integration/engineUnderTest.ts';
import { startBus } from './bus.ts';
import { describeWithDaemon } from './daemonProcess.ts';
import { kantoEngine } from './engine.ts';
import { startConnector, startContainersAgent } from './surroundings.ts';
import { startUpdateManager } from './updateManager.ts';

await describeWithDaemon('update-manager', 'the real update-manager', () => {
  it('applies a desired state up to COMPLETED', async () => {
    const bus = await startBus();
    await startConnector(bus);
    await startContainersAgent(bus);
    await startUpdateManager(bus);
    const engine = await kantoEngine(bus);
    const phases: string[] = [];
    engine.onRun(({ phase }) => phases.push(phase));
    const run = await engine.send(request(applyHello));
    expect(run).toMatchObject({
      phase: 'finished',
      accepted: { status: 204 },
      finished: {
        status: 'COMPLETED',
        ok: true,
        actions: [{ component: 'containers:hello', version: '1', status: 'UPDATE_SUCCESS' }],
      },
    });
    expect([...new Set(phases)]).toEqual(['sending', 'sent', 'accepted', 'running', 'finished']);
  });
});
