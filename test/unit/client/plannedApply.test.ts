import { describe, expect, it } from 'vitest';
import { type FaultCode, FaultError, fault } from '../../../client/src/errors.ts';
import {
  type DevicePlan,
  fingerprintOf,
  makePlan,
  manifestText,
  staleness,
} from '../../../client/src/updates/devicePlan.ts';
import { agreedApply, type Consent, type PlannedApply } from '../../../client/src/updates/plannedApply.ts';
import type { JsonObject, JsonValue } from '../../../server/src/messages.ts';
import { createLanguageService } from '../../../server/src/service.ts';

const service = createLanguageService();
const target = { connection: 'lab', device: 'edge:device' };
const agent: JsonObject = { id: 'agent', parameters: [{ key: 'domain', value: 'containers' }] };

function container(id: string, parameters: Readonly<Record<string, string>> = {}): JsonObject {
  const all = { image: `${id}:1`, status: 'Running', ...parameters };
  return {
    id: `containers:${id}`,
    version: '1',
    parameters: Object.entries(all).map(([key, value]) => ({ key, value })),
  };
}

function reports(...containers: readonly JsonObject[]): JsonObject {
  return { softwareNodes: [agent, ...containers] };
}

function manifestOf(...ids: readonly string[]) {
  return service.describe({
    text: JSON.stringify({
      domains: [{ id: 'containers', components: ids.map((id) => ({ id, version: '1' })) }],
    }),
    format: 'json',
  });
}

async function planned(
  manifest: ReturnType<typeof manifestOf>,
  inventory: JsonObject,
): Promise<PlannedApply> {
  const plan = await makePlan(target, manifestText(manifest), {
    inventory: async () => ({ inventory, time: 1000 }),
    plan: async (params) => service.plan(params),
  });
  return { plan, manifest };
}

describe('an apply that is agreed to', () => {
  /** Looks at these one after the other, and answers with these. Returns what was asked and what came of it. */
  async function agree(looks: readonly PlannedApply[], answers: readonly Consent[]) {
    const asked: unknown[] = [];
    let looked = 0;
    const result = await agreedApply({
      look: async () => looks[looked++],
      ask: async ({ plan }, changed) => {
        const summary = 'plan' in plan.outcome ? plan.outcome.plan.summary : 'unknown';
        asked.push([summary, changed]);
        return answers[asked.length - 1] ?? 'no';
      },
    });
    return { asked, looked, result };
  }

  it('goes on where manifest and device are as they were', async () => {
    const before = await planned(manifestOf('a'), reports(container('b')));
    const now = await planned(manifestOf('a'), reports(container('b')));
    const { asked, result } = await agree([before, now], ['yes']);
    expect(asked).toEqual([['1 to create, 0 to replace, 0 to update, 1 to destroy', undefined]]);
    expect(result).toBe(now);
  });

  it('is planned and asked about again where the manifest has changed in between', async () => {
    const before = await planned(manifestOf('a'), reports(container('a')));
    const now = await planned(manifestOf('b'), reports(container('a')));
    const { asked, result } = await agree([before, now, now], ['yes', 'yes']);
    expect(asked).toEqual([
      ['0 to create, 0 to replace, 0 to update, 0 to destroy', undefined],
      ['1 to create, 0 to replace, 0 to update, 1 to destroy', 'manifest'],
    ]);
    expect(result?.manifest).toBe(now.manifest);
  });

  it('is planned and asked about again where the device has changed in between', async () => {
    const before = await planned(manifestOf('a'), reports());
    const now = await planned(manifestOf('a'), reports(container('precious')));
    const { asked, result } = await agree([before, now], ['yes', 'no']);
    expect(asked).toEqual([
      ['1 to create, 0 to replace, 0 to update, 0 to destroy', undefined],
      ['1 to create, 0 to replace, 0 to update, 1 to destroy', 'device'],
    ]);
    expect(result).toBeUndefined();
  });

  it('goes on at once where there was nothing to ask', async () => {
    const only = await planned(manifestOf('a'), reports());
    const { looked, result } = await agree([only], ['unasked']);
    expect(looked).toBe(1);
    expect(result).toBe(only);
  });

  it('is none where the user says no, or gives up while it is looked at', async () => {
    const only = await planned(manifestOf('a'), reports());
    expect((await agree([only], ['no'])).result).toBeUndefined();
    expect((await agree([only], ['yes'])).result).toBeUndefined();
    expect((await agree([], [])).asked).toEqual([]);
  });
});

describe('a plan for a device', () => {
  const sources = (code: FaultCode) => ({
    inventory: () => Promise.reject(new FaultError(fault(code, 'It is silent.'))),
    plan: async () => service.plan({ text: '', format: 'json' as const, inventory: {} }),
  });

  it.each<FaultCode>(['response-timeout', 'update-silent', 'rejected-by-device', 'no-listener'])(
    'is unknown where the device ends the question with %s',
    async (code) => {
      const { outcome, inventory } = await makePlan(target, manifestText(manifestOf('a')), sources(code));
      expect(outcome).toEqual({
        unknown: { kind: 'unreported', fault: fault(code, 'It is silent.') },
      });
      expect(inventory).toBeUndefined();
    },
  );

  it.each<FaultCode>(['cancelled', 'stopped-waiting', 'connection-refused', 'connection-lost'])(
    'is not made where there is no way to the device, or the user has cancelled: %s',
    async (code) => {
      await expect(makePlan(target, manifestText(manifestOf('a')), sources(code))).rejects.toThrow(
        'It is silent.',
      );
    },
  );

  it('is unknown, with the reason, where the manifest half refuses to plan', async () => {
    const { plan } = await planned(manifestOf('containers:a'), reports());
    expect(plan.outcome).toMatchObject({ unknown: { kind: 'refused', refusal: { code: 'rejected' } } });
  });

  it.each<[string, JsonValue]>([
    ['a bare desired state, whose file alone tells what it is', { domains: [{ id: 'containers' }] }],
    ['the value of a message', { activityId: 'a', desiredState: { domains: [{ id: 'containers' }] } }],
  ])('is made of %s', async (_, content) => {
    const described = service.describe({
      text: JSON.stringify(content),
      format: 'json',
      file: 'x.desired-state.json',
    });
    const { plan } = await planned(described, reports(container('a')));
    expect(plan.outcome).toMatchObject({ plan: { actions: [{ action: 'destroy' }] } });
  });
});

describe('a plan is stale', () => {
  const before: Pick<DevicePlan, 'manifest' | 'inventory'> = {
    manifest: { text: '{}', format: 'json' },
    inventory: 'x',
  };

  it('where the manifest, the device or both have changed', () => {
    const manifest = { ...before.manifest, text: '[]' };
    expect(staleness(before, { ...before })).toBeUndefined();
    expect(staleness(before, { ...before, manifest })).toBe('manifest');
    expect(staleness(before, { ...before, manifest: { ...before.manifest, number: 2 } })).toBe('manifest');
    expect(staleness(before, { ...before, inventory: 'y' })).toBe('device');
    expect(staleness(before, { manifest: before.manifest })).toBe('device');
    expect(staleness(before, { manifest, inventory: 'y' })).toBe('both');
  });

  const running = reports(container('a'), container('b'));

  it.each<[string, JsonObject]>([
    ['another version', reports(container('a'), { ...container('b'), version: '2' })],
    ['another parameter', reports(container('a'), container('b', { env: 'A=secret' }))],
    ['another status', reports(container('a'), container('b', { status: 'Exited' }))],
    ['a container less', reports(container('a'))],
    ['no agent', { softwareNodes: [container('a'), container('b')] }],
    ['nothing', {}],
  ])('where the device reports %s', (_, inventory) => {
    expect(fingerprintOf(inventory)).not.toBe(fingerprintOf(running));
  });

  it('neither by the order of the report, which is random, nor by what counts on by itself', () => {
    const counted = container('b', { restartCount: '7', exitCode: '137', finishedAt: 'now' });
    expect(fingerprintOf({ softwareNodes: [counted, container('a'), agent] })).toBe(fingerprintOf(running));
  });

  it('and keeps nothing of the inventory in the clear', async () => {
    const { plan } = await planned(manifestOf('a'), reports(container('a', { env: 'TOKEN=hunter2' })));
    expect(JSON.stringify(plan)).not.toContain('hunter2');
  });
});
