import { connectAsync } from 'mqtt';
import { expect, it, onTestFinished } from 'vitest';
import { instantTiming, startDevice } from '../../client/src/simulator/device.ts';
import { forThisTest, mosquitto } from './forThisTest.ts';
import { describeWithMosquitto, freePort } from './mosquitto.ts';
import { listenTo } from './simulatedDevice.ts';

const noListener = 0x10;

it('says so where there is no broker to attach to', async () => {
  const port = await freePort();
  await expect(startDevice(`mqtt://127.0.0.1:${port}`)).rejects.toMatchObject({
    fault: { code: 'connection-refused', message: expect.stringContaining(String(port)) },
  });
});

describeWithMosquitto('the simulated device on a real Mosquitto', () => {
  async function attached() {
    const broker = await mosquitto();
    const crashed: string[] = [];
    await forThisTest(
      startDevice(broker.url, {
        timing: { ...instantTiming, restart: 60_000 },
        onCrash: (daemon) => crashed.push(daemon),
      }),
    );
    return { url: broker.url, crashed };
  }

  async function listening(url: string) {
    const listener = await listenTo(url);
    onTestFinished(() => listener.close());
    return listener;
  }

  it('takes a desired state to its end', async () => {
    const listener = await listening((await attached()).url);
    await listener.apply('a-1', [{ id: 'influxdb', version: '2.7.1' }]);
    await listener.until((it) => it.includes('"status":"COMPLETED"'));
    const state = await listener.until(
      (it) => it.includes('UpdateManager/properties') && it.includes('"a-1"'),
    );
    expect(state).toContain('containers:influxdb');
  });

  it('leaves nothing behind on the broker but the retained state of the containers', async () => {
    const { url } = await attached();
    const listener = await listening(url);
    await listener.apply('a-1', [{ id: 'influxdb', version: '2.7.1' }]);
    await listener.until((it) => it.includes('"status":"COMPLETED"'));
    const late = await listening(url);
    await late.command('nonsense', {});
    await late.until((it) => it.includes('unsupported operation'));
    expect(late.retained).toEqual(['containersupdate/currentstate']);
  });

  it('is gone from the broker when a daemon dies, so that the broker can say that nobody listens', async () => {
    const { url, crashed } = await attached();
    const sender = await connectAsync(url, { protocolVersion: 5 });
    onTestFinished(() => sender.endAsync());
    // The broker's word on each message; the client's own callback does not hand it over.
    const words: (number | undefined)[] = [];
    sender.on('packetreceive', (packet) => {
      if (packet.cmd === 'puback') words.push(packet.reasonCode);
    });
    const send = (payload: string) =>
      sender.publishAsync('command//edge:device:edge:containers/req/r1/install', payload, { qos: 1 });
    await send('{');
    expect(words).not.toContain(noListener);
    await expect.poll(() => crashed).toEqual(['container-management']);
    await expect.poll(() => send('{}').then(() => words.at(-1))).toBe(noListener);
  });
});
