import { describe, expect, it } from 'vitest';
import type { Device, InstalledComponent, LastUpdate } from '../../../client/src/devices/device.ts';
import { healthOf } from '../../../client/src/devices/health.ts';

function component(id: string, status?: string, exitCode?: string): InstalledComponent {
  return {
    domain: 'containers',
    id,
    ...(status !== undefined && { status }),
    parameters: exitCode === undefined ? [] : [{ key: 'exitCode', value: exitCode }],
  };
}

function health(components?: readonly InstalledComponent[], lastUpdate?: LastUpdate) {
  const device: Device = {
    connection: 'lab',
    id: 'edge:device',
    configured: true,
    features: [],
    domains: [],
    software: [],
    sync: 'unknown',
    ...(components && { components }),
    ...(lastUpdate && { lastUpdate }),
  };
  return healthOf(device);
}

const update = (status: string, end?: 'good' | 'bad'): LastUpdate => ({
  activityId: 'a',
  status,
  time: 0,
  terminal: end !== undefined,
  ok: end === 'good',
});

describe('the health of a device', () => {
  it('is unknown as long as nothing tells', () => {
    expect(health()).toEqual({ word: 'unknown' });
    expect(health([component('os-image')])).toEqual({ word: 'unknown' });
  });

  it('is running where every component runs that tells its status', () => {
    expect(health([component('a', 'Running'), component('os-image')])).toEqual({ word: 'running' });
    expect(health([component('a', 'Running')], update('COMPLETED', 'good')).word).toBe('running');
  });

  it('is updating while an update goes on, with the word of the device', () => {
    expect(health([component('a', 'Dead')], update('RUNNING'))).toEqual({
      word: 'updating',
      reason: 'RUNNING',
    });
  });

  it('says of an update that was not started here that it was not', () => {
    expect(health([], { ...update('RUNNING'), elsewhere: true }).reason).toBe('RUNNING, not started here');
  });

  it('is failed where a component died or ended with an error, with the first one named', () => {
    const components = [component('a', 'Running'), component('b', 'Dead'), component('c', 'Exited', '1')];
    expect(health(components)).toEqual({ word: 'failed', reason: 'b dead and 1 more' });
  });

  it('is failed where the last update was', () => {
    expect(health([component('a', 'Running')], update('INCOMPLETE', 'bad'))).toEqual({
      word: 'failed',
      reason: 'last update INCOMPLETE',
    });
  });

  it('is stopped where one does not run that did not fail', () => {
    for (const stopped of [component('b', 'Stopped'), component('b', 'Exited', '0')])
      expect(health([component('a', 'Running'), stopped]).word).toBe('stopped');
  });

  it('counts a container once: what SoftwareUpdatable says of it only where there is no inventory', () => {
    const software = { ...component('id', 'DEAD'), domain: '', name: 'influxdb' };
    expect(health([component('a', 'Running'), software]).word).toBe('running');
    expect(health([software])).toEqual({ word: 'failed', reason: 'influxdb dead' });
  });
});
