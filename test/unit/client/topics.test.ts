import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  commandTopic,
  parseEventTopic,
  parseResponseTopic,
  subscriptions,
} from '../../../client/src/protocol/topics.ts';

const level = fc.stringMatching(/^[a-zA-Z0-9:._-]{1,20}$/);
const emptyOr = (it: fc.Arbitrary<string>) => fc.oneof(fc.constant(''), it);

describe('command topics', () => {
  const toRoot = { thing: 'edge:device', root: true, requestId: 'r1', operation: 'apply' };
  const toContainers = {
    thing: 'edge:device:edge:containers',
    root: false,
    requestId: 'r1',
    operation: 'install',
  };

  it('leave the device level empty for the root device of a gateway', () => {
    expect(commandTopic('gateway', toRoot)).toBe('command///req/r1/apply');
  });

  it('name a thing below the root also in the form of a gateway', () => {
    expect(commandTopic('gateway', toContainers)).toBe('command//edge:device:edge:containers/req/r1/install');
  });

  it('name the thing in the device form', () => {
    expect(commandTopic('device', toRoot)).toBe('command//edge:device/req/r1/apply');
  });

  it('have no request id in the documented form', () => {
    expect(commandTopic('documented', toRoot)).toBe('command//edge:device/req//apply');
  });

  it('always have the six levels that devices match', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('gateway', 'device', 'documented'),
        level,
        fc.boolean(),
        level,
        level,
        (form, thing, root, requestId, operation) => {
          expect(commandTopic(form, { thing, root, requestId, operation }).split('/')).toHaveLength(6);
        },
      ),
    );
  });
});

describe('response topics', () => {
  it('give back device, request id and status, in the long and in the short form', () => {
    const status = fc.integer({ min: 100, max: 599 });
    fc.assert(
      fc.property(
        emptyOr(level),
        emptyOr(level),
        emptyOr(level),
        status,
        (tenant, device, requestId, code) => {
          const wanted = { device, requestId, status: code };
          expect(parseResponseTopic(`command/${tenant}/${device}/res/${requestId}/${code}`)).toEqual(wanted);
          expect(parseResponseTopic(`c/${tenant}/${device}/s/${requestId}/${code}`)).toEqual(wanted);
        },
      ),
    );
  });

  it('give back the operation of the documented form', () => {
    expect(parseResponseTopic('command//edge:device/res//apply')).toEqual({
      device: 'edge:device',
      requestId: '',
      operation: 'apply',
    });
  });

  it.each([
    'command///req/r1/apply',
    'command///res/r1',
    'command///res/r1/204/more',
    'command///s/r1/204',
    'c///res/r1/204',
    'e/demo/edge:device',
    '',
  ])('are not what %j is', (topic) => {
    expect(parseResponseTopic(topic)).toBeUndefined();
  });

  it('never fail, whatever the topic', () => {
    fc.assert(
      fc.property(fc.string(), (topic) => {
        parseResponseTopic(topic);
        parseEventTopic(topic);
      }),
    );
  });
});

describe('event topics', () => {
  it.each([
    ['e', {}],
    ['e/demo/edge:device', { tenant: 'demo', device: 'edge:device' }],
    ['event//edge:device', { device: 'edge:device' }],
    ['event/demo/edge:device/more', { tenant: 'demo', device: 'edge:device' }],
  ])('%s is read', (topic, wanted) => {
    expect(parseEventTopic(topic)).toEqual(wanted);
  });

  it('are not telemetry', () => {
    expect(parseEventTopic('t/demo/edge:device')).toBeUndefined();
  });
});

describe('subscriptions', () => {
  it('never cover a command, which would hide that nobody listens for it', () => {
    const filters: readonly string[] = subscriptions;
    expect(filters.filter((it) => it === '#' || it.includes('/req/') || it.includes('/q/'))).toEqual([]);
    expect(filters.filter((it) => it.startsWith('command/') && !it.includes('/res/'))).toEqual([]);
  });
});
