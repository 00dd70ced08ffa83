/** Commands by chance that nothing is wrong with. */
import fc from 'fast-check';
import type { Tree } from './tree.ts';

function message(operation: string, feature: string, value: fc.Arbitrary<Tree>, thing = 'edge/device') {
  return value.map(
    (it): Tree => ({
      topic: `${thing}/things/live/messages/${operation}`,
      headers: { 'response-required': true, 'correlation-id': 'c', 'content-type': 'application/json' },
      path: `/features/${feature}/inbox/messages/${operation}`,
      value: it,
    }),
  );
}

/** Of each line one is written, or none. */
const configLines: readonly (readonly string[])[] = [
  ['env=A=b', 'env=FOO_1=x=y'],
  ['cmd=echo', 'cmd=--flag'],
  ['mount=/a:/b', 'mount=/a:/b:rprivate'],
  ['host=db:10.0.0.1', 'host=h:host_ip'],
  ['network=bridge'],
  ['terminal=true', 'terminal=false'],
  ['interactive=t', 'interactive=0'],
  ['privileged=false', 'device=/dev/a:/dev/b', 'device=/dev/a:/dev/b:rwm'],
  ['restartPolicy=always', 'restartPolicy=unless-stopped'],
  ['logDriver=json-file'],
  ['logMaxFiles=3'],
  ['logMaxSize=1M', 'logMaxSize=1.5G'],
  ['memory=200M', 'memory=1G'],
];

const config = fc
  .tuple(
    ...configLines.map((line) =>
      fc.option(fc.constantFrom(...line), { freq: 2, nil: undefined }).map((it) => it && entry(it)),
    ),
  )
  .map((entries) => entries.filter((it) => it !== undefined));

function entry(line: string): Tree {
  const equals = line.indexOf('=');
  return { key: line.slice(0, equals), value: line.slice(equals + 1) };
}

const names = ['influxdb', 'my-app', 'a.b_c-1'] as const;

/** Each with a port of its own. */
const components = fc.tuple(...names.map(() => config)).chain((configs) =>
  fc.integer({ min: 1, max: names.length }).map((count) =>
    names.slice(0, count).map(
      (id, index): Tree => ({
        id,
        version: '2.7.1',
        config: [
          entry(`image=registry.test/${id}:2.7.1`),
          entry(`port=808${index}:80/tcp`),
          ...(configs[index] ?? []),
        ],
      }),
    ),
  ),
);

const baselines = fc.constantFrom<readonly Tree[]>(
  [],
  [{ title: 'first', components: ['containers:influxdb'] }],
);

const desiredState = fc
  .tuple(components, baselines, fc.boolean())
  .map(([listed, grouped, protects]): Tree => {
    const own = protects ? { config: [{ key: 'systemContainers', value: 'guard' }] } : {};
    return {
      domains: [{ id: 'containers', ...own, components: listed }],
      ...(grouped.length > 0 && { baselines: grouped }),
    };
  });

export const validApply = message(
  'apply',
  'UpdateManager',
  desiredState.map((it): Tree => ({ activityId: 'a', desiredState: it })),
);

const sums: readonly Tree[] = [{ MD5: '0'.repeat(32) }, { SHA1: '0'.repeat(40) }, { SHA256: '0'.repeat(64) }];

/** Nobody listens there. */
export const nowhere = '127.0.0.1:9';

const artifacts = fc.tuple(fc.constantFrom(...sums), fc.boolean()).map(([checksums, sized]): Tree[] => [
  {
    filename: 'install.sh',
    download: { HTTPS: { url: `https://${nowhere}/install.sh` } },
    checksums,
    ...(sized && { size: 100 }),
  },
]);

const softwareModules = fc.array(artifacts, { minLength: 1, maxLength: 2 }).map((all) =>
  all.map(
    (it, index): Tree => ({
      softwareModule: { name: `module-${index}`, version: '1' },
      artifacts: it,
      metadata: { 'artifact-type': 'plain' },
    }),
  ),
);

const validModules = softwareModules.map((it): Tree => ({ correlationId: 'c', softwareModules: it }));

export function validInstall(operation: 'install' | 'download', thing?: string): fc.Arbitrary<Tree> {
  return message(operation, 'SoftwareUpdatable', validModules, thing);
}

const id = 'a26f3506-ac07-449a-a970-32ac0c5de7b1';

export function validRemove(thing?: string): fc.Arbitrary<Tree> {
  const value = fc.constantFrom<Tree>({ name: id }, { name: id, version: '1' });
  return message(
    'remove',
    'SoftwareUpdatable',
    value.map((it): Tree => ({ correlationId: 'c', software: [it] })),
    thing,
  );
}
