import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toContainers } from '../../../client/src/simulator/containers/config.ts';
import { type Container, ContainerError } from '../../../client/src/simulator/containers/container.ts';
import { toInternalDesiredState } from '../../../client/src/simulator/containers/desiredState.ts';
import { ContainerEngine } from '../../../client/src/simulator/containers/engine.ts';
import { containersInventory } from '../../../client/src/simulator/containers/inventory.ts';
import { planContainers } from '../../../client/src/simulator/containers/plan.ts';
import { Panic } from '../../../client/src/simulator/daemon.ts';
import { unmarshal } from '../../../client/src/simulator/go/decode.ts';
import { splitByDomain } from '../../../client/src/simulator/updateManager/operation.ts';
import { desiredState, omitEmpty } from '../../../client/src/simulator/updateManager/types.ts';
import type { JsonValue, PlanAction } from '../../../server/src/messages.ts';
import { createLanguageService } from '../../../server/src/service.ts';
import { VirtualClock } from '../simulator/virtualWorld.ts';

type Entry = { key: string; value: string };
type Wanted = { id: string; version: string; config: Entry[] };

/** Values that the device takes, changes or drops. */
const taken: Readonly<Record<string, readonly string[]>> = {
  image: ['nginx:latest', 'nginx:1', 'localhost:5000/x:1'],
  env: ['A=b', 'A=c', 'A', 'A=', 'B=c'],
  cmd: ['-x', '-y', ''],
  port: [
    '80:80',
    '0.0.0.0:80:80/tcp',
    '80-80:80',
    '80-90:80/udp',
    '1.2.3.4:80:80',
    '0:80',
    '0-5:80',
    '1.2.3.4:0:80',
    '80:0',
    '80:70000',
    '80:80/a/b',
    'x:80:80',
    '80',
  ],
  mount: ['/a:/b', '/a:/b:rprivate', '/a:/b:rshared', '/c:/d', '/a'],
  device: ['/dev/x:/dev/x', '/dev/x:/dev/x:rwm', '/dev/x::r', '/dev/y:/dev/x', '/dev/x', '/dev/x:/dev/x:q'],
  host: ['a:1.2.3.4', 'b:container_x'],
  network: ['bridge', ''],
  privileged: ['false', 'yes', 'F'],
  terminal: ['true', 'T', 'false'],
  interactive: ['true', 'no'],
  restartPolicy: ['always', 'no', 'on-failure', 'on-failure', 'unless-stopped'],
  restartMaxRetries: ['0', '3', '+3', 'x'],
  restartTimeout: ['0', '30', '60', '3600', '90061', '1s'],
  logDriver: ['json-file', 'none', ''],
  logMaxFiles: ['2', '5', '0', 'x'],
  logMaxSize: ['100M', '5M', '100m', ''],
  logPath: ['/var/log/x', '/var/log/y', ''],
  logMode: ['blocking', 'non-blocking', ''],
  logMaxBufferSize: ['1M', '2M', ''],
  memory: ['200M', '300M', '200m', '0.5G', ''],
  memoryReservation: ['100M', ''],
  memorySwap: ['-1', ''],
  Image: ['nginx:1'],
  hostName: ['x'],
};

/** Values for which the device rejects a container, some of them only beside others. */
const refused: Readonly<Record<string, readonly string[]>> = {
  image: [''],
  env: ['1A=b'],
  mount: ['/a:/b:ro', ':/b'],
  host: ['a:host_ip'],
  network: ['host', 'none'],
  privileged: ['true', '1'],
  restartPolicy: ['', 'sometimes'],
  restartMaxRetries: ['-1'],
  restartTimeout: ['-5'],
  logDriver: ['syslog'],
  logMaxFiles: ['-1'],
  logMode: ['fast'],
  memory: ['1M', '200'],
  memoryReservation: ['900M'],
  memorySwap: ['400M', '500M', '1G'],
};

const entryOf = (values: Readonly<Record<string, readonly string[]>>): fc.Arbitrary<Entry> =>
  fc
    .constantFrom(...Object.entries(values))
    .chain(([key, texts]) => fc.constantFrom(...texts).map((value) => ({ key, value })));
const entry = fc.oneof({ weight: 30, arbitrary: entryOf(taken) }, { weight: 1, arbitrary: entryOf(refused) });
const name = fc.constantFrom('a', 'b', 'c', 'd.e-f_1');
const component: fc.Arbitrary<Wanted> = fc.record({
  id: fc.oneof({ weight: 60, arbitrary: name }, { weight: 1, arbitrary: fc.constantFrom('', '-x', 'x:y') }),
  version: fc.constantFrom('1', '2', ''),
  config: fc.array(entry, { maxLength: 6 }),
});
const components = fc.array(component, { maxLength: 4 });

/** The same components, some of them changed a little, as authors do it. */
function edited(before: readonly Wanted[]): fc.Arbitrary<Wanted[]> {
  const kept = before.map((it) =>
    fc.oneof(
      { weight: 3, arbitrary: fc.constant(it) },
      { weight: 1, arbitrary: fc.shuffledSubarray(it.config).map((config) => ({ ...it, config })) },
      { weight: 2, arbitrary: entry.map((added) => ({ ...it, config: [...it.config, added] })) },
      { weight: 1, arbitrary: fc.constantFrom('1', '2').map((version) => ({ ...it, version })) },
    ),
  );
  return fc
    .tuple(fc.tuple(...kept), fc.array(component, { maxLength: 2 }))
    .chain(([same, added]) =>
      fc.shuffledSubarray([...same, ...added], { minLength: Math.min(1, same.length) }),
    );
}

/** Mostly left out. */
const sometimes = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
const update = components.chain((before) =>
  fc.record({
    before: fc.constant(before),
    after: fc.oneof({ weight: 3, arbitrary: edited(before) }, { weight: 1, arbitrary: components }),
    system: sometimes(fc.constantFrom('', 'a', 'a, b', 'd.e-f_1,c')),
    baseline: sometimes(
      fc.array(
        name.map((it) => `containers:${it}`),
        { maxLength: 1 },
      ),
    ),
    stopped: fc.boolean(),
  }),
);

/** A device that runs what an earlier desired state made of it; components that it rejects were never there. */
function deviceWith(before: readonly Wanted[], stopped: boolean): ContainerEngine {
  let ids = 0;
  const newId = () => `id-${ids++}`;
  const engine = new ContainerEngine(new VirtualClock(), newId);
  for (const wanted of before) {
    try {
      for (const container of toContainers([wanted], { newId, warn: () => undefined })) {
        const { id } = engine.create(container);
        engine.start(id);
        if (stopped) engine.stop(id);
      }
    } catch (error) {
      if (!(error instanceof ContainerError)) throw error;
    }
  }
  return engine;
}

type Done = readonly {
  readonly name: string;
  readonly kind: string;
  readonly current: Container | undefined;
}[];

/** What the simulated device does; undefined where it rejects the desired state. */
function done(wanted: JsonValue, present: readonly Container[]): Done | undefined {
  const read = unmarshal(JSON.stringify(wanted), desiredState);
  if (!read.ok) return undefined;
  let ids = 0;
  try {
    const own = splitByDomain(read.value).get('containers');
    if (own === undefined) return undefined;
    const internal = toInternalDesiredState(own, { newId: () => `new-${ids++}`, warn: () => undefined });
    return planContainers(internal.containers, present, internal.systemContainers ?? []);
  } catch (error) {
    if (error instanceof ContainerError || error instanceof Panic) return undefined;
    throw error;
  }
}

const actionOf: Readonly<Record<string, PlanAction['action']>> = {
  check: 'keep',
  create: 'create',
  recreate: 'replace',
  update: 'update',
  destroy: 'destroy',
  protected: 'protected',
};

/**
 * The one difference that no inventory hints at: `memorySwap` of `-1` alone leaves a set of limits without any limit, which
 * is not the same as no limits.
 */
function hasEmptyLimits(current: Container | undefined): boolean {
  const resources = current?.hostConfig?.resources;
  return resources != null && Object.values(resources).every((limit) => limit === '');
}

describe('the plan and the simulated device', () => {
  it('agree after an apply: nothing differs but what the device does at each apply', () => {
    const service = createLanguageService();
    // Of what has no name of its own, or shares it, a device makes another one each time.
    const named = fc
      .uniqueArray(component, { selector: ({ id }) => id, maxLength: 4 })
      .map((all) => all.filter(({ id }) => id !== ''));
    let recurring = 0;
    let same = 0;
    fc.assert(
      fc.property(named, (wanted) => {
        const manifest = { domains: [{ id: 'containers', components: wanted }] };
        const engine = deviceWith(wanted, false);
        const report: JsonValue = JSON.parse(JSON.stringify(omitEmpty(containersInventory(engine.list()))));
        const answer = service.plan({ text: JSON.stringify(manifest), format: 'json', inventory: report });
        if ('refusal' in answer) return;
        for (const row of answer.plan.actions) {
          if (row.recurs) recurring++;
          else if (row.action === 'keep') same++;
          else expect(row).toMatchObject({ certain: false });
        }
      }),
      { numRuns: 400 },
    );
    expect(recurring).toBeGreaterThan(0);
    expect(same).toBeGreaterThan(0);
  });

  it('agree on every action, except where the plan says that the inventory cannot tell', () => {
    const service = createLanguageService();
    const seen = new Map<string, number>();
    const count = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1);
    fc.assert(
      fc.property(update, ({ before, after, system, baseline, stopped }) => {
        const engine = deviceWith(before, stopped);
        const config = system === undefined ? [] : [{ key: 'systemContainers', value: system }];
        const manifest = {
          domains: [{ id: 'containers', config, components: after }],
          ...(baseline && { baselines: [{ title: 'b', components: baseline }] }),
        };
        const inventory: JsonValue = JSON.parse(
          JSON.stringify(omitEmpty(containersInventory(engine.list()))),
        );
        const answer = service.plan({ text: JSON.stringify(manifest), format: 'json', inventory });
        const expected = done(manifest, engine.list());
        if (expected === undefined || 'refusal' in answer) {
          expect('refusal' in answer && answer.refusal.code).toBe(expected === undefined && 'rejected');
          count('rejected');
          return;
        }
        const { actions } = answer.plan;
        expect(actions.length).toBe(expected.length);
        for (const [at, { name: id, kind, current }] of expected.entries()) {
          const own = actions[at];
          // A container without a name of its own is named by a new id.
          expect(own?.component).toBe(`containers:${id.startsWith('new-') ? '' : id}`);
          count(`${own?.action}${own?.certain ? '' : '?'}`);
          if (own?.certain === false) continue;
          if (own?.action === 'keep' && kind === 'update' && hasEmptyLimits(current)) continue;
          expect(own?.action, JSON.stringify({ own, current })).toBe(actionOf[kind]);
        }
      }),
      { numRuns: 600 },
    );
    console.log(`plans of generated updates: ${JSON.stringify(Object.fromEntries(seen))}`);
    expect([...seen.keys()]).toEqual(
      expect.arrayContaining([
        'rejected',
        'create',
        'replace',
        'update',
        'keep',
        'destroy',
        'protected',
        'keep?',
      ]),
    );
  });
});
