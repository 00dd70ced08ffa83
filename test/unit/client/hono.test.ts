import { describe, expect, it } from 'vitest';
import {
  commandAddress,
  deviceIn,
  type HonoMessage,
  presenceIn,
  replyAddress,
  statusIn,
} from '../../../client/src/protocol/hono.ts';
import { laterPresence } from '../../../client/src/protocol/presence.ts';
import { readThings } from '../../../client/src/protocol/things.ts';
import { readMessage } from '../../../client/src/transports/amqp/message.ts';
import { worseStatus } from '../../../client/src/transports/status.ts';

const now = 1_000_000;
const connectionEvent = 'application/vnd.eclipse-hono-dc-notification+json';

function message(changes: Partial<HonoMessage>): HonoMessage {
  return { text: '', properties: {}, ...changes };
}

describe('addresses of Hono', () => {
  it('name the thing whole, with the colons of its id', () => {
    expect(commandAddress('plant', 'edge:device:edge:containers')).toBe(
      'command/plant/edge:device:edge:containers',
    );
    expect(replyAddress('plant', 'id')).toBe('command_response/plant/id');
  });

  it.each([
    [{ properties: { device_id: 'edge:device' }, to: 'event/plant/other' }, 'edge:device'],
    [{ to: 'event/plant/edge:device' }, 'edge:device'],
    [{ properties: { device_id: 5 }, to: 'event/plant' }, undefined],
    [{ properties: { device_id: '' }, to: 'event/plant/' }, undefined],
    [{}, undefined],
  ])('tell of %j the device %s', (changes, device) => {
    expect(deviceIn(message(changes))).toBe(device);
  });
});

describe('the status of an answer', () => {
  it.each([
    [204, 204],
    ['404', 404],
    ['good', undefined],
    [204.5, undefined],
    [null, undefined],
    [undefined, undefined],
  ])('%j is %s', (status, wanted) => {
    expect(statusIn(message({ properties: { status } }))).toBe(wanted);
  });

  it('is the worse one of those that disagree, and only one of an answer', () => {
    expect(worseStatus(204, 400)).toBe(400);
    expect(worseStatus(undefined, 204)).toBe(204);
    expect(worseStatus(100, 0, 9999)).toBeUndefined();
    expect(worseStatus()).toBeUndefined();
  });
});

describe('what Hono says of the connection of a device', () => {
  it.each<[string, Partial<HonoMessage>, unknown]>([
    ['subscribes', { properties: { ttd: -1 }, created: 5 }, { connected: true, since: 5 }],
    ['unsubscribes', { properties: { ttd: 0 }, created: 5 }, { connected: false, since: 5 }],
    ['polls', { properties: { ttd: 20 }, created: 5 }, { connected: true, since: 5, until: 20_005 }],
    [
      'speaks from the future',
      { properties: { ttd: -1 }, created: now + 1_000_000 },
      { connected: true, since: now },
    ],
    [
      'polls for ever',
      { properties: { ttd: Number.MAX_SAFE_INTEGER }, created: 5 },
      { connected: true, since: 5, until: 86_400_005 },
    ],
    ['says no time', { properties: { ttd: -1 } }, { connected: true, since: now }],
    [
      'connects',
      { contentType: connectionEvent, text: '{"cause":"connected"}', created: 5 },
      { connected: true, since: 5 },
    ],
    [
      'disconnects',
      { contentType: connectionEvent, text: '{"cause":"disconnected"}', created: 5 },
      { connected: false, since: 5 },
    ],
    ['says something else', { contentType: connectionEvent, text: '{"cause":"slept"}' }, undefined],
    ['says nothing readable', { contentType: connectionEvent, text: 'connected' }, undefined],
    ['says it in another content', { text: '{"cause":"connected"}' }, undefined],
    ['has a ttd that is none', { properties: { ttd: '-1' } }, undefined],
  ])('where it %s', (_, changes, wanted) => {
    expect(presenceIn(message(changes), now)).toEqual(wanted);
  });

  it('has no time where what is given for one is none', () => {
    const broken = { creation_time: new Date(Number.NaN), body: '' };
    expect(readMessage(broken)).not.toHaveProperty('created');
  });

  it('counts by when it was said, not by when it came', () => {
    const known = { connected: true, since: 10 };
    expect(laterPresence(known, { connected: false, since: 9 })).toBe(known);
    expect(laterPresence(known, { connected: false, since: 10 }).connected).toBe(false);
    expect(laterPresence(undefined, known)).toBe(known);
  });

  it('is of the thing that the address names', () => {
    const presence = { connected: true, since: 1 };
    expect(readThings({ address: 'event/plant/edge:device', presence })).toEqual({
      thing: 'edge:device',
      tenant: 'plant',
      presence,
    });
    const speaker = 'edge:device:edge:containers';
    expect(readThings({ address: 'event/plant/edge:device', presence, speaker })).toBeDefined();
    expect(
      readThings({ address: 'event/plant/edge:device', presence, speaker: 'edge:evil' }),
    ).toBeUndefined();
    expect(readThings({ address: 'telemetry/plant/edge:device', json: {} })).toMatchObject({
      thing: 'edge:device',
    });
  });
});
