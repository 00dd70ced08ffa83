import { describe, expect, it } from 'vitest';
import {
  componentRow,
  connectionRow,
  deviceRow,
  installed,
  lastUpdateRow,
  softwareRow,
} from '../../../client/src/ui/model/deviceRows.ts';
import { clockTime } from '../../../client/src/words/words.ts';
import { connected, device, disconnected, profile } from './samples.ts';

describe('the row of a connection', () => {
  const input = { profile: profile(), state: connected, simulated: false, deviceCount: 2 };

  it('says its state in words and lets only an open one be closed', () => {
    expect(connectionRow(input)).toMatchObject({
      label: 'lab',
      description: 'connected',
      context: 'connection.connected',
      children: 'expanded',
      spoken: 'connection lab, connected, 2 devices',
    });
    expect(connectionRow({ ...input, state: disconnected })).toMatchObject({
      description: 'not connected',
      context: 'connection.disconnected',
    });
  });

  it('says why it is offline, and from which attempt on it tries again', () => {
    const offline = {
      kind: 'offline',
      since: 0,
      reason: 'the broker closed the connection',
      retry: 1,
    } as const;
    expect(connectionRow({ ...input, state: offline })).toMatchObject({
      description: `offline since ${clockTime(0)}, trying again`,
      tooltip: expect.stringContaining('trying again: the broker closed the connection'),
      icon: { id: 'warning' },
      context: 'connection.connected',
    });
    const retry = { kind: 'connecting', attempt: 3, lost: 0 } as const;
    expect(connectionRow({ ...input, state: retry }).description).toBe(
      `offline since ${clockTime(0)}, attempt 3`,
    );
  });

  it('says that it waits for devices where there is none', () => {
    expect(connectionRow({ ...input, deviceCount: 0 })).toMatchObject({
      description: 'connected · no device heard yet',
      children: 'none',
    });
  });

  it('offers to stop a simulated device, not to disconnect it', () => {
    expect(connectionRow({ ...input, simulated: true }).context).toBe('connection.simulated');
  });

  it('keeps markup of a name out of the tooltip', () => {
    const named = profile({ name: '[x](command:evil)' });
    expect(connectionRow({ ...input, profile: named }).tooltip).toContain('**\\[x\\]\\(command:evil\\)**');
  });
});

describe('the row of a device', () => {
  const component = {
    domain: 'containers',
    id: 'influxdb',
    version: '2.7.1',
    status: 'Running',
    parameters: [],
  };
  const lastUpdate = { activityId: 'a-1', status: 'COMPLETED', time: 0, terminal: true };

  it('counts its components and tells the last update', () => {
    expect(deviceRow(device({ components: [component], lastUpdate }), true)).toMatchObject({
      label: 'edge:device',
      description: '1 component · COMPLETED',
      icon: { id: 'circuit-board' },
      context: 'device.connected',
      children: 'collapsed',
      spoken: 'device edge:device, 1 component · COMPLETED',
    });
  });

  it('keeps what SoftwareUpdatable reports apart: the same containers under other ids', () => {
    const software = { domain: '', id: 'f2bc783d', parameters: [] };
    const both = device({ components: [component, software] });
    expect(installed(both)).toEqual({ components: [component], software: [software] });
    expect(deviceRow(both, true).description).toBe('1 component');
    expect(softwareRow([software])).toMatchObject({ label: 'Software', description: '1 installed' });
  });

  it('turns while an update goes on', () => {
    const going = { ...lastUpdate, status: 'RUNNING', terminal: false };
    expect(deviceRow(device({ lastUpdate: going }), true).icon.id).toBe('sync~spin');
  });

  it('says that nothing was reported yet, and nothing at all where it is not connected', () => {
    expect(deviceRow(device(), true)).toMatchObject({ description: 'not reported yet', children: 'none' });
    expect(deviceRow(device(), false)).toMatchObject({ description: '', context: 'device.disconnected' });
  });

  it('shows each component with version and state', () => {
    expect(componentRow(component)).toMatchObject({
      label: 'influxdb',
      description: '2.7.1 · Running',
      spoken: 'component influxdb version 2.7.1, Running',
    });
  });

  it('lists what a component reports', () => {
    const parameters = [{ key: 'image', value: 'docker.io/library/influxdb:2.7.1' }];
    expect(componentRow({ ...component, parameters }).tooltip).toContain(
      '- `image` `docker.io/library/influxdb:2.7.1`',
    );
  });

  it('tells a good end from a bad one and from none', () => {
    expect(lastUpdateRow(lastUpdate).icon.id).toBe('pass');
    expect(lastUpdateRow({ ...lastUpdate, status: 'FINISHED_SUCCESS' }).icon.id).toBe('pass');
    expect(lastUpdateRow({ ...lastUpdate, status: 'RUNNING', terminal: false }).icon.id).toBe('sync~spin');
    expect(lastUpdateRow({ ...lastUpdate, status: 'INCOMPLETE', message: 'no space' })).toMatchObject({
      icon: { id: 'error' },
      description: 'INCOMPLETE: no space',
    });
  });
});
