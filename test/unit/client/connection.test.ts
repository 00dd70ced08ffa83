/** What a connection hands on of what it hears, once secrets were sent over it. */
import { describe, expect, it } from 'vitest';
import type { WireMessage } from '../../../client/src/transports/transport.ts';
import type { JsonObject } from '../../../server/src/messages.ts';
import { connectionUnderTest } from './connectionUnderTest.ts';

function opened() {
  const passed: WireMessage[] = [];
  const { connection, messages, wire } = connectionUnderTest({
    events: { onWire: (message) => passed.push(message) },
  });
  const hear = (json: JsonObject) =>
    messages.fire({
      address: 'event//edge:device',
      raw: JSON.stringify(json),
      json,
      retained: false,
      time: 1,
    });
  return { connection, hear, wire, passed };
}

const sent = [
  { key: 'password', value: 'hush-hush' },
  { key: 'token', value: '200' },
];

describe('a connection over which secrets were sent', () => {
  it('shows the twin without them, wherever the device repeats them', () => {
    const { connection, hear } = opened();
    connection.secrets.remember(sent);
    hear({
      topic: 'edge/device/things/twin/commands/modify',
      headers: {},
      path: '/features/Log/properties',
      value: { last: 'no access with hush-hush', list: ['hush-hush', 7] },
    });
    const twin = connection.shownTwin('edge:device');
    expect(JSON.stringify(twin)).not.toContain('hush-hush');
    expect(JSON.stringify(twin)).toContain('no access with •••');
    expect(twin?.reports[0]?.value).toEqual({ last: 'no access with •••', list: ['•••', 7] });
  });

  it('keeps what the twin names as it is, so that a removal names what the device has', () => {
    const { connection, hear } = opened();
    connection.secrets.remember([{ key: 'password', value: 'influxdb' }]);
    const installed = { 'influxdb:1': { name: 'influxdb', version: '1' } };
    hear({
      topic: 'edge/device/things/twin/commands/modify',
      headers: {},
      path: '/features/SoftwareUpdatable/properties/status/installedDependencies',
      value: installed,
    });
    expect(connection.devices.twin('edge:device')?.reports[0]?.value).toEqual(installed);
  });

  it('hands on what passes as it is, so that an answer is known by its ids and its status', () => {
    const { connection, wire, passed } = opened();
    connection.secrets.remember(sent);
    const raw = '{"topic":"t","path":"/p","headers":{"correlation-id":"hush-hush"},"status":200}';
    wire.fire({ direction: 'in', address: 'command///res//1', raw });
    expect(passed.map((it) => it.raw)).toEqual([raw]);
    expect(connection.secrets.masked(raw)).not.toMatch(/hush-hush|200/);
  });
});
