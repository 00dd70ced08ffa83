import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Container, ContainerError } from '../../../client/src/simulator/containers/container.ts';
import { toInternalDesiredState } from '../../../client/src/simulator/containers/desiredState.ts';
import { planContainers } from '../../../client/src/simulator/containers/plan.ts';
import { Panic } from '../../../client/src/simulator/daemon.ts';
import { unmarshal } from '../../../client/src/simulator/go/decode.ts';
import { splitByDomain } from '../../../client/src/simulator/updateManager/operation.ts';
import { desiredState } from '../../../client/src/simulator/updateManager/types.ts';
import type { JsonValue, PlanAction } from '../../../server/src/messages.ts';
import { createLanguageService } from '../../../server/src/service.ts';
import { component, components, deviceWith, entry, name, reportOf, type Wanted } from './generatedDevices.ts';

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
        const report = reportOf(engine);
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
        const inventory = reportOf(engine);
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
