/** The doctor beyond the broker: of each link that can be broken it says so, blames no other, and says how to mend it. */
import { describe, expect, it } from 'vitest';
import type { StepResult } from '../../client/src/connections/doctor/finding.ts';
import { isSound, verdict } from '../../client/src/connections/doctor/words.ts';
import { startEmbedded } from './brokers.ts';
import { runCommandLine } from './commandLine.ts';
import { gateway, patience, results, states, topics } from './doctorUnderTest.ts';
import { device } from './engineUnderTest.ts';
import { deviceOn, engineOn, forThisTest, mosquitto } from './forThisTest.ts';
import { describeWithMosquitto, freePort } from './mosquitto.ts';

describe('over the embedded broker (MQTT 3.1.1), the doctor', () => {
  it('finds nothing wrong with a device that answers, and sends it nothing but a refresh', async () => {
    const { url } = await forThisTest(startEmbedded());
    const kanto = await deviceOn(url, topics, gateway());
    const found = await results(url);
    expect(states(found)).toMatchObject({ broker: 'ok', identity: 'ok', updateManager: 'ok', domains: 'ok' });
    expect(verdict(found)).toContain('It works');
    const commands = kanto.heard.filter(({ topic }) => topic.startsWith('command/'));
    expect(commands.map(({ topic, value }) => [topic.split('/').at(-1), Object.keys(value)])).toEqual([
      ['refresh', ['activityId']],
    ]);
  });

  it('waits in vain for a device that is not there', async () => {
    const { url } = await forThisTest(startEmbedded());
    const found = await results(url, { options: { device } });
    expect(states(found)).toMatchObject({
      identity: 'unknown',
      updateManager: 'response-timeout',
      domains: 'skipped',
    });
  });
});

describeWithMosquitto('beyond the broker, the doctor tells', () => {
  const status = 'edge/connection/remote/status';

  it('that there is no gateway', async () => {
    const { url } = await mosquitto();
    const found = await results(url);
    expect(states(found)).toMatchObject({
      cloud: 'unknown',
      identity: 'no-listener',
      updateManager: 'skipped',
    });
  });

  it('that the gateway reaches no cloud, and why', async () => {
    const { url } = await mosquitto();
    const kanto = await deviceOn(url, topics, () => undefined);
    await kanto.retain(status, { connected: false, cause: 'CONNECTION_NOT_AUTHENTICATED', timestamp: 1 });
    const found = await results(url);
    expect(states(found)).toMatchObject({ cloud: 'gateway-offline', identity: 'gateway-offline' });
    expect(found.find(({ step }) => step === 'cloud')?.advice).toContain('credentials');
  });

  it('that it does reach its cloud', async () => {
    const { url } = await mosquitto();
    const kanto = await deviceOn(url, topics, gateway());
    await kanto.retain(status, { connected: true, timestamp: 1 });
    expect(states(await results(url))).toMatchObject({ cloud: 'ok', identity: 'ok', domains: 'ok' });
  });

  it('that the gateway is of another tenant than the connection, which then hears nothing of it', async () => {
    const { url } = await mosquitto();
    await deviceOn(url, topics, gateway());
    const found = await results(url, { profile: { tenant: 'plant' }, options: { device } });
    expect(found.find(({ step }) => step === 'settings')?.message).toContain('tenant plant');
    expect(states(found).identity).toBe('other-tenant');
    const own = await results(url, { profile: { tenant: 'demo' }, options: { device } });
    expect(states(own)).toMatchObject({ identity: 'ok', updateManager: 'ok', domains: 'ok' });
  });

  it('that the device has another id', async () => {
    const { url } = await mosquitto();
    await deviceOn(url, topics, gateway({ identity: 'edge:other' }));
    const found = await results(url, { options: { device } });
    expect(states(found).identity).toBe('other-device');
    expect(found.find(({ step }) => step === 'identity')?.advice).toContain('edge:other');
  });

  it('that a retained answer of long ago is no gateway', async () => {
    const { url } = await mosquitto();
    const gone = await deviceOn(url, [], () => undefined);
    await gone.retain('edge/thing/response', { deviceId: 'edge:gone' });
    expect(states(await results(url))).toMatchObject({ identity: 'no-listener', updateManager: 'skipped' });
  });

  it('that no UpdateManager listens', async () => {
    const { url } = await mosquitto();
    await deviceOn(url, ['edge/thing/request'], gateway());
    const found = await results(url);
    expect(states(found)).toMatchObject({ identity: 'ok', updateManager: 'no-listener', domains: 'skipped' });
    expect(found.find(({ step }) => step === 'updateManager')?.advice).toContain('update-manager');
  });

  it('that the device hears but does not answer', async () => {
    const { url } = await mosquitto();
    await deviceOn(url, topics, gateway({ answers: false, reports: false }));
    expect(states(await results(url))).toMatchObject({
      updateManager: 'response-timeout',
      domains: 'skipped',
    });
  });

  it('that it answers but does not report', async () => {
    const { url } = await mosquitto();
    await deviceOn(url, topics, gateway({ reports: false }));
    expect(states(await results(url))).toMatchObject({ updateManager: 'ok', domains: 'update-silent' });
  });

  it('that it has no agents, or not the one for containers', async () => {
    const { url } = await mosquitto();
    const bare = await deviceOn(url, topics, gateway({ agents: [] }));
    expect(states(await results(url)).domains).toBe('no-update-agent');
    await bare.stop();
    await deviceOn(url, topics, gateway({ agents: ['self-update'] }));
    const domains = (await results(url)).find(({ step }) => step === 'domains');
    expect(domains).toMatchObject({ state: 'ok', advice: expect.stringContaining('update_agent.enable') });
  });
});

describeWithMosquitto('the doctor', () => {
  it('does not push out an open connection that has a client id of its own', async () => {
    const { url } = await mosquitto();
    await deviceOn(url, topics, gateway());
    const engine = await engineOn({ url, profile: { clientId: 'mine' } });
    await engine.connect('lab');
    const kinds: string[] = [];
    engine.onConnections(() => kinds.push(engine.connections[0]?.state.kind ?? ''));
    const found: StepResult[] = [];
    for await (const result of engine.examine('lab', { patience })) found.push(result);
    expect(isSound(found)).toBe(true);
    expect(found.find(({ step }) => step === 'broker')?.message).toContain('"mine-test"');
    expect(kinds).toEqual([]);
  });

  it('stops where it is cancelled, and says so of the rest', async () => {
    const { url } = await mosquitto();
    const abort = new AbortController();
    await deviceOn(url, topics, ({ topic }) => {
      if (topic.startsWith('command/')) abort.abort();
    });
    const found = await results(url, { options: { device, signal: abort.signal } });
    expect(states(found)).toMatchObject({
      subscriptions: 'ok',
      updateManager: 'cancelled',
      domains: 'skipped',
    });
    expect(verdict(found)).toBe('The test was cancelled.');
    expect(isSound(found)).toBe(false);
  });

  it('tells that the broker went away in the middle', async () => {
    const { url, kill } = await mosquitto();
    await deviceOn(url, topics, ({ topic }) => {
      if (topic.startsWith('command/')) void kill();
    });
    const found = await results(url, { options: { device } });
    expect(found.find(({ step }) => step === 'updateManager')).toMatchObject({ code: 'connection-lost' });
  });

  it('answers on the command line with 0 where nothing is broken and with 1 where something is', async () => {
    const { url } = await forThisTest(startEmbedded());
    await deviceOn(url, topics, gateway());
    const good = await runCommandLine(['doctor', '--connection', url, '--format', 'json']);
    expect(good.status).toBe(0);
    const report = JSON.parse(good.out);
    expect(report).toMatchObject({ sound: true, verdict: expect.stringContaining('It works') });
    expect(report.steps.map(({ step }: { step: string }) => step)).toEqual([
      'settings',
      'name',
      'port',
      'tls',
      'broker',
      'subscriptions',
      'cloud',
      'identity',
      'updateManager',
      'domains',
    ]);

    const bad = await runCommandLine(['doctor', '--connection', `mqtt://127.0.0.1:${await freePort()}`]);
    expect(bad.status).toBe(1);
    expect(bad.out).toContain('✖ Port\n');
    expect(bad.out).toContain('– Broker: not looked at');
    expect((await runCommandLine(['doctor'])).status).toBe(2);
  });
});
