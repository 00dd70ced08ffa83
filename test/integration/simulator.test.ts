import { connectAsync } from 'mqtt';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startSimulator } from '../../client/src/simulator/simulator.ts';
import { forThisTest } from './forThisTest.ts';

const simulator = (options = {}) => forThisTest(startSimulator(options));

async function client(url: string) {
  const connected = await connectAsync(url, { protocolVersion: 4 });
  onTestFinished(() => connected.endAsync());
  return connected;
}

describe('the embedded broker with its simulated device', () => {
  it('takes a free port of loopback and tells its address', async () => {
    const { url, port, deviceId } = await simulator();
    expect(port).toBeGreaterThan(0);
    expect(url).toBe(`mqtt://127.0.0.1:${port}`);
    expect(deviceId).toBe('edge:device');
  });

  it('says who it is when asked, not retained', async () => {
    const { url } = await simulator({ deviceId: 'my.ns:truck', tenantId: 'acme' });
    const asking = await client(url);
    await asking.subscribeAsync('edge/thing/response');
    const answer = new Promise<{ payload: string; retain: boolean }>((resolve) =>
      asking.once('message', (_, payload, packet) =>
        resolve({ payload: payload.toString(), retain: packet.retain }),
      ),
    );
    await asking.publishAsync('edge/thing/request', '', { qos: 1 });
    expect(await answer).toEqual({ payload: '{"deviceId":"my.ns:truck","tenantId":"acme"}', retain: false });
  });

  it('says which port is taken and what to do', async () => {
    const { port } = await simulator();
    await expect(startSimulator({ port })).rejects.toMatchObject({
      fault: { code: 'port-in-use', message: expect.stringContaining(String(port)) },
    });
  });

  it('frees its port when stopped', async () => {
    const first = await startSimulator();
    await first.stop();
    const second = await simulator({ port: first.port });
    expect(second.port).toBe(first.port);
  });
});
