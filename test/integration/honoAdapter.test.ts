/** Who connects to the MQTT adapter of a Hono is told that commands cannot be published there, and what to do. */
import { describe, expect, it } from 'vitest';
import { verdict } from '../../client/src/connections/doctor/words.ts';
import type { ConnectionProfile } from '../../client/src/connections/profile.ts';
import { broken, results, states } from './doctorUnderTest.ts';
import { faultOf } from './engineUnderTest.ts';
import { createFakeBroker } from './fakeBroker.ts';
import { engineOn } from './forThisTest.ts';
import { createHonoMqttAdapter } from './honoMqttAdapter.ts';
import { listenOn } from './servers.ts';

const credentials = { username: 'sensor1@DEFAULT_TENANT', password: 'pl4nted-secret' };

async function adapter() {
  const it = createHonoMqttAdapter(credentials);
  const { port } = await listenOn(it.server);
  return { ...it, url: `mqtt://127.0.0.1:${port}` };
}

const asDevice = { username: credentials.username };

describe('the MQTT adapter of a Hono is known by what it grants', () => {
  it.each<[string, Partial<ConnectionProfile>]>([
    ['MQTT 5', {}],
    ['MQTT 3.1.1', { protocolVersion: 4 }],
    ['direct mode', { mode: 'direct', prefix: 'vehicleupdate' }],
  ])('with %s: what happened, why, and what to do', async (_, profile) => {
    const hono = await adapter();
    const engine = await engineOn({
      url: hono.url,
      profile: { ...asDevice, ...profile },
      password: credentials.password,
    });
    const told = await faultOf(engine.connect('lab'));
    expect(told.code).toBe('hono-adapter');
    expect(told.message).toContain('commands cannot be published there');
    expect(told.advice).toMatch(/amqps:\/\/.*15671.*gateway itself/s);
    expect(engine.connections[0]?.state.kind).toBe('disconnected');
  });

  it('and no command is taken from the device by asking, nor anything published', async () => {
    const hono = await adapter();
    const engine = await engineOn({ url: hono.url, profile: asDevice, password: credentials.password });
    await faultOf(engine.connect('lab'));
    expect(hono.asked).toContain('error///# 0');
    expect(hono.asked.filter((it) => /\/(req|q)\//.test(it))).toEqual([]);
    expect(hono.published).toEqual([]);
  });

  it('and the doctor says so where it looks at the subscriptions', async () => {
    const { url } = await adapter();
    const found = await results(url, { profile: asDevice, password: credentials.password });
    expect(broken(found)).toMatchObject({ step: 'subscriptions', code: 'hono-adapter' });
    expect(states(found).broker).toBe('ok');
    expect(verdict(found)).toBe('Broken: Subscriptions.');
  });

  it('a user of its messaging network is told where that user belongs', async () => {
    const { url } = await adapter();
    const profile = { username: 'consumer@HONO' };
    const found = broken(await results(url, { profile, password: 'pl4nted' }));
    expect(found).toMatchObject({ step: 'broker', code: 'credentials-refused' });
    expect(found.advice).toContain('amqps://');
    const other = broken(await results(url, { profile: { username: 'sensor2@DEFAULT_TENANT' } }));
    expect(other.advice).not.toContain('amqps://');
  });
});

describe('a broker is not taken for one', () => {
  const granting = async (suback: (filter: string, qos: number) => number) => {
    const { port } = await listenOn(createFakeBroker({ suback }));
    return broken(await results(`mqtt://127.0.0.1:${port}`));
  };

  it('that grants anything else', async () => {
    const found = await granting((filter) => (filter === 'event/#' ? 1 : 0x80));
    expect(found.code).toBe('subscription-refused');
    expect(found.advice).not.toContain('Hono');
  });

  it('that refuses everything: then the adapter is only a guess, and said to be one', async () => {
    const found = await granting(() => 0x80);
    expect(found.code).toBe('subscription-refused');
    expect(found.advice).toMatch(/its ACL.*If it is the MQTT adapter/s);
  });

  it('that lets this user read below error/', async () => {
    const found = await granting((filter, qos) => (filter.startsWith('error/') ? qos : 0x80));
    expect(found.code).toBe('subscription-refused');
  });
});

describe('the MQTT adapter of the public sandbox is known by its address', () => {
  it.each(['mqtts://hono.eclipseprojects.io', 'mqtt://HONO.eclipseprojects.io:1883'])(
    '%s: nothing is looked up or asked, and its messaging network is named',
    async (url) => {
      const found = broken(await results(url, { profile: { username: 'consumer@HONO' } }));
      expect(found).toMatchObject({ step: 'settings', code: 'hono-adapter' });
      expect(found.advice).toContain('amqps://hono.eclipseprojects.io:15671');
    },
  );

  it('when a connection is opened, before a password is asked for', async () => {
    const engine = await engineOn({ url: 'mqtts://hono.eclipseprojects.io:8883' });
    expect((await faultOf(engine.connect('lab'))).code).toBe('hono-adapter');
  });
});
