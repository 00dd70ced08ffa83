import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Sync } from '../../../client/src/devices/device.ts';
import { DriftWatch } from '../../../client/src/updates/drift.ts';
import type { JsonObject } from '../../../server/src/messages.ts';
import { createLanguageService } from '../../../server/src/service.ts';

const service = createLanguageService();
const place = { connection: 'lab', device: 'edge:device' };
const other = { connection: 'lab', device: 'edge:other' };

/** A manifest with these containers, and a device that runs these. */
const manifestOf = (...ids: string[]) => ({
  name: 'a.yaml',
  manifest: {
    text: JSON.stringify({
      domains: [{ id: 'containers', components: ids.map((id) => ({ id, version: '1' })) }],
    }),
    format: 'json' as const,
  },
});
const running = (...ids: string[]): JsonObject => ({
  softwareNodes: [
    { id: 'agent', parameters: [{ key: 'domain', value: 'containers' }] },
    ...ids.map((id) => ({ id: `containers:${id}`, parameters: [{ key: 'image', value: `${id}:1` }] })),
  ],
});

function watch() {
  /** What changed, as the tree shows it. */
  const told: [string, Sync][] = [];
  const shown = new Map<string, Sync>();
  const faults: unknown[] = [];
  const state = { busy: false, plans: 0, broken: false, owner: 'ann@a' };
  const drift = new DriftWatch({
    plan: async (params) => {
      state.plans++;
      if (state.broken) throw new Error('The server has ended.');
      return service.plan(params);
    },
    isBusy: () => state.busy,
    owner: () => state.owner,
    setSync: ({ device }, sync) => {
      if (sync !== (shown.get(device) ?? 'unknown')) told.push([device, sync]);
      shown.set(device, sync);
    },
    fail: (error) => faults.push(error),
  });
  return { drift, told, faults, state, pass: () => vi.advanceTimersByTimeAsync(1000) };
}

describe('drift', () => {
  it('is not told of the device of another broker, whose connection has the same name', async () => {
    const { drift, state, told, pass } = watch();
    drift.applied(place, manifestOf('a'));
    state.owner = 'ann@b';
    expect(drift.lastApplied(place)).toBeUndefined();
    drift.heard(place, running('b'));
    await pass();
    expect([told, state.plans]).toEqual([[], 0]);
  });

  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is told when a device reports something else than what was last applied to it', async () => {
    const { drift, told, pass } = watch();
    drift.applied(place, manifestOf('a'));
    drift.heard(place, running('a'));
    await pass();
    drift.heard(place, running('a', 'stranger'));
    await pass();
    expect(told).toEqual([
      ['edge:device', 'in sync'],
      ['edge:device', 'drifted'],
    ]);
  });

  it('is measured by the last manifest, for each device by its own', async () => {
    const { drift, told, pass } = watch();
    drift.applied(place, manifestOf('a'));
    drift.applied(other, manifestOf('b'));
    drift.applied(place, manifestOf('c'));
    drift.heard(place, running('c'));
    drift.heard(other, running('a'));
    await pass();
    expect(told).toEqual([
      ['edge:device', 'in sync'],
      ['edge:other', 'drifted'],
    ]);
  });

  it('is unknown of a device to which nothing was applied: it costs nothing', async () => {
    const { drift, told, state, pass } = watch();
    drift.heard(place, running('a'));
    await pass();
    expect(drift.lastApplied(place)).toBeUndefined();
    expect([told, state.plans]).toEqual([[], 0]);
  });

  it('is unknown where the manifest half does not plan', async () => {
    const { drift, told, pass } = watch();
    drift.applied(place, manifestOf('a'));
    drift.heard(place, running('a'));
    await pass();
    drift.heard(place, { softwareNodes: 'nonsense' });
    await pass();
    expect(told.at(-1)).toEqual(['edge:device', 'unknown']);
  });

  it('is unknown from the acceptance of a manifest on: what was reported before tells nothing of it', async () => {
    const { drift, told, state, pass } = watch();
    drift.applied(place, manifestOf('a'));
    drift.heard(place, running('a', 'stranger'));
    await pass();
    drift.heard(place, running('a'));
    state.busy = true;
    drift.applied(place, manifestOf('b'));
    await pass();
    state.busy = false;
    await pass();
    expect(told).toEqual([
      ['edge:device', 'drifted'],
      ['edge:device', 'unknown'],
    ]);
  });

  it('is looked for once, however often a device reports in a second', async () => {
    const { drift, told, state, pass } = watch();
    drift.applied(place, manifestOf('a'));
    for (let index = 0; index < 50; index++) drift.heard(place, running('a', `stranger${index}`));
    drift.heard(place, running('a'));
    await pass();
    expect([told, state.plans]).toEqual([[['edge:device', 'in sync']], 1]);
  });

  it('is not looked for while an update is under way, but after it', async () => {
    const { drift, told, state, pass } = watch();
    state.busy = true;
    drift.applied(place, manifestOf('a'));
    drift.heard(place, running('half done'));
    await pass();
    expect(told).toEqual([]);
    state.busy = false;
    drift.heard(place, running('a'));
    await pass();
    expect(told).toEqual([['edge:device', 'in sync']]);
  });

  it('goes on where one plan has failed, and the fault is told', async () => {
    const { drift, told, faults, state, pass } = watch();
    drift.applied(place, manifestOf('a'));
    state.broken = true;
    drift.heard(place, running('a'));
    await pass();
    state.broken = false;
    drift.heard(place, running('a'));
    await pass();
    expect(faults).toHaveLength(1);
    expect(told).toEqual([['edge:device', 'in sync']]);
  });

  it('is measured by what was applied before again, where the device has done nothing of the last', async () => {
    const { drift, told, pass } = watch();
    drift.applied(place, manifestOf('a'));
    const before = drift.lastApplied(place);
    drift.applied(place, manifestOf('b'));
    drift.heard(place, running('a'));
    drift.withdrawn(place, before);
    await pass();
    expect(told).toEqual([['edge:device', 'in sync']]);
    drift.withdrawn(place, undefined);
    expect(drift.lastApplied(place)).toBeUndefined();
  });

  it('ends without a word', async () => {
    const { drift, told, pass } = watch();
    drift.applied(place, manifestOf('a'));
    drift.heard(place, running('a'));
    drift.dispose();
    drift.heard(place, running('a'));
    await pass();
    expect(told).toEqual([]);
    expect(drift.lastApplied(place)).toBeUndefined();
  });
});
