import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Composed,
  type ComposeInput,
  compose,
  isComposed,
} from '../../../client/src/protocol/compose.ts';
import type { Envelope } from '../../../client/src/protocol/envelope.ts';
import type { JsonValue, ManifestKind, Operation } from '../../../server/src/messages.ts';

const device = 'edge:device';
const containers = 'edge:device:edge:containers';

function input(
  kind: Partial<ManifestKind>,
  content: JsonValue,
  changes: Partial<ComposeInput> = {},
): ComposeInput {
  let next = 0;
  return {
    manifest: { kind: { form: 'envelope', role: 'request', ...kind }, content },
    device,
    features: [],
    uuid: () => `uuid-${++next}`,
    ...changes,
  };
}

function composed(
  kind: Partial<ManifestKind>,
  content: JsonValue,
  changes?: Partial<ComposeInput>,
): Composed<Envelope> {
  const result = compose(input(kind, content, changes));
  if (!isComposed(result)) throw new Error(result.message);
  return result;
}

const desiredState = { domains: [{ id: 'containers', components: [] }] };

describe('compose fills in what the author left out', () => {
  it('of a bare desired state: everything', () => {
    const { envelope, correlationId, activityId } = composed(
      { operation: 'apply', form: 'bare' },
      desiredState,
    );
    expect(envelope).toEqual({
      topic: 'edge/device/things/live/messages/apply',
      headers: { 'response-required': true, 'content-type': 'application/json', 'correlation-id': 'uuid-1' },
      path: '/features/UpdateManager/inbox/messages/apply',
      value: { activityId: 'uuid-2', desiredState },
    });
    expect({ correlationId, activityId }).toEqual({ correlationId: 'uuid-1', activityId: 'uuid-2' });
  });

  it('of lists of software modules and of software', () => {
    const modules = [{ softwareModule: { name: 'influxdb', version: '1.8.4' }, artifacts: [] }];
    const software = [{ name: 'abc', version: '' }];
    expect(composed({ operation: 'install', form: 'bare' }, modules).envelope.value).toEqual({
      correlationId: 'uuid-2',
      softwareModules: modules,
    });
    expect(composed({ operation: 'remove', form: 'bare' }, software).envelope.value).toEqual({
      correlationId: 'uuid-2',
      software,
    });
  });

  it('of a refresh without anything', () => {
    const { envelope } = composed({ operation: 'refresh', form: 'value' }, {});
    expect(envelope.path).toBe('/features/UpdateManager/inbox/messages/refresh');
    expect(envelope.value).toEqual({ activityId: 'uuid-2' });
    expect(envelope.headers['response-required']).toBe(true);
  });

  it('of an envelope with nulls, which count as absent', () => {
    const { envelope } = composed(
      { operation: 'apply' },
      { topic: null, headers: null, path: null, value: { activityId: null, desiredState } },
    );
    expect(envelope.topic).toBe('edge/device/things/live/messages/apply');
    expect(envelope.headers['correlation-id']).toBe('uuid-1');
    expect(envelope.value).toEqual({ activityId: 'uuid-2', desiredState });
  });

  it.each(['<UUID>', '<uuid>', ''])('of the placeholder %j for an id', (placeholder) => {
    const { envelope, correlationId, activityId } = composed(
      { operation: 'apply' },
      { headers: { 'correlation-id': placeholder }, value: { activityId: placeholder, desiredState } },
    );
    expect([correlationId, activityId]).toEqual(['uuid-1', 'uuid-2']);
    expect(envelope.headers['correlation-id']).toBe('uuid-1');
  });
});

describe('compose keeps what the author wrote', () => {
  it('of an envelope that fits the device', () => {
    const author = {
      topic: 'edge/device/things/live/messages/apply',
      headers: {
        'correlation-id': 'mine',
        'response-required': false,
        timeout: '10s',
        'content-type': 'text/plain',
      },
      path: '/features/UpdateManager/inbox/messages/apply',
      value: { activityId: 'act', timestamp: 5, desiredState },
      extra: [1],
    };
    const { envelope, contradictions } = composed({ operation: 'apply' }, author);
    expect(envelope).toEqual(author);
    expect(contradictions).toEqual([]);
  });

  it('but no second word for a part of the envelope: the device takes a long s for an s', () => {
    const { envelope } = composed(
      { operation: 'apply' },
      { topic: 'edge/device/things/live/messages/apply', 'header\u017f': null, value: { desiredState } },
    );
    expect(Object.keys(envelope)).toEqual(['topic', 'headers', 'path', 'value']);
  });

  it('whatever the letters of the keys, since devices do not mind them', () => {
    const { envelope, activityId, contradictions } = composed(
      { operation: 'apply' },
      {
        Topic: 'edge/device/things/live/messages/apply',
        VALUE: { ActivityID: 'act', DesiredState: desiredState },
      },
    );
    expect(envelope.value).toEqual({ ActivityID: 'act', DesiredState: desiredState });
    expect(activityId).toBe('act');
    expect(contradictions).toEqual([]);
    expect(Object.keys(envelope)).toEqual(['topic', 'headers', 'path', 'value']);
  });

  it('when it is wrong in a way that the device or the last check has to judge', () => {
    const { envelope } = composed(
      { operation: 'apply' },
      { headers: { 'response-required': 'true', 'correlation-id': 5 }, value: 'text' },
    );
    expect(envelope.headers).toMatchObject({ 'response-required': 'true', 'correlation-id': 5 });
    expect(envelope.value).toBe('text');
  });
});

describe('compose chooses the thing', () => {
  const target = (operation: Operation, content: JsonValue, changes?: Partial<ComposeInput>) => {
    const { thing, root } = composed({ operation }, content, changes);
    return { thing, root };
  };

  it.each(['apply', 'refresh', 'download'] as const)('%s goes to the root device', (operation) => {
    expect(target(operation, {})).toEqual({ thing: device, root: true });
  });

  it.each(['install', 'remove'] as const)('%s goes to the containers', (operation) => {
    expect(target(operation, {})).toEqual({ thing: containers, root: false });
  });

  it('install goes to the root device where the topic says so: that is the generic daemon', () => {
    expect(target('install', { topic: 'edge/device/things/live/messages/install' })).toEqual({
      thing: device,
      root: true,
    });
  });

  it('install goes to the root device where only that was seen to have SoftwareUpdatable', () => {
    const root = { thing: device, feature: 'SoftwareUpdatable' };
    expect(target('install', {}, { features: [root] }).thing).toBe(device);
    const both = [root, { thing: containers, feature: 'SoftwareUpdatable' }];
    expect(target('install', {}, { features: both }).thing).toBe(containers);
  });
});

describe('compose lists contradictions and corrects them', () => {
  it('where the topic names another device', () => {
    const { contradictions, envelope } = composed(
      { operation: 'apply' },
      { topic: 'edge/other/things/live/messages/apply', value: { desiredState } },
    );
    const wanted = 'edge/device/things/live/messages/apply';
    expect(contradictions).toEqual([
      { field: 'topic', written: 'edge/other/things/live/messages/apply', wanted },
    ]);
    expect(envelope.topic).toBe(wanted);
  });

  it('where the topic names the containers of another device: then the containers of this one are meant', () => {
    const { contradictions } = composed(
      { operation: 'remove' },
      { topic: 'edge/other:edge:containers/things/live/messages/remove' },
    );
    expect(contradictions[0]?.wanted).toBe('edge/device:edge:containers/things/live/messages/remove');
  });

  it('where the topic is the malformed one of the documentation of remove', () => {
    const { contradictions } = composed(
      { operation: 'remove' },
      { topic: 'edge/device/things:edge:containers/live/messages/remove' },
    );
    expect(contradictions.map(({ field }) => field)).toEqual(['topic']);
  });

  it('where topic or path speak of another operation', () => {
    const { contradictions } = composed(
      { operation: 'refresh' },
      {
        topic: 'edge/device/things/live/messages/apply',
        path: '/features/UpdateManager/inbox/messages/refresh/',
      },
    );
    expect(contradictions.map(({ field, wanted }) => [field, wanted])).toEqual([
      ['topic', 'edge/device/things/live/messages/refresh'],
      ['path', '/features/UpdateManager/inbox/messages/refresh'],
    ]);
  });

  it('but not where the generic daemon has a feature of another name', () => {
    const { contradictions, envelope } = composed(
      { operation: 'download' },
      { path: '/features/Firmware/inbox/messages/download' },
    );
    expect(contradictions).toEqual([]);
    expect(envelope.path).toBe('/features/Firmware/inbox/messages/download');
  });

  it('but not where another Ditto channel is used, which works on the device', () => {
    const topic = 'edge/device/things/twin/commands/modify';
    expect(composed({ operation: 'apply' }, { topic }).envelope.topic).toBe(topic);
  });
});

describe('software modules go where somebody has chosen', () => {
  const features = [{ thing: device, feature: 'SoftwareUpdatable' }];

  it('before where the feature was seen', () => {
    const kind = { operation: 'install', form: 'bare', target: 'containers' } as const;
    expect(composed(kind, [], { features })).toMatchObject({ thing: containers, root: false });
    expect(composed({ ...kind, target: 'root' }, [])).toMatchObject({ thing: device, root: true });
  });

  it('but not before the topic', () => {
    const topic = 'edge/device:edge:containers/things/live/messages/install';
    expect(composed({ operation: 'install', target: 'root' }, { topic })).toMatchObject({
      thing: containers,
    });
  });
});

describe('compose refuses', () => {
  it.each([
    ['a response', { role: 'response' as const, operation: 'apply' as const }, {}],
    ['an event', { role: 'event' as const, event: 'feedback' as const }, {}],
    ['headers that are no object', { operation: 'apply' as const }, { headers: 'none' }],
    ['an envelope that is no object', { operation: 'apply' as const }, []],
  ])('%s', (_, kind, content) => {
    expect(compose(input(kind, content))).toMatchObject({ reason: 'not-sendable' });
  });

  it.each([
    ['path', { path: '/features/SoftwareUpdatable/inbox/messages/cancel' }],
    ['topic', { topic: 'edge/device/things/live/messages/cancelRemove' }],
  ])('what would call an operation off by its %s, which would do it instead', (_, content) => {
    const result = compose(input({ operation: 'install' }, content));
    expect(result).toMatchObject({ reason: 'not-sendable', message: expect.stringContaining('called off') });
  });

  it('a device id that is none', () => {
    const result = compose(input({ operation: 'apply' }, {}, { device: 'device' }));
    expect(result).toMatchObject({ reason: 'device-id-malformed' });
  });

  it('what is no manifest', () => {
    expect(compose({ ...input({}, {}), manifest: {} })).toMatchObject({ reason: 'not-sendable' });
  });
});

describe('the examples of the documentation', () => {
  const example = (name: string): JsonValue =>
    JSON.parse(
      readFileSync(new URL(`../../fixtures/documented/${name}.request.json`, import.meta.url), 'utf8'),
    );

  it.each([
    ['apply', device],
    ['refresh', device],
    ['install', containers],
  ] as const)(
    '%s fits the device that it was written for, but for the ids to fill in',
    (operation, thing) => {
      const content = example(`${operation}`);
      const result = composed({ operation }, content);
      expect(result).toMatchObject({ thing, contradictions: [], correlationId: 'uuid-1' });
      expect({ ...result.envelope, headers: {} }).toEqual({ ...Object(content), headers: {} });
    },
  );

  it('remove has a topic that is none', () => {
    const { contradictions, thing } = composed({ operation: 'remove' }, example('remove'));
    expect(thing).toBe(containers);
    expect(contradictions).toEqual([
      {
        field: 'topic',
        written: 'edge/device/things:edge:containers/live/messages/remove',
        wanted: 'edge/device:edge:containers/things/live/messages/remove',
      },
    ]);
  });
});

describe('a composed message', () => {
  it('composes to itself: nothing is left to fill in or to correct', () => {
    const kinds = fc.record({
      operation: fc.constantFrom<Operation>('apply', 'refresh', 'install', 'remove', 'download'),
      form: fc.constantFrom<ManifestKind['form']>('bare', 'value', 'envelope'),
    });
    const content = fc.dictionary(
      fc.constantFrom(
        'topic',
        'Path',
        'headers',
        'value',
        'activityId',
        'CorrelationId',
        'desiredState',
        'other',
      ),
      fc.oneof(fc.constant(null), fc.string(), fc.dictionary(fc.string(), fc.string(), { maxKeys: 3 })),
    );
    fc.assert(
      fc.property(kinds, content, (kind, written) => {
        const once = compose(input(kind, written));
        fc.pre(isComposed(once));
        const { operation, envelope, activityId, correlationId } = once;
        const again = composed({ operation }, { ...envelope });
        expect(again).toEqual({ ...once, contradictions: [] });
        expect([again.activityId, again.correlationId]).toEqual([activityId, correlationId]);
      }),
    );
  });
});
