import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toInternalDesiredState } from '../../../client/src/simulator/containers/desiredState.ts';
import { planContainers } from '../../../client/src/simulator/containers/plan.ts';
import { unmarshal } from '../../../client/src/simulator/go/decode.ts';
import { splitByDomain } from '../../../client/src/simulator/updateManager/operation.ts';
import { desiredState } from '../../../client/src/simulator/updateManager/types.ts';
import type { Imported, JsonValue } from '../../../server/src/messages.ts';
import { createLanguageService } from '../../../server/src/service.ts';
import { component, deviceWith, reportOf } from '../plan/generatedDevices.ts';

const service = createLanguageService();
const source = { device: 'edge:device', time: 0 };

function imported(inventory: JsonValue, format: 'json' | 'yaml' = 'json'): Imported {
  const answer = service.importManifest({ inventory, format, source });
  if ('refused' in answer) throw new Error(answer.refused);
  return answer;
}

/** What the simulated device does with a desired state: a word for each container. */
function done(text: string, engine: ReturnType<typeof deviceWith>): string[] {
  const read = unmarshal(text, desiredState);
  const own = read.ok ? splitByDomain(read.value).get('containers') : undefined;
  if (own === undefined) throw new Error('The device cannot read it.');
  const { containers } = toInternalDesiredState(own, { newId: () => 'new', warn: () => undefined });
  return planContainers(containers, engine.list(), []).map(({ name, kind }) => `${name}: ${kind}`);
}

const named = fc
  .uniqueArray(component, { selector: ({ id }) => id, maxLength: 4 })
  .map((all) => all.filter(({ id }) => id !== ''));

describe('an import from the simulated device', () => {
  it('is a manifest by which the plan and the device itself change nothing, unless the plan cannot tell', () => {
    let told = 0;
    let untold = 0;
    fc.assert(
      fc.property(named, fc.boolean(), (wanted, stopped) => {
        const engine = deviceWith(wanted, stopped);
        const { plan, text } = imported(reportOf(engine));
        if ('refusal' in plan) throw new Error(plan.refusal.message);
        expect(plan.plan.differs).toBe(false);
        const rows = done(text, engine);
        for (const [at, { certain, component: id }] of plan.plan.actions.entries()) {
          if (certain && !hasEmptyLimits(engine, id))
            expect(rows[at]).toBe(`${id.slice('containers:'.length)}: check`);
          if (certain) told++;
          else untold++;
        }
      }),
      { numRuns: 400 },
    );
    expect(told).toBeGreaterThan(0);
    expect(untold).toBeGreaterThan(0);
  });

  it('makes a new device report the same, but for what is told as lost', () => {
    fc.assert(
      fc.property(named, (wanted) => {
        const before = reportOf(deviceWith(wanted, false));
        const { text, notes } = imported(before);
        const { domains } = JSON.parse(text);
        const [{ components }] = domains;
        const again = deviceWith(components, false);
        const lost = new Set(
          notes
            .filter(({ kind }) => kind === 'lost')
            .flatMap(({ component: id, keys }) => keys.map((key) => `${id} ${key}`)),
        );
        const kept = (report: JsonValue) =>
          told(report).filter((row) => !lost.has(row.split('=', 1)[0] ?? ''));
        expect(kept(reportOf(again))).toEqual(kept(before));
      }),
      { numRuns: 300 },
    );
  });
});

/** `containers:a image=nginx:1` for each parameter, but what only tells of the past. */
function told(report: JsonValue): string[] {
  const { softwareNodes } = JSON.parse(JSON.stringify(report));
  return softwareNodes
    .flatMap(({ id, parameters = [] }: { id: string; parameters?: { key: string; value: string }[] }) =>
      parameters.filter(({ key }) => key !== 'created').map(({ key, value }) => `${id} ${key}=${value}`),
    )
    .sort();
}

/** The one difference that no inventory hints at: `memorySwap` of `-1` alone leaves a set of limits without any limit. */
function hasEmptyLimits(engine: ReturnType<typeof deviceWith>, id: string): boolean {
  const found = engine.list().find(({ name }) => `containers:${name}` === id);
  const resources = found?.hostConfig?.resources;
  return resources != null && Object.values(resources).every((limit) => limit === '');
}

describe('whatever a device reports', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.constantFrom(
      '\n# x',
      'a: b',
      '- x',
      'kanto-disable port-ignored',
      '\u2028x',
      '---',
      '"',
      "'",
      '{{x}}',
      'true',
      '1',
    ),
  );
  const parameter = fc.record({
    key: fc.oneof(text, fc.constantFrom('env', 'cmd', 'image', 'port', 'restartTimeout', 'status', 'memory')),
    value: text,
  });
  const node = fc.record({
    id: fc
      .oneof(
        text.map((name) => `containers:${name}`),
        fc.tuple(text, text).map(([domain, name]) => `${domain}:${name}`),
        fc.constantFrom('self-update:os-image', 'agent'),
      )
      .filter((id) => id !== ''),
    version: text,
    parameters: fc.array(parameter, { maxLength: 4 }),
  });

  it('is the same manifest in YAML as in JSON, and nothing of it gets out of a comment', () => {
    fc.assert(
      fc.property(fc.array(node, { maxLength: 4 }), (softwareNodes) => {
        const json = imported({ softwareNodes });
        const yaml = imported({ softwareNodes }, 'yaml');
        const { content, silenced, problems } = service.describe({ text: yaml.text, format: 'yaml' });
        expect(content).toEqual(JSON.parse(json.text));
        expect(silenced).toBeUndefined();
        expect(problems.filter(({ code }) => code.startsWith('silence-'))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
