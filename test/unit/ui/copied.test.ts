import { describe, expect, it } from 'vitest';
import { applyTopic, componentName } from '../../../client/src/ui/model/copied.ts';
import { profile } from './samples.ts';

describe('what is copied', () => {
  it('of a component is its name as baselines and feedback have it', () => {
    expect(componentName({ domain: 'containers', id: 'influxdb', parameters: [] })).toBe(
      'containers:influxdb',
    );
    expect(componentName({ domain: '', id: '3c92', parameters: [] })).toBe('3c92');
  });

  it.each([
    [{}, 'command///req/<request id>/apply'],
    [{ addressing: 'device' }, 'command//edge:device/req/<request id>/apply'],
    [{ addressing: 'documented' }, 'command//edge:device/req//apply'],
    [{ mode: 'direct', prefix: 'vehicleupdate' }, 'vehicleupdate/desiredstate'],
  ] as const)('of a device is the topic of an apply: %j', (over, topic) => {
    expect(applyTopic(profile(over), 'edge:device')).toBe(topic);
  });
});
