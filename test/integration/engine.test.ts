import { afterEach, describe, expect, it } from 'vitest';
import { startBroker } from '../../client/src/simulator/broker.ts';
import { applyHello, request, startEngine } from './engineUnderTest.ts';
import { goodApply, startScriptedDevice } from './scriptedDevice.ts';

const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const it of cleanUp.splice(0).reverse()) await it();
});

describe('engine over the embedded broker', () => {
  it('applies', async () => {
    const broker = await startBroker(0);
    cleanUp.push(() => broker.stop());
    const kanto = await startScriptedDevice(broker.url, ['command///req/#'], goodApply);
    cleanUp.push(() => kanto.stop());
    const engine = await startEngine({ url: broker.url });
    cleanUp.push(() => engine.dispose());
    await engine.connect('lab');
    const run = await engine.send(request(applyHello));
    expect(run.finished?.status).toBe('COMPLETED');
  });
});
