/** Faults of a desired state and of its containers, in an apply. */
import { type Fault, fault } from './planting.ts';
import { at, drop, listIn, rename, repeat, type Tree, write } from './tree.ts';

const payloadOf = (message: Tree) => at(message, 'value');
const stateOf = (message: Tree) => at(message, 'value', 'desiredState');
const domainOf = (message: Tree) => at(stateOf(message), 'domains', 0);
const componentsOf = (message: Tree) => listIn(domainOf(message), 'components');
const componentOf = (message: Tree) => at(domainOf(message), 'components', 0);

const digest = `@sha256:${'0'.repeat(64)}`;

/** Keys that may stand more than once. */
const manifold = ['port', 'mount', 'device', 'env', 'cmd', 'host'];

function put(component: Tree, key: string, value: unknown): void {
  const rest = listIn(component, 'config').filter(
    (it) => manifold.includes(key) || at({ it }, 'it')['key'] !== key,
  );
  component['config'] = [...rest, { key, value }];
}

/** `key=value` */
function putLine(component: Tree, line: string): void {
  const equals = line.indexOf('=');
  put(component, line.slice(0, equals), line.slice(equals + 1));
}

/** A fault of each variant: one config entry as `key=value`, or several. */
function config(rule: string, ...variants: readonly (string | readonly string[])[]): readonly Fault[] {
  return variants.map((variant) =>
    fault(rule, (it) => {
      for (const line of [variant].flat()) putLine(componentOf(it), line);
    }),
  );
}

function add(rule: string, list: (message: Tree) => unknown[], ...items: readonly unknown[]): Fault {
  return fault(rule, (it) => list(it).push(...structuredClone(items)));
}

const domains = (it: Tree) => listIn(stateOf(it), 'domains');
const baselines = (it: Tree) => listIn(stateOf(it), 'baselines');
const configOf = (it: Tree) => listIn(componentOf(it), 'config');
const domainConfigOf = (it: Tree) => listIn(domainOf(it), 'config');

/** With config entries as `key=value`. */
function component(id: string, ...lines: readonly string[]): Tree {
  const made: Tree = { id, version: '1', config: [] };
  for (const line of lines) putLine(made, line);
  return made;
}

/** What the vocabulary that comes with them says of the config of the domain `firmware`. */
export const vocabularies = {
  firmware: JSON.stringify({
    required: ['slot'],
    properties: { slot: { enum: ['a', 'b'] }, retries: { type: 'integer', minimum: 0 } },
    definitions: { domainConfig: { properties: {} } },
  }),
};

function firmware(rule: string, ...entries: readonly Tree[]): Fault {
  return add(rule, domains, {
    id: 'firmware',
    components: [{ id: 'modem', version: '1', config: entries }],
  });
}

const slot = { key: 'slot', value: 'a' };

const textRules: readonly Fault[] = [
  fault('key-ambiguous', (it) => write(componentOf(it), 'ID', 'other')),
  fault('key-ambiguous', (it) => write(stateOf(it), 'Domains', [null])),
  fault('key-letter-case', (it) => rename(componentOf(it), 'version', 'VERSION')),
  fault('key-letter-case', (it) => rename(stateOf(it), 'domains', 'Domains')),
  fault('key-repeated', (it) => repeat(componentOf(it), 'version', '2.7.1')),
  fault('key-repeated', (it) => repeat(domainOf(it), 'id', 'containers')),
  fault('unknown-field', (it) => write(componentOf(it), 'vesion', '2')),
  fault('unknown-field', (it) => write(stateOf(it), 'priority', 1)),
  fault('wrong-type', (it) => write(componentOf(it), 'version', 2.7)),
  fault('wrong-type', (it) => write(componentOf(it), 'config', { image: 'x:1' })),
  fault('wrong-type', (it) => write(domainOf(it), 'id', ['containers'])),
  fault('wrong-type', (it) => write(stateOf(it), 'domains', {})),
  fault('wrong-type', (it) => put(componentOf(it), 'privileged', true)),
  add('null-entry', domains, null),
  add('null-entry', baselines, null),
  add('null-entry', componentsOf, null),
  add('null-entry', configOf, null),
  add('null-entry', domainConfigOf, null),
];

const stateRules: readonly Fault[] = [
  add('baseline-reference-dropped', baselines, { title: 'b', components: ['domain:x'] }),
  add('baseline-reference-dropped', baselines, { title: 'b', components: ['influxdb'] }),
  add('baseline-reference-missing', baselines, { title: 'b', components: ['containers:influxd'] }),
  add(
    'baseline-reference-repeated',
    baselines,
    { title: 'b', components: ['containers:influxdb'] },
    { title: 'c', components: ['containers:influxdb'] },
  ),
  add('baseline-title-repeated', baselines, { title: 'b' }, { title: 'b' }),
  add('component-repeated', componentsOf, component('twice'), component('twice')),
  fault('containers-empty', (it) => write(domainOf(it), 'components', [])),
  add('domain-config-key-unknown', domainConfigOf, { key: 'source', value: 'x' }),
  add('domain-repeated', domains, { id: 'containers', components: [component('other')] }),
  add('domain-unknown', domains, { id: 'modem', components: [] }),
  add('domain-unknown', domains, { id: '', components: [component('other')] }),
  fault('domains-missing', (it) => write(stateOf(it), 'domains', [])),
  fault('domains-missing', (it) => write(domainOf(it), 'id', 'container')),
  add('host-container-unknown', componentsOf, component('app', 'host=db:container_influxd-host')),
  add('host-port-taken', componentsOf, component('app', 'port=127.0.0.1:8080:8080')),
  add(
    'image-unpinned',
    componentsOf,
    component('app', `image=app:1${digest}`),
    component('app-2', 'image=app-2:1'),
  ),
  add('preconditions-unused', baselines, { title: 'b', components: [], preconditions: 'battery > 50' }),
  add('self-update-invalid', domains, { id: 'self-update', components: [] }),
  add('self-update-invalid', domains, {
    id: 'self-update',
    components: [{ id: 'os-image', version: '', config: [] }],
  }),
  fault('system-container-listed', (it) => {
    write(domainOf(it), 'config', [{ key: 'systemContainers', value: 'guard, influxdb' }]);
  }),
  fault('system-containers-empty', (it) => {
    write(domainOf(it), 'config', [{ key: 'systemContainers', value: '' }]);
  }),
  firmware('vocabulary-key-missing', { key: 'retries', value: '3' }),
  firmware('vocabulary-key-unknown', slot, { key: 'retires', value: '3' }),
  firmware('vocabulary-value-invalid', { key: 'slot', value: 'c' }),
  firmware('vocabulary-value-invalid', slot, { key: 'retries', value: '-1' }),
];

const containerRules: readonly Fault[] = [
  ...config('boolean-ignored', 'privileged=yes', 'terminal=on', 'interactive='),
  fault('component-id-format', (it) => write(componentOf(it), 'id', 'my app')),
  add('component-id-format', componentsOf, component('.hidden')),
  fault('component-id-missing', (it) => drop(componentOf(it), 'id')),
  fault('component-id-missing', (it) => write(componentOf(it), 'id', '')),
  add('component-id-prefix', componentsOf, component('containers:app')),
  add('config-key-missing', configOf, { value: 'x' }),
  add('config-key-missing', configOf, { key: '', value: 'x' }),
  add('config-key-repeated', configOf, { key: 'image', value: 'registry.test/influxdb:2.7.1' }),
  ...config('config-key-unknown', 'imgae=x', 'Image=x'),
  ...config('device-ignored', 'device=/dev/a:/dev/b:rwx', 'device=/dev/a'),
  ...config('device-invalid', 'device=:/dev/b'),
  ...config('env-invalid', 'env=1A=b', 'env==x', 'env=A=b\nc'),
  ...config('host-network-conflict', ['network=host', 'port=90:90'], ['network=host', 'host=h:host_ip']),
  ...config('host-unusable', 'host=db', 'host=db:nowhere', 'host=h:host_ip:x'),
  ...config('image-empty', 'image='),
  ...config('image-moving', 'image=registry.test/x:latest', 'image=registry.test/x'),
  ...config('image-unpullable', 'image=https://ghcr.io/acme/app:1', 'image=Acme/App:1'),
  ...config('log-invalid', 'logDriver=syslog', 'logMode=async', 'logMaxFiles=-1', 'logMaxSize=10'),
  ...config('log-unused', ['logDriver=none', 'logMaxSize=1M'], ['logMode=blocking', 'logMaxBufferSize=1M']),
  ...config('memory-invalid', 'memory=1M', 'memory=200', ['memory=200M', 'memorySwap=100M']),
  ...config('memory-invalid', ['memory=200M', 'memoryReservation=201M']),
  ...config('mount-ignored', 'mount=/data'),
  ...config('mount-invalid', 'mount=/a:/b:ro', 'mount=:/b'),
  ...config('network-unsupported', 'network=none', 'network=Host'),
  ...config(
    'number-ignored',
    ['restartPolicy=on-failure', 'restartTimeout=10s'],
    'logMaxFiles=many',
    'logMaxFiles=0',
  ),
  ...config('placeholder-left', 'image=registry.test/influxdb:$version', 'mount={{data}}:/data'),
  ...config('port-changed', 'port=70000:80', 'port=80:80/icmp'),
  ...config('port-ignored', 'port=localhost:5555:5555', 'port=80', 'port=80-90:80-81'),
  ...config('privileged-with-devices', ['privileged=true', 'device=/dev/a:/dev/a']),
  ...config('restart-invalid', 'restartPolicy=on_failure', ['restartPolicy=on-failure', 'restartTimeout=-1']),
  ...config('restart-unused', ['restartPolicy=always', 'restartMaxRetries=3']),
  ...config('secret-exposed', 'env=DATABASE_URL=postgres://app:hunter2@db/app', 'cmd=--api-key=hunter2'),
  fault('version-image-mismatch', (it) => write(componentOf(it), 'version', '9')),
  fault('version-missing', (it) => {
    write(componentOf(it), 'version', '');
    componentOf(it)['config'] = [];
  }),
];

/** In what is around the desired state. */
export const applyFaults: readonly Fault[] = [
  fault('activity-id-missing', (it) => drop(payloadOf(it), 'activityId')),
  fault('activity-id-missing', (it) => write(payloadOf(it), 'activityId', '')),
  fault('desired-state-missing', (it) => write(payloadOf(it), 'desiredState', null)),
  fault('desired-state-missing', (it) => drop(payloadOf(it), 'desiredState')),
  fault('domains-missing', (it) => drop(stateOf(it), 'domains')),
  fault('wrong-type', (it) => write(payloadOf(it), 'activityId', 5)),
  fault('unknown-field', (it) => write(payloadOf(it), 'desiredstat', {})),
];

export const desiredStateFaults: readonly Fault[] = [...textRules, ...stateRules, ...containerRules];
