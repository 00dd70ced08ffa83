import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  inboxPath,
  messageTopic,
  parseDittoTopic,
  parseMessagePath,
} from '../../../client/src/protocol/envelope.ts';
import {
  containersThing,
  deviceOf,
  formatThingId,
  parseThingId,
} from '../../../client/src/protocol/thing.ts';

const namespace = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}([.-][a-z][a-z0-9_]{0,5})?$/);
const name = fc.stringMatching(/^[a-zA-Z0-9:._-]{1,20}$/);
const subject = fc.stringMatching(/^[a-zA-Z]{1,12}$/);

describe('thing ids', () => {
  it('are split at the first colon', () => {
    expect(parseThingId('edge:device:edge:containers')).toEqual({
      namespace: 'edge',
      name: 'device:edge:containers',
    });
  });

  it('are the same after parsing and formatting', () => {
    fc.assert(
      fc.property(namespace, name, (ns, n) => {
        const parsed = parseThingId(`${ns}:${n}`);
        expect(parsed && formatThingId(parsed)).toBe(`${ns}:${n}`);
      }),
    );
  });

  it.each([
    '',
    'device',
    ':device',
    '1edge:device',
    'edge:',
    'edge:a/b',
    'edge:a+b',
    'edge:#',
    'edge:a b',
    `edge:${'a'.repeat(300)}`,
  ])('%j is none', (id) => {
    expect(parseThingId(id)).toBeUndefined();
  });

  it('of containers belong to their device', () => {
    expect(containersThing('edge:device')).toBe('edge:device:edge:containers');
    fc.assert(
      fc.property(namespace, name, (ns, n) => {
        fc.pre(!n.endsWith(':edge:containers'));
        expect(deviceOf(containersThing(`${ns}:${n}`))).toBe(`${ns}:${n}`);
        expect(deviceOf(`${ns}:${n}`)).toBe(`${ns}:${n}`);
      }),
    );
  });
});

describe('Ditto topics and paths', () => {
  it('name the same thing and subject after building and parsing', () => {
    fc.assert(
      fc.property(namespace, name, subject, (ns, n, action) => {
        expect(parseDittoTopic(messageTopic(`${ns}:${n}`, action))).toEqual({
          namespace: ns,
          name: n,
          channel: 'live',
          criterion: 'messages',
          action,
        });
      }),
    );
  });

  it('reads the path that it builds', () => {
    fc.assert(
      fc.property(subject, subject, (feature, operation) => {
        expect(parseMessagePath(inboxPath(feature, operation))).toEqual({
          feature,
          box: 'inbox',
          subject: operation,
        });
      }),
    );
  });

  it.each([
    'edge/device/things:edge:containers/live/messages/remove',
    'edge/device',
    'edge/device/policies/live/messages/apply',
    '_/_/things/twin/commands/retrieve',
  ])('%s names no thing', (topic) => {
    expect(parseDittoTopic(topic)).toBeUndefined();
  });

  it('takes no path with a slash at its end, as devices do not', () => {
    expect(parseMessagePath('/features/UpdateManager/inbox/messages/apply/')).toBeUndefined();
  });
});
