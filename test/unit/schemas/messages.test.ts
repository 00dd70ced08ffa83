import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import { describe, expect, it } from 'vitest';

interface Message {
  readonly topic: string;
  readonly path: string;
  readonly headers?: object;
  readonly value?: unknown;
  readonly status?: number;
}

const json = (file: string) => JSON.parse(readFileSync(file, 'utf8'));

/** What the schema says against `value`, one line a fault: empty where it is valid. */
function faults(schema: string, value: unknown): string[] {
  const ajv = new Ajv({
    allErrors: true,
    allowUnionTypes: true,
    keywords: ['enumDescriptions', 'patternErrorMessage', 'x-parts', 'x-severity'],
  });
  const validate = ajv.compile(json(`schemas/${schema}.schema.json`));
  validate(value);
  return (validate.errors ?? []).map(({ instancePath, keyword }) => `${instancePath}: ${keyword}`);
}

const apply: Message = json('schemas/apply.envelope.schema.json').examples[0];
const install: Message = json('schemas/install.envelope.schema.json').examples[0];
const remove: Message = json('schemas/remove.envelope.schema.json').examples[0];

describe('the documented requests', () => {
  it.each(['refresh', 'install'])('%s is valid', (operation) => {
    expect(
      faults(`${operation}.envelope`, json(`test/fixtures/documented/${operation}.request.json`)),
    ).toEqual([]);
  });

  it('apply has a field that the device ignores', () => {
    const request = json('test/fixtures/documented/apply.request.json');
    expect(faults('apply.envelope', request)).toEqual([
      '/value/desiredState/baselines/0: additionalProperties',
    ]);
    expect(request.value.desiredState.baselines[0]).toHaveProperty('precondition');
  });

  it('apply has a component id that no container may have', () => {
    const [{ components }] = json('test/fixtures/documented/apply.request.json').value.desiredState.domains;
    const { definitions } = json('schemas/domains/containers.schema.json');
    expect(components[0].id).not.toMatch(new RegExp(definitions.component.properties.id.pattern));
    expect('influxdb').toMatch(new RegExp(definitions.component.properties.id.pattern));
  });

  it('remove has a topic that names no thing', () => {
    expect(faults('remove.envelope', json('test/fixtures/documented/remove.request.json'))).toEqual([
      '/topic: pattern',
    ]);
  });

  it.each(['apply', 'refresh', 'install', 'remove'])('the response to %s is valid', (operation) => {
    expect(
      faults(`${operation}.response`, json(`test/fixtures/documented/${operation}.response.json`)),
    ).toEqual([]);
  });
});

describe('a message that crashes a daemon is invalid', () => {
  const { topic: _topic, ...noTopic } = apply;
  const { path: _path, ...noPath } = install;
  const { headers: _headers, ...noHeaders } = install;
  const desiredState = (content: object) => ({ ...apply, value: { desiredState: content } });
  const component = (content: object) => desiredState({ domains: [{ id: 'containers', ...content }] });
  it.each<[string, string, unknown, string]>([
    ['no topic', 'apply.envelope', noTopic, ': required'],
    ['topic null', 'apply.envelope', { ...apply, topic: null }, '/topic: type'],
    ['no path', 'install.envelope', noPath, ': required'],
    ['no headers', 'install.envelope', noHeaders, ': required'],
    ['headers null', 'apply.envelope', { ...apply, headers: null }, '/headers: type'],
    [
      'response-required as text',
      'apply.envelope',
      { ...apply, headers: { 'response-required': 'true' } },
      '/headers/response-required: type',
    ],
    [
      'correlation-id as number',
      'apply.envelope',
      { ...apply, headers: { 'correlation-id': 5 } },
      '/headers/correlation-id: type',
    ],
    [
      'null among the domains',
      'apply.envelope',
      desiredState({ domains: [null] }),
      '/value/desiredState/domains/0: type',
    ],
    [
      'null among the baselines',
      'apply.envelope',
      desiredState({ baselines: [null], domains: [{}] }),
      '/value/desiredState/baselines/0: type',
    ],
    [
      'null among the components',
      'apply.envelope',
      component({ components: [null] }),
      '/value/desiredState/domains/0/components/0: type',
    ],
    [
      'null in the config of a component',
      'apply.envelope',
      component({ components: [{ config: [null] }] }),
      '/value/desiredState/domains/0/components/0/config/0: type',
    ],
    [
      'null in the config of a domain',
      'apply.envelope',
      component({ config: [null] }),
      '/value/desiredState/domains/0/config/0: type',
    ],
    [
      'null among the software modules',
      'install.value',
      { softwareModules: [null] },
      '/softwareModules/0: type',
    ],
    ['no softwareModule', 'software-modules', [{ artifacts: [{}] }], '/0: required'],
    ['no ownerConsentFeedback', 'consent.value', { activityId: 'a' }, ': required'],
  ])('%s', (_case, schema, message, fault) => {
    expect(faults(schema, message)).toEqual([fault]);
  });
});

describe('a message that the device refuses is invalid', () => {
  it.each<[string, string, unknown, string]>([
    ['no desired state', 'apply.value', { activityId: 'a' }, ': required'],
    ['desired state null', 'apply.value', { desiredState: null }, '/desiredState: type'],
    ['no domain', 'desired-state', { domains: [] }, '/domains: minItems'],
    [
      'version as number',
      'desired-state',
      { domains: [{ components: [{ version: 1 }] }] },
      '/domains/0/components/0/version: type',
    ],
    [
      'config value as boolean',
      'desired-state',
      { domains: [{ config: [{ value: true }] }] },
      '/domains/0/config/0/value: type',
    ],
    [
      'preconditions as list',
      'desired-state',
      { baselines: [{ preconditions: [] }], domains: [{}] },
      '/baselines/0/preconditions: type',
    ],
    ['timestamp as text', 'refresh.value', { timestamp: '1' }, '/timestamp: type'],
    ['path with a slash at the end', 'apply.envelope', { ...apply, path: `${apply.path}/` }, '/path: enum'],
    ['nothing to install', 'install.value', { softwareModules: [] }, '/softwareModules: minItems'],
    ['no artifact', 'software-modules', [{ softwareModule: {}, artifacts: [] }], '/0/artifacts: minItems'],
    [
      'size below 0',
      'software-modules',
      [{ softwareModule: {}, artifacts: [{ size: -1 }] }],
      '/0/artifacts/0/size: minimum',
    ],
    ['nothing to remove', 'remove.value', { software: [] }, '/software: minItems'],
    ['weight as text', 'remove.value', { ...Object(remove.value), weight: '1' }, '/weight: type'],
  ])('%s', (_case, schema, message, fault) => {
    expect(faults(schema, message)).toEqual([fault]);
  });
});

describe('a message that the device accepts is valid', () => {
  it.each<[string, string, unknown]>([
    [
      'a refresh without value',
      'refresh.envelope',
      {
        topic: 'edge/device/things/live/messages/refresh',
        headers: {},
        path: '/features/UpdateManager/inbox/messages/refresh',
      },
    ],
    [
      'a topic of the twin channel',
      'apply.envelope',
      { ...apply, topic: 'edge/device/things/twin/commands/modify' },
    ],
    ['foreign headers', 'apply.envelope', { ...apply, headers: { ...apply.headers, 'reply-to': 'x' } }],
    ['an empty domain', 'desired-state', { domains: [{ id: 'containers', components: [] }] }],
    ['a component without anything', 'desired-state', { domains: [{ id: 'containers', components: [{}] }] }],
    [
      'SoftwareUpdatable under another feature id',
      'install.envelope',
      { ...install, path: '/features/SoftwareUpdatable2/inbox/messages/install' },
    ],
  ])('%s', (_case, schema, message) => {
    expect(faults(schema, message)).toEqual([]);
  });
});

describe('what real devices send is valid', () => {
  /** The file by rule, as schemas/README.md has it. */
  function schemaOf({ path, status }: Message): string {
    const [, box, name] = /\/(inbox|outbox)\/messages\/(\w+)$/.exec(path) ?? [];
    if (status !== undefined) return `${name}.response`;
    if (box) return `${name}.event`;
    if (path === '/features/UpdateManager/properties') return 'state.event';
    if (/\/last(Failed)?Operation$/.test(path)) return 'lastOperation.event';
    return path.endsWith('/installedDependencies') ? 'installedDependencies.event' : 'envelope';
  }
  const recorded: { scenario: string; message: Message }[] = json('test/fixtures/device-messages.json');
  const schemas = [...new Set(recorded.map(({ message }) => schemaOf(message)))].sort();

  it.each(schemas)('%s', (schema) => {
    const messages = recorded.filter(({ message }) => schemaOf(message) === schema);
    const invalid = messages.flatMap(({ scenario, message }) =>
      faults(schema, message).map((fault) => `${scenario}: ${fault}`),
    );
    expect(invalid).toEqual([]);
  });

  it('covers every kind of message that a device sends', () => {
    expect(schemas).toEqual([
      'apply.response',
      'consent.event',
      'consent.response',
      'download.response',
      'envelope',
      'feedback.event',
      'install.response',
      'installedDependencies.event',
      'lastOperation.event',
      'refresh.response',
      'remove.response',
      'state.event',
    ]);
  });
});
