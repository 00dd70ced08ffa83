/**
 * What each rule finds, told by examples. What is marked in the text, and nothing else in it, is what the rule finds there;
 * `severity` is the one that it gets.
 */
import type { SeverityName } from '../../../server/src/messages.ts';

export interface Example {
  readonly rule: string;
  readonly severity: SeverityName;
  /** YAML or JSON; findings of the rule stand in `«…»`. */
  readonly text: string;
  /** Sending it would kill a daemon. */
  readonly crash?: true;
  /** A part of the message. */
  readonly says?: string;
}

/** A desired state with one container of this config, each entry as `key: value` with the value as YAML writes it. */
function container(...config: string[]): string {
  return desired([
    '- id: influxdb',
    '  version: "2.7.1"',
    '  config:',
    ...entries(config).map((line) => `    ${line}`),
  ]);
}

function entries(config: readonly string[]): string[] {
  return config.flatMap((entry) => {
    const colon = entry.indexOf(': ');
    return [`- key: ${entry.slice(0, colon)}`, `  value: ${entry.slice(colon + 2)}`];
  });
}

/** A desired state with these lines as the components of the containers domain. */
function desired(components: readonly string[], ...more: string[]): string {
  return [
    'domains:',
    '  - id: containers',
    '    components:',
    ...components.map((line) => `      ${line}`),
    ...more,
  ].join('\n');
}

/** A whole message; parts that are `undefined` are left out, and the key `marked` is marked. */
function envelope(
  operation: string,
  overrides: Record<string, string | undefined> = {},
  marked?: 'topic' | 'headers' | 'value',
): string {
  const update = operation === 'apply' || operation === 'refresh';
  const parts: Record<string, string | undefined> = {
    topic: `edge/device${update ? '' : ':edge:containers'}/things/live/messages/${operation}`,
    headers: '{response-required: true, content-type: application/json, correlation-id: x}',
    path: `/features/${update ? 'UpdateManager' : 'SoftwareUpdatable'}/inbox/messages/${operation}`,
    value: values[operation],
    ...overrides,
  };
  return Object.entries(parts)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name === marked ? `«${name}»` : name}: ${value}`)
    .join('\n');
}

const artifact = '{download: {HTTPS: {url: "https://example.com/a.json"}}}';
const values: Record<string, string> = {
  apply: '{activityId: a, desiredState: {domains: [{id: containers, components: [{id: a, version: "1"}]}]}}',
  refresh: '{activityId: a}',
  install: `{correlationId: c, softwareModules: [{softwareModule: {name: a, version: "1"}, artifacts: [${artifact}]}]}`,
  download: `{correlationId: c, softwareModules: [{softwareModule: {name: a, version: "1"}, artifacts: [${artifact}]}]}`,
  remove: '{correlationId: c, software: [{name: a26f3506-ac07-449a-a970-32ac0c5de7b1}]}',
};

const modules = (artifacts: string) => `- softwareModule: {name: a, version: "1"}\n  artifacts: ${artifacts}`;

const error = (rule: string, text: string, says?: string): Example => ({
  rule,
  severity: 'error',
  text,
  ...(says && { says }),
});
const warning = (rule: string, text: string, says?: string): Example => ({
  rule,
  severity: 'warning',
  text,
  ...(says && { says }),
});
const information = (rule: string, text: string, says?: string): Example => ({
  rule,
  severity: 'information',
  text,
  ...(says && { says }),
});
const crash = (rule: string, text: string, says?: string): Example => ({
  ...error(rule, text, says),
  crash: true,
});

export const examples: readonly Example[] = [
  // --- the text and its shape ---
  error(
    'wrong-type',
    desired(['- id: a', '  version: «1.10»']),
    'YAML reads `1.10` as 1.1: put it in quotes, `"1.10"`',
  ),
  error(
    'wrong-type',
    container('privileged: «true»'),
    'YAML reads `true` as a truth value: put it in quotes',
  ),
  error(
    'wrong-type',
    '{"domains": [{"id": "containers", "components": [{"id": "a", "version": «2.7»}]}]}',
    'put it in quotes, `"2.7"`',
  ),
  error('wrong-type', 'domains: «{}»', 'must be a list; this is an object with keys and values'),
  error(
    'wrong-type',
    envelope('install', { value: '{correlationId: c, forced: «"true"», softwareModules: []}' }),
    'must be `true` or `false` without quotes',
  ),
  error(
    'wrong-type',
    envelope('apply', { topic: '«5»' }),
    'The device cannot read the message and gives no answer.',
  ),
  crash('wrong-type', envelope('install', { path: '«[]»' }), 'Container management'),
  error(
    'message-field-type',
    envelope('apply', { revision: '«new»' }),
    '`revision` must be a whole number; a command needs none. The device cannot read the message',
  ),
  crash('message-field-type', envelope('remove', { timestamp: '«5»' }), 'crashes of it'),
  crash('message-field-type', envelope('install', { revision: '«1.5»' })),
  error('wrong-type', modules('[{download: {HTTPS: {url: "https://e.com/a"}}, size: «-1»}]'), 'out of range'),
  warning(
    'unknown-field',
    'baselines:\n  - title: b\n    «precondition»: x\ndomains:\n  - id: containers\n    components: []',
    'Did you mean `preconditions`?',
  ),
  warning(
    'unknown-field',
    desired(['- id: a', '  version: "1"', '  «vesion»: "2"']),
    'Did you mean `version`?',
  ),
  {
    rule: 'key-letter-case',
    severity: 'hint',
    text: '«Domains»:\n  - id: containers\n    «COMPONENTS»: [{id: a, version: "1"}]',
  },
  crash(
    'key-ambiguous',
    '{"Domains": [null], «"domains"»: [{"id": "containers", "components": []}]}',
    'are the same field for the device',
  ),
  crash('key-ambiguous', '- softwareModule: null\n  «SoftwareModule»: {name: a}\n  artifacts: []'),
  crash('key-ambiguous', desired(['- id: a', '  version: "1"', '  «ID»: b'])),
  warning('key-repeated', desired(['- «id»: a', '  version: "1"', '  id: b']), 'drops this one'),
  crash('null-entry', desired(['«-»']), 'containers agent'),
  crash('null-entry', 'domains: [«null», {id: containers, components: []}]', 'update-manager'),
  // The device takes a long s for an s.
  crash('null-entry', 'domains: [{id: containers, component\u017f: [«null»]}]', 'containers agent'),
  crash('null-entry', 'baselines: [«~»]\ndomains: [{id: containers, components: []}]', 'update-manager'),
  crash(
    'null-entry',
    'domains: [{id: containers, config: [«null»], components: [{id: a, version: "1", config: [«null»]}]}]',
  ),
  crash('null-entry', envelope('install', { value: '{correlationId: c, softwareModules: [«null»]}' })),
  crash('null-entry', envelope('remove', { value: '{correlationId: c, software: [«null»]}' })),
  warning('null-entry', modules('[«null»]'), 'internal runtime error'),

  // --- the envelope ---
  crash('topic-missing', envelope('apply', { topic: undefined }, 'headers')),
  crash('topic-missing', envelope('apply', { topic: '«null»' })),
  crash('topic-missing', envelope('install', { topic: '«""»' })),
  error(
    'topic-malformed',
    envelope('remove', { topic: '«edge/device/things:edge:containers/live/messages/remove»' }),
    'write `edge/device:edge:containers/things/live/messages/remove`',
  ),
  error('topic-malformed', envelope('apply', { topic: '«edge/device»' }), 'gives no answer'),
  error(
    'topic-thing',
    envelope('apply', { topic: '«edge/device:edge:containers/things/live/messages/apply»' }),
    'write `edge/device/things/live/messages/apply`',
  ),
  error(
    'topic-thing',
    envelope('remove', { topic: '«edge/device/things/live/messages/remove»' }),
    'gives no answer',
  ),
  error(
    'topic-thing',
    envelope('download', { topic: '«edge/device:edge:containers/things/live/messages/download»' }),
    'unsupported operation called',
  ),
  information('topic-unusual', envelope('apply', { topic: '«edge/device/things/twin/commands/modify»' })),
  error('path-missing', envelope('apply', { path: '«null»' }), 'gives no answer'),
  crash('path-missing', envelope('install', { path: '«null»' }), 'container management'),
  error(
    'path-unknown',
    envelope('apply', { path: '«/features/UpdateManager/inbox/messages/apply/»' }),
    'remove the `/` at the end',
  ),
  error(
    'path-unknown',
    envelope('install', { path: '«/features/Foo/inbox/messages/install»' }),
    'feature [Foo] not found',
  ),
  crash('headers-missing', envelope('apply', { headers: '«null»' }), 'update-manager'),
  warning(
    'headers-missing',
    envelope('apply', { topic: 'edge/device/things/live/messages/apply', headers: undefined }, 'topic'),
    'gives no answer',
  ),
  error(
    'headers-missing',
    envelope(
      'install',
      { topic: 'edge/device:edge:containers/things/live/messages/install', headers: undefined },
      'topic',
    ),
  ),
  crash(
    'headers-missing',
    envelope('install', { topic: 'edge/device/things/live/messages/install', headers: undefined }, 'topic'),
    'software-update',
  ),
  crash(
    'header-type',
    envelope('apply', { headers: '{response-required: «"true"», correlation-id: «5»}' }),
    'update-manager',
  ),
  crash(
    'header-type',
    envelope('install', { headers: '{response-required: true, correlation-id: x, content-type: «5»}' }),
    'container management',
  ),
  warning(
    'header-name',
    envelope('apply', {
      headers: '{«Response-Required»: true, correlation-id: x}',
    }),
    'write `response-required`, exactly so',
  ),
  error(
    'content-type',
    envelope('install', {
      headers: '{response-required: true, correlation-id: x, content-type: «" application/json"»}',
    }),
    'remove the blank',
  ),
  error(
    'content-type',
    envelope('remove', { headers: '{response-required: true, correlation-id: x}' }, 'headers'),
    'missing content type header',
  ),
  information(
    'content-type',
    envelope('refresh', {
      headers: '{response-required: true, correlation-id: x, content-type: «" application/json"»}',
    }),
  ),
  error(
    'correlation-id',
    envelope('install', { headers: '{response-required: true, content-type: application/json}' }, 'headers'),
  ),
  information(
    'correlation-id',
    envelope('apply', { headers: '{response-required: true, correlation-id: «""»}' }),
  ),
  information(
    'response-not-required',
    envelope('apply', { headers: '{response-required: «false», correlation-id: x}' }),
  ),
  information('response-not-required', envelope('apply', { headers: '{correlation-id: x}' }, 'headers')),

  // --- the desired state ---
  error(
    'desired-state-missing',
    envelope('apply', { value: '{activityId: a, desiredState: «null»}' }),
    'desired state is missing',
  ),
  error('desired-state-missing', envelope('apply', { value: undefined }, 'topic')),
  error('domains-missing', 'domains: «[]»', 'does not contain any supported domain'),
  error('domains-missing', 'activityId: a\n«desiredState»: {}'),
  error('domains-missing', 'domains:\n  - id: «container»\n    components: []', 'Did you mean `containers`?'),
  warning(
    'domain-unknown',
    desired(['- id: a', '  version: "1"'], '  - id: «firmware»', '    components: []'),
    'skips the domain',
  ),
  warning(
    'domain-repeated',
    'domains:\n  - id: «containers»\n    components: [{id: a, version: "1"}]\n  - id: containers\n    components: [{id: b, version: "1"}]',
    'destroys',
  ),
  warning('component-repeated', desired(['- {id: a, version: "1"}', '- {id: «a», version: "2"}'])),
  warning(
    'baseline-title-repeated',
    'baselines: [{title: «b»}, {title: b}]\ndomains: [{id: containers, components: []}]',
  ),
  warning(
    'baseline-reference-dropped',
    'baselines: [{title: b, components: [«domain:x»]}]\ndomains: [{id: containers, components: []}]',
    'There is no domain `domain`',
  ),
  warning(
    'baseline-reference-dropped',
    'baselines: [{title: b, components: [«a»]}]\ndomains: [{id: containers, components: [{id: a, version: "1"}]}]',
    'Write `containers:a`',
  ),
  error(
    'baseline-reference-missing',
    'baselines: [{title: b, components: [«containers:influxd»]}]\ndomains: [{id: containers, components: [{id: influxdb, version: "1"}]}]',
    'Did you mean `influxdb`?',
  ),
  error(
    'baseline-reference-repeated',
    'baselines: [{title: b, components: [containers:a]}, {title: c, components: [«containers:a»]}]\ndomains: [{id: containers, components: [{id: a, version: "1"}]}]',
  ),
  warning(
    'domain-config-key-unknown',
    'domains:\n  - id: containers\n    config:\n      - key: «source»\n        value: x\n    components: []',
  ),
  warning(
    'system-containers-empty',
    'domains:\n  - id: containers\n    config:\n      - key: systemContainers\n        value: «""»\n    components: []',
  ),
  warning(
    'system-container-listed',
    'domains:\n  - id: containers\n    config: [{key: systemContainers, value: "a, b"}]\n    components: [{id: «b», version: "1"}]',
  ),
  error(
    'activity-id-missing',
    envelope('apply', { value: '{desiredState: {domains: [{id: self-update, components: []}]}}' }, 'value'),
    "mandatory field 'activityId' is empty",
  ),
  information(
    'containers-empty',
    'domains:\n  - id: containers\n    «components»: []',
    'destroys every container',
  ),
  warning(
    'host-port-taken',
    desired([
      '- {id: a, version: "1", config: [{key: port, value: 80:80}]}',
      '- {id: b, version: "1", config: [{key: port, value: «127.0.0.1:80:8080»}]}',
    ]),
    'by `a`',
  ),
  warning(
    'activity-id-missing',
    envelope('apply', { value: '{desiredState: {domains: [{id: containers, components: []}]}}' }, 'value'),
  ),
  error(
    'self-update-invalid',
    'domains:\n  - id: self-update\n    components:\n      - id: os-image\n        «config»: []\n        «version»: ""',
    'mandatory',
  ),
  error(
    'self-update-invalid',
    'domains:\n  - id: self-update\n    «components»: []',
    "mandatory component with 'id'='os-image' is missing",
  ),

  // --- a container ---
  error(
    'component-id-prefix',
    desired(['- id: «containers:influxdb»', '  version: "1"']),
    'write `influxdb`',
  ),
  error(
    'component-id-format',
    desired(['- id: «my app»', '  version: "1"']),
    'invalid container name format : my app',
  ),
  warning('component-id-missing', desired(['- «version»: "1"']), 'random name'),
  warning('version-missing', desired(['- id: a', '  version: «""»']), '`a:`'),
  warning(
    'version-image-mismatch',
    desired(['- id: a', '  version: «"2"»', '  config:', '    - {key: image, value: "x:1"}']),
    'tag `1`',
  ),
  warning('config-key-unknown', container('«Image»: x:1'), 'write `image`'),
  warning('config-key-unknown', container('«imgae»: x:1'), 'Did you mean `image`?'),
  warning('config-key-unknown', container('«hostName»: x'), 'only reported'),
  warning('config-key-missing', desired(['- id: a', '  version: "1"', '  config:', '    - «value»: x'])),
  warning('config-key-repeated', container('image: «x:1»', 'image: x:2.7.1'), 'takes `x:2.7.1`'),
  error('image-empty', container('image: «""»')),
  error('env-invalid', container('env: «1A=b»'), '`1A` is no name of a variable'),
  error('env-invalid', container('env: «"A=b\\nc"»'), 'more than one line'),
  warning('port-ignored', container('port: «localhost:55555:30555-30555/tcp»'), 'is no IP address'),
  warning('port-ignored', container('port: «80:80-90»'), 'only the host side'),
  warning('port-ignored', container('port: «"[::1]:80:80"»'), 'IPv6'),
  warning('port-changed', container('port: «80:70000»'), 'cuts it to 4464'),
  warning('port-changed', container('port: «80:80/http»'), 'no protocol'),
  warning('mount-ignored', container('mount: «/data»')),
  error('mount-invalid', container('mount: «/a:/b:ro»'), 'cannot be made read-only'),
  error('mount-invalid', container('mount: «":/b"»'), 'source and destination'),
  warning('device-ignored', container('device: «/dev/a:/dev/b:rwx»'), 'no permissions'),
  error('device-invalid', container('device: «":/dev/b"»')),
  error('network-unsupported', container('network: «none»')),
  error('host-network-conflict', container('network: host', 'port: «80:80»')),
  error('host-network-conflict', container('network: host', 'host: «ctrhost:host_ip»')),
  error('privileged-with-devices', container('privileged: «"true"»', 'device: /dev/a:/dev/a')),
  warning('boolean-ignored', container('privileged: «"yes"»'), 'takes it for `false`'),
  warning('number-ignored', container('restartPolicy: on-failure', 'restartTimeout: «10s»'), 'write no unit'),
  warning('number-ignored', container('logMaxFiles: «"0"»'), '2, the default'),
  error('restart-invalid', container('restartPolicy: «on_failure»'), 'Did you mean `on-failure`?'),
  error('restart-invalid', container('restartPolicy: on-failure', 'restartMaxRetries: «"-1"»'), 'negative'),
  warning('restart-unused', container('restartPolicy: always', '«restartMaxRetries»: "3"')),
  error('log-invalid', container('logDriver: «syslog»')),
  error('log-invalid', container('logMaxSize: «"100"»'), 'has no unit'),
  warning('log-unused', container('logDriver: none', '«logMaxSize»: 1M')),
  error('memory-invalid', container('memory: «512MB»'), 'write `512M`'),
  error('memory-invalid', container('memory: «1M»'), 'at least `3M`'),
  error('memory-invalid', container('memorySwap: «100M»'), 'set `memory` too'),
  warning('placeholder-left', container('image: x:«$version»'), 'was not replaced'),
  warning('placeholder-left', container('mount: "«{{data}}»:/data"')),
  information('image-moving', container('image: «nginx:latest»')),

  // --- software ---
  error(
    'software-modules-missing',
    envelope('install', { value: '{correlationId: c, softwareModules: «[]»}' }),
  ),
  warning(
    'software-modules-missing',
    envelope('download', {
      topic: 'edge/device/things/live/messages/download',
      value: '{correlationId: c, softwareModules: «[]»}',
    }),
  ),
  crash('software-module-id-missing', `- «artifacts»: [${artifact}]`),
  error('artifacts-missing', modules('«[]»'), '[Name.version] = [a.1]'),
  warning('download-unusable', modules('[{download: {«https»: {url: "https://e.com/a"}}}]'), '`HTTPS`'),
  warning(
    'download-unusable',
    modules('[{download: {«FTP»: {url: "ftp://e.com/a"}}}]'),
    'only by `HTTP` or `HTTPS`',
  ),
  warning('download-unusable', modules('[{«filename»: x}]'), 'has no `download`'),
  warning('url-scheme', modules('[{download: {HTTPS: {url: «"http://e.com/a"»}}}]'), 'without encryption'),
  warning(
    'checksum-unusable',
    modules('[{download: {HTTPS: {url: "https://e.com/a"}}, checksums: {«sha256»: x}}]'),
    'write `SHA256`',
  ),
  warning(
    'checksum-unusable',
    modules('[{download: {HTTPS: {url: "https://e.com/a"}}, checksums: {MD5: «abc»}}]'),
    'has 32 digits',
  ),
  error('software-missing', envelope('remove', { value: '{correlationId: c, software: «[]»}' })),
  information(
    'software-name',
    envelope('remove', { value: '{correlationId: c, software: [{name: «influxdb»}]}' }),
  ),
  warning('software-name', '- {name: «""», group: g, version: "1"}'),
  warning(
    'operation-id-missing',
    envelope('remove', { value: '{software: [{name: a26f3506-ac07-449a-a970-32ac0c5de7b1}]}' }, 'value'),
  ),
];
