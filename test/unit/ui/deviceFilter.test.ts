import { describe, expect, it } from 'vitest';
import { matches, parseFilter, suggestions } from '../../../client/src/devices/deviceFilter.ts';
import { device } from './samples.ts';

const component = (id: string, over = {}) => ({ domain: 'containers', id, parameters: [], ...over });
const gateway = device({
  id: 'edge:gw-07',
  sync: 'in sync',
  domains: ['containers', 'self-update'],
  components: [component('influxdb', { status: 'Running' }), component('3c92', { name: 'metrics' })],
});
const sensor = device({ id: 'edge:sensor', connection: 'field', sync: 'drifted' });

function found(text: string): string[] {
  return [gateway, sensor].filter((it) => matches(it, parseFilter(text))).map(({ id }) => id);
}

describe('the filter of the devices', () => {
  it.each([
    ['', ['edge:gw-07', 'edge:sensor']],
    ['GW-', ['edge:gw-07']],
    ['edge', ['edge:gw-07', 'edge:sensor']],
    ['edge influx', ['edge:gw-07']],
    ['metrics', ['edge:gw-07']],
    ['self-update', ['edge:gw-07']],
    ['field', ['edge:sensor']],
    ['drifted', ['edge:sensor']],
    ['state:running', ['edge:gw-07']],
    ['state:"in sync"', ['edge:gw-07']],
    ['state:unknown', ['edge:sensor']],
    ['component:edge', []],
    ['domain:self', ['edge:gw-07']],
    ['id:edge:gw', ['edge:gw-07']],
    ['edge:gw', ['edge:gw-07']],
    ['state:', ['edge:gw-07', 'edge:sensor']],
    ['"in sync', ['edge:gw-07']],
    ['nothing', []],
  ])('%s finds %j', (text, wanted) => {
    expect(found(text)).toEqual(wanted);
  });

  it('finds what a registry lists: never heard, disabled, or behind a gateway', () => {
    const plain = { enabled: true, via: [], viaGroups: [], memberOf: [], devicesBehind: 0 };
    const listed = [
      device({ id: 'plant:heard', registration: plain, lastHeard: 1 }),
      device({ id: 'plant:silent', registration: plain }),
      device({
        id: 'plant:off',
        registration: { ...plain, enabled: false, via: ['plant:heard'] },
        lastHeard: 1,
      }),
    ];
    const left = (text: string) => listed.filter((it) => matches(it, parseFilter(text))).map(({ id }) => id);
    expect(left('state:"only registered"')).toEqual(['plant:silent']);
    expect(left('state:disabled')).toEqual(['plant:off']);
    expect(left('gateway:plant:heard')).toEqual(['plant:off']);
    expect(suggestions(listed).map(({ filter }) => filter)).toEqual(
      expect.arrayContaining(['state:"only registered"', 'state:disabled', 'gateway:plant:heard']),
    );
  });

  it('offers what there is, states first, each with the devices that it would leave', () => {
    const offered = suggestions([gateway, sensor]);
    expect(offered.map(({ filter }) => filter)).toEqual([
      'state:"in sync"',
      'state:drifted',
      'state:running',
      'state:unknown',
      'domain:containers',
      'domain:self-update',
      'component:influxdb',
      'component:metrics',
      'id:edge:gw-07',
      'id:edge:sensor',
    ]);
    for (const { filter, shown } of offered) expect(found(filter), filter).toHaveLength(shown);
  });

  it('offers a few hundred of many thousand', () => {
    const many = Array.from({ length: 10_000 }, (_, n) => device({ id: `edge:d${n}` }));
    expect(suggestions(many).length).toBeLessThan(1000);
  });
});
