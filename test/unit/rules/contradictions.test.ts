import { describe, expect, it } from 'vitest';
import { inComponents, inContainer } from '../../../server/src/rules/exampleTexts.ts';
import { createLanguageService } from '../../../server/src/service.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Path = readonly (string | number)[];

const service = createLanguageService();
const problemsIn = (value: Json) =>
  service.describe({ text: JSON.stringify(value, undefined, 1), format: 'json' }).problems;
const codesIn = (text: string) => service.describe({ text, format: 'yaml' }).problems.map(({ code }) => code);

const config = {
  image: `r.example/x:1@sha256:${'a'.repeat(64)}`,
  ...{
    env: 'A=b',
    cmd: '--x',
    network: 'bridge',
    port: '80:80',
    mount: '/a:/b',
    device: '/dev/a:/dev/b:rwm',
  },
  ...{ host: 'x:container_b-host', memory: '64M', memorySwap: '-1', memoryReservation: '32M' },
  ...{ terminal: 'true', interactive: 'true', privileged: 'false' },
  ...{ restartPolicy: 'on-failure', restartMaxRetries: '3', restartTimeout: '3' },
  ...{ logDriver: 'json-file', logMaxFiles: '2', logMaxSize: '100M', logPath: '/l' },
  ...{ logMode: 'non-blocking', logMaxBufferSize: '1M' },
};
const entries = (map: Readonly<Record<string, string>>) =>
  Object.entries(map).map(([key, value]) => ({ key, value }));

/** With all that depends on something else: references, names of hosts, settings that count beside others only. */
const desiredState: Json = {
  baselines: [{ title: 'b', components: ['containers:a', 'self-update:os-image'] }],
  domains: [
    {
      id: 'containers',
      config: entries({ systemContainers: 'other' }),
      components: [
        { id: 'a', version: '1', config: entries(config) },
        { id: 'b', version: 'latest', config: entries({ image: 'b:1', port: '81:80' }) },
      ],
    },
    {
      id: 'self-update',
      components: [{ id: 'os-image', version: '1', config: entries({ image: 'https://a/b' }) }],
    },
  ],
};
const install: Json = {
  correlationId: 'c',
  softwareModules: [
    {
      softwareModule: { name: 'n', version: '1' },
      artifacts: [
        {
          filename: 'f.json',
          download: { HTTPS: { url: 'https://a/b' } },
          checksums: { SHA256: 'a'.repeat(64) },
          size: 5,
        },
      ],
    },
  ],
};
const remove: Json = { correlationId: 'c', software: [{ name: 'n', version: '1' }] };

function* pathsIn(value: Json, path: Path = []): Iterable<Path> {
  yield path;
  if (typeof value !== 'object' || value === null) return;
  for (const [step, below] of Array.isArray(value) ? value.entries() : Object.entries(value))
    yield* pathsIn(below, [...path, step]);
}

function replaced(value: Json, [step, ...rest]: Path, by: Json): Json {
  if (step === undefined) return by;
  if (Array.isArray(value)) return value.map((it, index) => (index === step ? replaced(it, rest, by) : it));
  if (typeof value !== 'object' || value === null) return value;
  return { ...value, [step]: replaced(value[step] ?? null, rest, by) };
}

interface Replaced {
  readonly place: string;
  readonly types: ReturnType<typeof problemsIn>;
  readonly others: ReturnType<typeof problemsIn>;
}

/** What is told once a value has another type than the device decodes; what was told before is left out. */
function* withWrongTypes(manifest: Json, values: readonly Json[]): Iterable<Replaced> {
  const before = new Set(problemsIn(manifest).map(({ message }) => message));
  for (const path of pathsIn(manifest))
    for (const by of values) {
      const problems = problemsIn(replaced(manifest, path, by)).filter(({ message }) => !before.has(message));
      const types = problems.filter(({ code }) => code === 'wrong-type');
      if (types.length === 0) continue;
      const others = problems.filter(({ code }) => code !== 'wrong-type');
      yield { place: `${path.join('.')} = ${JSON.stringify(by)}`, types, others };
    }
}

describe.each([
  ['a desired state', desiredState],
  ['an install', install],
  ['a remove', remove],
])('a value of a wrong type in %s', { timeout: 120_000 }, (_, manifest) => {
  it('is told of its type alone: the device refuses the message and does nothing with it', () => {
    let tried = 0;
    for (const { place, types, others } of withWrongTypes(manifest, [5, -1.5, 'x', {}])) {
      tried++;
      const ranges = types.map(({ range }) => JSON.stringify(range));
      expect(new Set(ranges).size, place).toBe(ranges.length);
      const there = others.filter(({ range }) => ranges.includes(JSON.stringify(range)));
      expect(
        there.map(({ message }) => message),
        place,
      ).toEqual([]);
    }
    expect(tried).toBeGreaterThan(10);
  });

  it('is not taken for missing: what might stand in it is not asked for elsewhere', () => {
    for (const { place, others } of withWrongTypes(manifest, [[], [5], {}]))
      expect(
        others.map(({ message }) => message),
        place,
      ).toEqual([]);
  });
});

describe('what is wrong beside a value of a wrong type', () => {
  it('is told as well', () => {
    const codes = codesIn(
      inContainer('privileged: true', 'port: "80"', 'restartPolicy: always', 'restartMaxRetries: "3"'),
    );
    expect(codes).toEqual(['wrong-type', 'port-ignored', 'restart-unused']);
  });
});

describe('of an image', () => {
  it('that cannot be pulled nobody says what a device would pull', () => {
    expect(codesIn(inContainer('image: "Nginx:latest"'))).toEqual(['image-unpullable']);
    const pinned = `- {id: a, version: "1", config: [{key: image, value: "a:1@sha256:${'0'.repeat(64)}"}]}`;
    const other = '- {id: b, version: "1", config: [{key: image, value: " b:1"}]}';
    expect(codesIn(inComponents([pinned, other]))).toEqual(['image-unpullable']);
  });

  it('with a placeholder nobody says that it has no tag', () => {
    expect(codesIn(inContainer('image: $image'))).toEqual(['placeholder-left']);
  });

  it('that the device drops for a later one nobody says that it takes it', () => {
    const codes = codesIn(inContainer('image: "$registry/x:2.7.1"', 'image: "y:2.7.1"'));
    expect(codes).toEqual(['config-key-repeated']);
  });
});

describe('of a component that stands twice', () => {
  it('the device makes nothing where it is a system container', () => {
    const components = ['- {id: a, version: "1"}', '- {id: a, version: "1"}'];
    const text = inComponents(components).replace(
      'id: containers\n',
      'id: containers\n    config: [{key: systemContainers, value: a}]\n',
    );
    expect(codesIn(text)).toEqual(['system-container-listed', 'system-container-listed']);
  });
});
