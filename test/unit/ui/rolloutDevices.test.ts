import { describe, expect, it } from 'vitest';
import { closedConnections, devicesOf } from '../../../client/src/ui/model/rolloutDevices.ts';
import { connected, device, disconnected, profile, status } from './samples.ts';

const all = [
  device({ connection: 'lab', id: 'edge:a', sync: 'in sync' }),
  device({ connection: 'shop', id: 'shop:till' }),
];
const engine = {
  connections: [
    status('lab', connected),
    status('shop', disconnected),
    { profile: profile({ name: 'truck', mode: 'direct' as const }), state: disconnected },
  ],
  devices: (connection: string) => all.filter((it) => it.connection === connection),
  device: () => undefined,
};

describe('the devices that a rollout can be for', () => {
  it('are told with their connection, and whether that is open', () => {
    expect(devicesOf(engine, '').map(({ device: id, description }) => [id, description])).toEqual([
      ['edge:a', 'lab · in sync'],
      ['shop:till', 'shop · not connected'],
    ]);
  });

  it('lack those that only a closed connection hears: it is named; the one device of direct mode is known', () => {
    expect(closedConnections(engine)).toEqual(['shop']);
  });
});
