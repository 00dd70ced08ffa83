/** Updates whose last word is lost: what is said of a device that fell silent in the middle of one. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Device } from '../../../client/src/devices/device.ts';
import { healthOf } from '../../../client/src/devices/health.ts';
import { DeviceStore } from '../../../client/src/devices/store.ts';
import { deviceRow, lastUpdateRow } from '../../../client/src/ui/model/deviceRows.ts';
import { clockTime } from '../../../client/src/words/times.ts';
import type { JsonObject } from '../../../server/src/messages.ts';
import { containers, device, feedback, incoming, influxdbNode, lastOperation, state } from './messages.ts';

/** When the device's clock said so, it sent the state of the messages. */
const sentAt = 1_795_294_641_626;
const second = 1000;
const minute = 60 * second;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A device that runs a container, and has said that an update of somebody else goes on. */
function scene(beginning: JsonObject = feedback('theirs', { status: 'RUNNING' })) {
  const store = new DeviceStore('lab');
  const drawn: string[] = [];
  const hear = (message: JsonObject) => store.hear(incoming('e', message, Date.now()));
  hear(state('before', [influxdbNode([{ key: 'status', value: 'Running' }])]));
  hear(beginning);
  store.onChange((id) => drawn.push(id));
  const now = (): Device => store.get(device) ?? expect.fail('the device is gone');
  const row = () =>
    deviceRow(now(), {
      connected: true,
      mode: 'things',
      simulated: false,
      pinned: false,
      hasRows: false,
      namesConnection: false,
    });
  return { store, hear, drawn, now, health: () => healthOf(now()), row };
}

describe('a device in the middle of an update', () => {
  it('is updating as long as its rhythm explains its silence', () => {
    const { health, drawn } = scene();
    vi.advanceTimersByTime(89 * second);
    expect(health()).toEqual({ word: 'updating', reason: 'RUNNING' });
    expect(drawn).toEqual([]);
  });

  it('is as its components are once the sender of the update has found out that it is over', () => {
    const { store, health, drawn } = scene();
    const last = clockTime(Date.now());
    store.endedUnheard(device, 'another');
    expect(health().word).toBe('updating');
    store.endedUnheard(device, 'theirs');
    expect(health()).toEqual({
      word: 'running',
      reason: `last update RUNNING, last heard ${last}: how it ended was not heard`,
    });
    vi.advanceTimersByTime(20 * minute);
    expect(drawn).toEqual([device]);
  });

  it('is not updating again for a word that its end has overtaken; for a newer one it is', () => {
    const { hear, health } = scene();
    const said = (status: string, timestamp: number) => {
      const value = { activityId: 'theirs', timestamp, desiredStateFeedback: { status } };
      hear({ ...feedback('theirs', { status }), value });
      return health().word;
    };
    expect(said('COMPLETED', sentAt + 2)).toBe('running');
    expect(said('RUNNING', sentAt + 1)).toBe('running');
    vi.advanceTimersByTime(2 * minute);
    expect(health().word).toBe('running');
    expect(said('RUNNING', sentAt + 3)).toBe('updating');
  });

  it('is updating, but quiet, once it says nothing for longer, and when it spoke last is said', () => {
    const { health, drawn, row, now } = scene();
    const last = clockTime(Date.now());
    vi.advanceTimersByTime(2 * minute);
    expect(health()).toEqual({ word: 'updating', reason: `RUNNING, quiet, last heard ${last}` });
    expect(row().description).toContain('updating, quiet');
    expect(lastUpdateRow(now().lastUpdate ?? expect.fail())).toMatchObject({ icon: { id: 'question' } });
    expect(drawn).toEqual([device]);
  });

  it('is as its components are once the update must be over, and no end of it is claimed', () => {
    const { health, drawn } = scene();
    const last = clockTime(Date.now());
    vi.advanceTimersByTime(12 * minute);
    expect(health()).toEqual({
      word: 'running',
      reason: `last update RUNNING, last heard ${last}: how it ended was not heard`,
    });
    expect(drawn).toEqual([device, device]);
  });

  it('is updating again with its next word', () => {
    const { hear, health } = scene();
    vi.advanceTimersByTime(12 * minute);
    hear(feedback('theirs', { status: 'RUNNING' }));
    expect(health()).toEqual({ word: 'updating', reason: 'RUNNING' });
  });

  it('that reports every few seconds is quiet sooner', () => {
    const { hear, health } = scene();
    for (let times = 0; times < 4; times++) {
      vi.advanceTimersByTime(2 * second);
      hear(feedback('theirs', { status: 'RUNNING' }));
    }
    vi.advanceTimersByTime(20 * second);
    expect(health().reason).toContain('quiet');
  });

  it('falls silent about nothing once the end was heard', () => {
    const { hear, health, now } = scene();
    hear(feedback('theirs', { status: 'COMPLETED' }));
    vi.advanceTimersByTime(60 * minute);
    expect(health()).toEqual({ word: 'running' });
    expect(now().lastUpdate).not.toHaveProperty('silence');
  });

  it('has ended the update once it reports its state for it', () => {
    const { hear, health } = scene();
    hear(state('theirs', [influxdbNode([{ key: 'status', value: 'Running' }])]));
    expect(health()).toMatchObject({ word: 'running', reason: expect.stringContaining('not heard') });
    vi.advanceTimersByTime(60 * minute);
    expect(health().word).toBe('running');
  });

  it('does not go on with it once it was started again', () => {
    const { hear, health } = scene();
    vi.advanceTimersByTime(30 * second);
    hear(state(`initial-current-state-${sentAt - second}`));
    expect(health().word).not.toBe('updating');
  });

  it('goes on where it was started before the update, and only now tells its state', () => {
    const { hear, health } = scene();
    vi.advanceTimersByTime(30 * second);
    vi.setSystemTime(Date.now() + 60 * minute);
    hear(state(`initial-current-state-${sentAt - minute}`));
    expect(health().word).toBe('updating');
  });

  it('may take longer for software modules: SoftwareUpdatable knows no time-out', () => {
    const { health } = scene(lastOperation(containers, { correlationId: 'c', status: 'DOWNLOADING' }));
    vi.advanceTimersByTime(30 * minute);
    expect(health().word).toBe('updating');
    vi.advanceTimersByTime(31 * minute);
    expect(health().word).toBe('running');
  });
});
