/** A device that dies in the middle of an update: what is said of the end is what is known of it, and no more. */
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { startBroker } from '../../client/src/simulator/broker.ts';
import { systemClock } from '../../client/src/simulator/clock.ts';
import { type DaemonName, startDevice } from '../../client/src/simulator/device.ts';
import { differenceFrom } from '../../client/src/updates/afterApply.ts';
import { differencesOf } from '../../client/src/updates/confirm.ts';
import type { UpdateRun } from '../../client/src/updates/run.ts';
import { actionWords, outcomeOf } from '../../client/src/words/runWords.ts';
import { createLanguageService } from '../../server/src/service.ts';
import { manifest, request } from './engineUnderTest.ts';
import { engineOn, forThisTest } from './forThisTest.ts';

/** Milliseconds, each of its own: so the clock knows what it is asked for. */
const phases = { download: 11, update: 12, activate: 13, cleanup: 14 } as const;
type Phase = keyof typeof phases;
const others = { feedbackInterval: 0, currentStateDelay: 50, readTimeout: 2000 };

const service = createLanguageService();
const apply = (version: string) =>
  manifest('apply', {
    desiredState: { domains: [{ id: 'containers', components: [{ id: 'hello', version }] }] },
  });

/** A device that stands still where a phase begins, once it is told to; it is killed there. */
async function scene() {
  const broker = await forThisTest(startBroker(0));
  let held: Phase | undefined;
  let arrived: () => void = () => undefined;
  const clock = {
    ...systemClock,
    after: (milliseconds: number, ring: () => void) => {
      if (held === undefined || milliseconds !== phases[held]) return systemClock.after(milliseconds, ring);
      arrived();
      return () => undefined;
    },
  };
  const start = (...daemons: DaemonName[]) =>
    forThisTest(
      startDevice(
        broker.url,
        { timing: { ...phases, ...others }, ...(daemons.length > 0 && { daemons }) },
        { clock },
      ),
    );
  const engine = await engineOn({
    url: broker.url,
    differences: async (sent, inventory) => {
      const text = { text: JSON.stringify(sent), format: 'json' } as const;
      const after = await differenceFrom({ manifest: text }, inventory, async (it) => service.plan(it));
      return differencesOf(after);
    },
  });
  /** Resolves when the device stands still in the phase and its last word before that is here. */
  const standsIn = (phase: Phase) =>
    new Promise<void>((resolve) => {
      held = phase;
      arrived = resolve;
    });
  const lives = () => {
    held = undefined;
  };
  return { engine, start, standsIn, lives };
}

/** A start counts as one after the last word only where clocks that tick differently could not have made it so. */
const clearlyLater = 2300;

/** The last word may be lost with the device: whichever it was, it is said to be no more than that. */
const lastHeard = expect.stringMatching(/^containers:hello last heard: \w+/);

function componentsOf(run: UpdateRun): readonly string[] {
  return run.actions.map((it) => `${it.component} ${actionWords(it, run)}`);
}

describe('a device that dies', () => {
  it.for<Phase>(['download', 'update', 'activate'])(
    'in %s and comes back without what was sent has failed, and says what is missing',
    async (phase) => {
      const { engine, start, standsIn, lives } = await scene();
      const device = await start();
      // Only a container that is there already has something to do in each phase.
      await engine.send(request(apply('1')));
      const stands = standsIn(phase);
      const ended = engine.send(request(apply('2')));
      await stands;
      await device.stop();
      await delay(clearlyLater);
      lives();
      await start();
      const { id } = await ended;
      const run = await engine.confirmed(id, 5000);
      expect(run).toMatchObject({ phase: 'failed', fault: { code: 'device-restarted' } });
      expect(run?.finished).toBeUndefined();
      expect(run && componentsOf(run)).toEqual([lastHeard]);
      expect(run && outcomeOf(run, 'a.yaml').severity).toBe('error');
    },
  );

  it('in cleanup, when what was sent runs already, is concluded from what it reports, and that is said', async () => {
    const { engine, start, standsIn, lives } = await scene();
    await start('container-management', 'software-update');
    const manager = await start('update-manager');
    expect((await engine.send(request(apply('1')))).finished?.status).toBe('COMPLETED');
    const stands = standsIn('cleanup');
    const ended = engine.send(request(apply('2')));
    await stands;
    await manager.stop();
    await delay(clearlyLater);
    lives();
    await start('update-manager');
    const run = await engine.confirmed((await ended).id, 5000);
    expect(run).toMatchObject({
      phase: 'finished',
      finished: { status: 'COMPLETED', concluded: true },
      confirmed: { differences: [] },
    });
    expect(run && outcomeOf(run, 'a.yaml').text).toContain('did not say how the update ended');
  });

  it('and never comes back is no longer waited for: neither success nor failure is claimed', async () => {
    const { engine, start, standsIn } = await scene();
    const device = await start();
    await engine.send(request(apply('1')));
    const stands = standsIn('update');
    const ended = engine.send(request(apply('2'), { updateTimeout: 1500 }));
    await stands;
    await device.stop();
    const run = await ended;
    expect(run).toMatchObject({ phase: 'abandoned', fault: { code: 'update-silent' } });
    expect(run.finished).toBeUndefined();
    expect(componentsOf(run)).toEqual([lastHeard]);
    expect(outcomeOf(run, 'a.yaml').text).not.toMatch(/completed|failed/);
  });
});
