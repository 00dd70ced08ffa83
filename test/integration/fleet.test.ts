/** A storm of messages from a fleet: nothing of it is lost, and the editor is told of it in batches. */
import { connectAsync } from 'mqtt';
import { afterEach, expect, it } from 'vitest';
import { expectedOf, idOf, lastWords, messageOf } from '../bench/fleet/messages.mjs';
import { WatchedFleet } from '../bench/fleet/watched.ts';
import { CleanUp, startEmbedded, startReal } from './brokers.ts';
import { hasMosquitto } from './mosquitto.ts';

const cleanUp = new CleanUp();
afterEach(() => cleanUp.run());

const devices = 500;
/** Of each device: it ends with an update that has succeeded or goes on, or with its state. */
const turns = 20;

it('after a storm each device is as it has said last, and the tree shows it so', {
  timeout: 180_000,
}, async () => {
  const broker = await (hasMosquitto ? startReal() : startEmbedded());
  cleanUp.add(() => broker.stop());
  const fleet = new WatchedFleet(broker.url);
  cleanUp.add(() => fleet.dispose());
  await fleet.connect();
  const publisher = await connectAsync(broker.url, { protocolVersion: 4 });
  cleanUp.add(() => publisher.endAsync(true));

  const began = performance.now();
  // Each turn waits until the one before was heard: how much a broker keeps for a slow listener is its own matter.
  for (let turn = 0; turn < turns; turn++) {
    const words = Array.from({ length: devices }, (_, device) => messageOf(device, turn));
    const heard = fleet.untilReceived((turn + 1) * devices);
    await Promise.all(words.map(({ topic, payload }) => publisher.publishAsync(topic, payload, { qos: 1 })));
    await heard;
  }
  await fleet.untilDrawn();
  const elapsed = performance.now() - began;

  expect(fleet.engine.deviceCount('fleet')).toBe(devices);
  for (let device = 0; device < devices; device++) {
    const known = fleet.engine.device('fleet', idOf(device));
    expect({ id: idOf(device), ...lastWords(known) }).toEqual({
      id: idOf(device),
      ...expectedOf(device, turns),
    });
  }
  // However many messages there were: ten times a second at most, and once more at each end.
  expect(fleet.treeEvents).toBeLessThanOrEqual(elapsed / 100 + 2);
  const before = fleet.shown.lines;
  fleet.drawnAfter(() => undefined);
  expect(before).toEqual(fleet.shown.lines);
});
