/** Desired states, sent through our own transport and followed by our own tracker, on the real update-manager. */
import { describe, expect, it } from 'vitest';
import { device, request } from '../integration/engineUnderTest.ts';
import { describeWithDaemon } from './daemonProcess.ts';
import { described, kantoEngine } from './engine.ts';
import { desired, nextRun, startKanto } from './kanto.ts';

/** Slow enough to be seen. */
const slow = { download: 600, update: 0, activate: 0, cleanup: 0 };

await describeWithDaemon('update-manager', 'an apply to the real update-manager', () => {
  it('goes from sent over accepted and running to COMPLETED, and the device confirms it', async () => {
    const { engine } = await startKanto();
    const phases: string[] = [];
    engine.onRun(({ phase }) => phases.push(phase));
    const run = await engine.send(request(desired({ hello: '1' })));
    expect([...new Set(phases)]).toEqual(['sending', 'sent', 'accepted', 'running', 'finished']);
    expect(run).toMatchObject({
      phase: 'finished',
      accepted: { status: 204 },
      finished: {
        status: 'COMPLETED',
        ok: true,
        actions: [{ component: 'containers:hello', version: '1', status: 'UPDATE_SUCCESS' }],
      },
    });
    expect((await engine.confirmed(run.id, 15_000))?.confirmed?.differences).toEqual([]);
    expect(engine.device('lab', device)?.components?.map(({ domain, id }) => `${domain}:${id}`)).toContain(
      'containers:hello',
    );
  });

  it('tells each step of each component, and what is destroyed', async () => {
    const { engine } = await startKanto({ agent: { timing: { ...slow, cleanup: 200 } } });
    await engine.send(request(desired({ old: '1' })));
    const said = new Set<string>();
    engine.onRun(({ actions }) => actions.map((it) => said.add(`${it.component} ${it.status}`)));
    const { finished } = await engine.send(request(desired({ new: '1' })));
    expect([...said]).toEqual(
      expect.arrayContaining([
        'containers:new IDENTIFIED',
        'containers:new DOWNLOADING',
        'containers:new DOWNLOAD_SUCCESS',
        'containers:new UPDATE_SUCCESS',
        'containers:old IDENTIFIED',
        'containers:old REMOVAL_SUCCESS',
      ]),
    );
    expect(finished?.actions.map((it) => `${it.component} ${it.status}`).sort()).toEqual([
      'containers:new UPDATE_SUCCESS',
      'containers:old REMOVAL_SUCCESS',
    ]);
  });

  it('is COMPLETED at once where nothing is to be done', async () => {
    const { engine } = await startKanto();
    const { finished } = await engine.send(request(desired({})));
    expect(finished).toMatchObject({ status: 'COMPLETED', ok: true, actions: [] });
  });

  it('is rejected where the desired state is missing, in the words of the device', async () => {
    const { engine } = await startKanto();
    const run = await engine.send(request({ ...desired({}), content: { activityId: 'no-state' } }));
    expect(run).toMatchObject({
      phase: 'failed',
      accepted: { status: 400, message: 'desired state is missing' },
      fault: { code: 'rejected-by-device' },
    });
  });

  it('fails to identify what the containers agent refuses, with its reason', async () => {
    const { engine } = await startKanto();
    const { finished } = await engine.send(request(desired({ 'containers:hello': '1' })));
    expect(finished).toMatchObject({ status: 'IDENTIFICATION_FAILED', ok: false });
    expect(finished?.message).toContain('invalid container name format : containers:hello');
  });

  it('is INCOMPLETE where an image cannot be pulled', async () => {
    const { engine } = await startKanto();
    const { finished } = await engine.send(request(desired({ nosuch: '1' })));
    expect(finished).toMatchObject({
      status: 'INCOMPLETE',
      ok: false,
      message: "failed to wait for command 'UPDATE' signal: the update process is incompleted",
      actions: [{ component: 'containers:nosuch', status: 'DOWNLOAD_FAILURE' }],
    });
    expect(finished?.actions[0]?.message).toContain('failed to resolve reference');
  });

  it('is INCOMPLETE where no domain is one of the device, though the device does not say of which apply', async () => {
    const { engine } = await startKanto();
    const other = described({ desiredState: { domains: [{ id: 'firmware', components: [] }] } });
    const run = await engine.send(request(other));
    expect(run.finished).toMatchObject({
      status: 'INCOMPLETE',
      message: 'the desired state manifest does not contain any supported domain',
    });
    expect(run.remark).toContain('did not say which activity');
  });

  describe('that takes longer than a phase may', () => {
    it('fails to identify where no agent answers', async () => {
      const { engine } = await startKanto({ agent: null, phaseTimeout: '300ms', readTimeout: '100ms' });
      const { finished } = await engine.send(request(desired({ hello: '1' })));
      expect(finished).toMatchObject({
        status: 'IDENTIFICATION_FAILED',
        ok: false,
        message: "failed to wait for command 'DOWNLOAD' signal: not received in 300ms",
      });
    });

    it('is INCOMPLETE where the download does not end in time', async () => {
      const { engine } = await startKanto({
        phaseTimeout: '300ms',
        agent: { timing: { ...slow, download: 3000 } },
      });
      const { finished } = await engine.send(request(desired({ hello: '1' })));
      expect(finished).toMatchObject({
        status: 'INCOMPLETE',
        ok: false,
        message: "failed to wait for command 'UPDATE' signal: not received in 300ms",
      });
    });
  });

  describe('during another', () => {
    it('waits behind it, says so, and is done after it', async () => {
      const { engine } = await startKanto({ agent: { timing: slow } });
      const busy = nextRun(engine, ({ status }) => status === 'RUNNING');
      const first = engine.send(request(desired({ first: '1' })));
      await busy;
      const queued = nextRun(engine, ({ behind }) => behind !== undefined);
      const second = engine.send(request(desired({ second: '1' })));
      const { activityId } = await first;
      expect((await queued).behind).toEqual({ activityId, own: true });
      expect((await first).finished).toMatchObject({ status: 'COMPLETED' });
      const { finished, behind } = await second;
      expect(finished).toMatchObject({ status: 'COMPLETED' });
      expect(behind).toBeUndefined();
      expect(finished?.actions.map((it) => `${it.component} ${it.status}`).sort()).toEqual([
        'containers:first REMOVAL_SUCCESS',
        'containers:second UPDATE_SUCCESS',
      ]);
    });

    it('is known to wait for an update that somebody else has sent', async () => {
      const { bus, engine } = await startKanto({ agent: { timing: slow } });
      const other = await kantoEngine(bus);
      const busy = nextRun(other, ({ status }) => status === 'RUNNING');
      const first = other.send(request(desired({ first: '1' })));
      const { activityId } = await busy;
      expect(engine.busy('lab', device)).toEqual({ activityId, own: false });
      const queued = nextRun(engine, ({ behind }) => behind !== undefined);
      const second = engine.send(request(desired({ second: '1' })));
      expect((await queued).behind).toEqual({ activityId, own: false });
      expect((await first).finished?.ok).toBe(true);
      expect((await second).finished?.ok).toBe(true);
    });
  });
});

await describeWithDaemon('update-manager', 'a refresh of the real update-manager', () => {
  it('ends with what the device runs', async () => {
    const { engine } = await startKanto();
    await engine.send(request(desired({ hello: '1' })));
    const run = await engine.refresh(request(desired({})));
    expect(run.finished).toMatchObject({ status: 'REFRESHED', ok: true });
    const known = engine.device('lab', device);
    expect(known?.domains).toEqual(['containers']);
    expect(known?.components?.map(({ domain, id, version }) => `${domain} ${id} ${version}`)).toContain(
      'containers hello 1',
    );
  });

  it('waits for the agents no longer than they may take', async () => {
    const { engine } = await startKanto({ agent: null, readTimeout: '200ms' });
    expect((await engine.refresh(request(desired({})))).finished?.status).toBe('REFRESHED');
    expect(engine.device('lab', device)?.domains ?? []).toEqual([]);
  });
});
