import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { detect } from '../../../server/src/manifest/detect.ts';
import { kindOf } from '../../../server/src/manifest/kind.ts';
import { describeKind } from '../../../server/src/messages.ts';
import { parseText } from '../../../server/src/text/parse.ts';

const named = (kind: ReturnType<typeof detect>) => (kind ? describeKind(kind) : undefined);

/** Plainly a manifest in both formats? Names the kind. */
function plainly(value: unknown): string | undefined {
  const kinds = [
    named(detect('json', JSON.stringify(value, undefined, 2))),
    named(detect('yaml', JSON.stringify(value, undefined, 2))),
    named(detect('yaml', stringify(value))),
  ];
  expect(new Set(kinds).size).toBe(1);
  return kinds[0];
}

function declared(text: string): string | undefined {
  return named(kindOf(parseText('yaml', text).roots[0], 'declared'));
}

const desiredState = { domains: [{ id: 'containers', components: [{ id: 'influxdb', version: '2.7.1' }] }] };
const softwareModules = [{ softwareModule: { name: 'influxdb', version: '1.8.4' }, artifacts: [] }];
const software = [{ group: 'docker.io/library/influxdb', name: 'a26f', version: '2.7.1' }];

const values = {
  apply: { activityId: 'a', desiredState },
  refresh: { activityId: 'a' },
  install: { correlationId: 'c', softwareModules },
  remove: { correlationId: 'c', software },
} as const;

const envelope = (operation: string, value: unknown, feature = 'UpdateManager') => ({
  topic: `edge/device/things/live/messages/${operation}`,
  headers: { 'response-required': true, 'content-type': 'application/json', 'correlation-id': 'x' },
  path: `/features/${feature}/inbox/messages/${operation}`,
  value,
});

describe('what a document is', () => {
  it.each([
    ['apply envelope', envelope('apply', values.apply)],
    ['refresh envelope', envelope('refresh', values.refresh)],
    ['install envelope', envelope('install', values.install, 'SoftwareUpdatable')],
    ['remove envelope', envelope('remove', values.remove, 'SoftwareUpdatable')],
    ['download envelope', envelope('download', values.install, 'SoftwareUpdatable')],
    ['apply value', values.apply],
    ['apply value', { desiredState }],
    ['refresh value', values.refresh],
    ['refresh value', { activityId: 'a', timestamp: 1 }],
    ['install value', values.install],
    ['install value', { softwareModules }],
    ['remove value', values.remove],
    ['apply bare', desiredState],
    ['apply bare', { baselines: [{ title: 'b', components: ['containers:a'] }] }],
    ['apply bare', { domains: [] }],
    ['install bare', softwareModules],
    ['remove bare', software],
  ])('%s', (kind, value) => {
    expect(plainly(value)).toBe(kind);
  });

  it.each([
    [
      'apply response',
      { ...envelope('apply', undefined), path: '/features/UpdateManager/outbox/messages/apply', status: 204 },
    ],
    ['apply response', { ...envelope('apply', { error: 'e', status: 400, message: 'm' }), status: 400 }],
    [
      'feedback event',
      {
        ...envelope('feedback', { activityId: 'a', desiredStateFeedback: { status: 'RUNNING' } }),
        path: '/features/UpdateManager/outbox/messages/feedback',
      },
    ],
    ['feedback event', { activityId: 'a', timestamp: 1, desiredStateFeedback: { status: 'RUNNING' } }],
    [
      'consent envelope',
      envelope('consent', { activityId: 'a', ownerConsentFeedback: { status: 'APPROVED' } }),
    ],
    ['consent value', { activityId: 'a', ownerConsentFeedback: { status: 'DENIED' } }],
    ['consent event', { activityId: 'a', ownerConsent: { command: 'DOWNLOAD' } }],
    ['apply local', { activityId: 'a', timestamp: 1, payload: desiredState }],
    ['command event', { activityId: 'a', timestamp: 1, payload: { command: 'DOWNLOAD', baseline: 'b' } }],
    ['feedback event', { activityId: 'a', timestamp: 1, payload: { status: 'RUNNING', actions: [] } }],
    ['state event', { activityId: 'a', timestamp: 1, payload: { softwareNodes: [] } }],
    [
      'consent event',
      {
        ...envelope('consent', { activityId: 'a' }),
        path: '/features/UpdateManager/outbox/messages/consent',
      },
    ],
    [
      'state event',
      {
        topic: 'edge/device/things/twin/commands/modify',
        headers: {},
        path: '/features/UpdateManager/properties',
        value: { activityId: 'a', inventory: {} },
      },
    ],
    [
      'lastOperation event',
      {
        topic: 'edge/device/things/twin/commands/modify',
        path: '/features/SoftwareUpdatable/properties/status/lastOperation',
        value: {},
      },
    ],
    [
      'lastOperation event',
      { correlationId: 'c', status: 'INSTALLING', softwareModule: { name: 'a', version: '1' } },
    ],
    [
      'installedDependencies event',
      {
        topic: 'edge/device/things/twin/commands/modify',
        path: '/features/SoftwareUpdatable/properties/status/installedDependencies',
        value: {},
      },
    ],
    [
      'other event',
      {
        topic: 'edge/device/things/twin/commands/modify',
        path: '/features/UpdateManager',
        value: { definition: [] },
      },
    ],
  ])('%s', (kind, value) => {
    expect(plainly(value)).toBe(kind);
  });

  it('takes keys in any letter case, as the device does', () => {
    expect(
      plainly({ ACTIVITYID: 'a', DesiredState: { Domains: [{ ID: 'containers', COMPONENTS: [] }] } }),
    ).toBe('apply value');
  });

  it('goes by the path, then the topic, then the value', () => {
    expect(
      plainly({ ...envelope('apply', values.apply), topic: 'edge/device/things/live/messages/refresh' }),
    ).toBe('apply envelope');
    expect(plainly({ topic: 'edge/device/things/live/messages/refresh', value: values.refresh })).toBe(
      'refresh envelope',
    );
    expect(plainly({ headers: {}, value: values.remove })).toBe('remove envelope');
    expect(plainly({ ...envelope('install', values.install, 'Foo') })).toBe('install envelope');
  });

  it('knows an envelope whose topic is broken', () => {
    expect(plainly({ ...envelope('apply', values.apply), topic: 'edge/dev' })).toBe('apply envelope');
    expect(plainly({ ...envelope('apply', values.apply), topic: null })).toBe('apply envelope');
    expect(plainly({ path: '/features/UpdateManager/inbox/messages/apply', value: null })).toBe(
      'apply envelope',
    );
  });

  it.each([
    ['{"topic": "edge/device/things/live/messages/apply", ', 'apply envelope'],
    ['{"activityId": "a", "desiredState": {', 'apply value'],
    ['{"domains": [{"id": "containers", "components": [', 'apply bare'],
    ['{"correlationId": "c", "softwareModules": [', 'install value'],
    ['[{"softwareModule": {', 'install bare'],
  ])('knows it half-typed: %s', (text, kind) => {
    expect(named(detect('json', text))).toBe(kind);
    expect(named(detect('yaml', text))).toBe(kind);
  });

  it('judges each document of a text, and names the first that is one', () => {
    expect(named(detect('yaml', `apiVersion: v1\nkind: Pod\n---\n${stringify(desiredState)}`))).toBe(
      'apply bare',
    );
  });

  it('takes what fits best where the author said that it is one', () => {
    expect(declared('domains:')).toBe('apply bare');
    expect(declared('domains: x')).toBe('apply bare');
    expect(declared('software: []')).toBe('remove value');
    expect(declared('softwareModules:')).toBe('install value');
    expect(declared('- name: a')).toBe('remove bare');
    expect(declared('hello: world')).toBeUndefined();
  });
});

describe('what is none of ours', () => {
  it.each([
    ['npm package', { name: 'x', version: '1.0.0', dependencies: { a: '1' }, software: 'x' }],
    [
      'compose file',
      { version: '3', services: { influxdb: { image: 'influxdb:2', ports: ['80:80'], domains: ['a'] } } },
    ],
    [
      'Kubernetes manifest',
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'desiredState' }, data: {} },
    ],
    [
      'GitHub workflow',
      { name: 'CI', on: ['push'], jobs: { build: { 'runs-on': 'x', steps: [{ run: 'echo activityId' }] } } },
    ],
    [
      'OpenAPI',
      {
        openapi: '3.0.0',
        info: { title: 'desiredState' },
        paths: {},
        components: { schemas: { domains: {} } },
      },
    ],
    [
      'Ditto thing',
      {
        thingId: 'edge:device',
        policyId: 'p',
        features: { UpdateManager: { properties: { domain: 'device' } } },
      },
    ],
    [
      'Ditto message to another feature',
      {
        topic: 'org/thing/things/live/messages/install',
        path: '/features/lamp/inbox/messages/install',
        headers: {},
        value: { a: 1 },
      },
    ],
    [
      'Ditto twin command',
      {
        topic: 'org/thing/things/twin/commands/modify',
        path: '/features/lamp/properties/on',
        headers: {},
        value: true,
      },
    ],
    ['list of host names', { domains: ['example.com', 'example.org'] }],
    ['certificates', { domains: [{ main: 'example.com', sans: ['a'] }] }],
    ['domains with ids of other things', { domains: [{ id: 1, name: 'sales' }] }],
    ['activity log', { activityId: 'x', actor: 'y', verb: 'z' }],
    ['correlated log line', { correlationId: 'x', level: 'info', msg: 'softwareModules' }],
    ['AWS shadow', { desiredState: { power: 'on' }, reported: {} }],
    [
      'list of columns',
      [
        { name: 'a', type: 'string' },
        { name: 'b', type: 'int' },
      ],
    ],
    [
      'JSON Schema',
      { $schema: 'http://json-schema.org/draft-07/schema#', properties: { domains: {}, baselines: {} } },
    ],
    ['software catalogue', { software: [{ name: 'gimp' }] }],
    ['a text', 'activityId desiredState domains'],
    ['a number', 5],
    ['nothing', {}],
  ])('%s', (_, value) => {
    expect(plainly(value)).toBeUndefined();
  });

  it('is told from the head of a long text', () => {
    const items = Array.from({ length: 60_000 }, (_, id) => ({
      id,
      name: `item ${id}`,
      domains: ['x'],
      tags: ['a', 'b'],
    }));
    const json = JSON.stringify(items, undefined, 1);
    const yaml = items.map((item) => `- ${JSON.stringify(item)}\n`).join('');
    expect(json.length).toBeGreaterThan(5_000_000);
    expect(detect('json', json)).toBeUndefined();
    expect(detect('yaml', yaml)).toBeUndefined();
  });
});
