import { describe, expect, it, onTestFinished } from 'vitest';
import { instantTiming } from '../../client/src/simulator/device.ts';
import { startSimulator } from '../../client/src/simulator/simulator.ts';
import { applyHello, request } from './engineUnderTest.ts';
import { connectedEngine } from './forThisTest.ts';

describe('several simulated devices on one broker', () => {
  it('each tell who they are, and run what they alone are told', async () => {
    const simulator = await startSimulator({ devices: 3, timing: instantTiming });
    onTestFinished(() => simulator.stop());
    expect(simulator.deviceIds).toEqual(['edge:device-1', 'edge:device-2', 'edge:device-3']);
    const engine = await connectedEngine({ url: simulator.url });
    const applied = await engine.send(request(applyHello, { device: 'edge:device-2' }));
    expect(applied.finished?.status).toBe('COMPLETED');
    const ran = (id: string) => engine.device('lab', id)?.lastUpdate?.activityId;
    for (const id of simulator.deviceIds) await engine.refresh(request(applyHello, { device: id }));
    expect(simulator.deviceIds.map((id) => ran(id) === applied.activityId)).toEqual([false, true, false]);
    expect(engine.devices('lab').map(({ id }) => id)).toEqual(simulator.deviceIds);
  });
});
