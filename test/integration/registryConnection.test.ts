/** A connection whose settings name a device registry: what is listed beside what is heard, and what a failure leaves alone. */
import { describe, expect, it } from 'vitest';
import type { ConnectionProfile } from '../../client/src/connections/profile.ts';
import type { ConnectionStatus, Engine } from '../../client/src/engine.ts';
import type { RegistryState } from '../../client/src/registry/registry.ts';
import { startEmbedded } from './brokers.ts';
import { certificatesOfFile } from './certificates.ts';
import { applyHello, device, type EngineSetup, labProfile, request } from './engineUnderTest.ts';
import { deviceOn, engineOn, forThisTest } from './forThisTest.ts';
import { startHono, tenant } from './honoServer.ts';
import { type RegistryOptions, type RegistryServer, registered, startRegistry } from './registryServer.ts';
import { goodApply } from './scriptedDevice.ts';

const certificates = certificatesOfFile();

type Setup = Pick<EngineSetup, 'profile' | 'registryPassword'> & {
  readonly server?: RegistryOptions;
  readonly registry?: Partial<ConnectionProfile['registry']>;
};

async function world({ server, registry, profile, registryPassword }: Setup = {}) {
  const broker = await forThisTest(startEmbedded());
  const served = await startRegistry(server);
  const changes = { tenant: 'plant', protocolVersion: 4, ...profile } as const;
  const engine = await engineOn({
    url: broker.url,
    profile: { ...changes, registry: { url: served.url, ...registry } },
    ...(registryPassword !== undefined && { registryPassword }),
  });
  const lab = (over: Partial<ConnectionProfile>) => labProfile(broker.url, { ...changes, ...over });
  return { broker, served, engine, lab };
}

function listed(engine: Engine) {
  return engine
    .devices('lab')
    .map(({ id, registration, lastHeard }) => [id, registration !== undefined, lastHeard !== undefined]);
}

/** Resolves with the answer of the registry, a failure too. */
function answered(engine: Engine): Promise<RegistryState> {
  return new Promise((resolve) => {
    const look = () => {
      const state = engine.connections[0]?.registry;
      if (state !== undefined && state.kind !== 'asking') resolve(state);
    };
    engine.onConnections(look);
    look();
  });
}

function statusOf(engine: Engine): ConnectionStatus['state']['kind'] | undefined {
  return engine.connections[0]?.state.kind;
}

const put = (served: RegistryServer, ...ids: string[]) =>
  served.tenants.set(
    'plant',
    ids.map((id) => ({ id })),
  );

describe('a connection with a device registry', () => {
  it('lists its devices at the connect, beside those that are heard', async () => {
    const { broker, served, engine } = await world();
    put(served, device, 'plant:silent');
    await deviceOn(broker.url, ['command///req/#'], goodApply);
    expect(served.asked).toEqual([]);
    await engine.connect('lab');
    expect(await answered(engine)).toMatchObject({ kind: 'listed', devices: 2 });
    const run = await engine.send(request(applyHello));
    expect(run.phase).toBe('finished');
    expect(listed(engine)).toEqual([
      [device, true, true],
      ['plant:silent', true, false],
    ]);
  });

  it('lists them anew when asked to, and with each connect', async () => {
    const { served, engine } = await world();
    put(served, 'plant:a', 'plant:b');
    await engine.connect('lab');
    await answered(engine);
    put(served, 'plant:b', 'plant:c');
    expect(await engine.listRegistered('lab')).toMatchObject({ kind: 'listed', devices: 2 });
    expect(listed(engine).map(([id]) => id)).toEqual(['plant:b', 'plant:c']);
    await engine.disconnect('lab');
    expect(engine.connections[0]?.registry).toBeUndefined();
    served.tenants.delete('plant');
    await engine.connect('lab');
    expect(await answered(engine)).toMatchObject({ kind: 'listed', total: 0 });
    expect(listed(engine)).toEqual([]);
  });

  it('asks it without its own user and password where it has none for it', async () => {
    const { served, engine } = await world({ profile: { username: 'broker-user' } });
    put(served, 'plant:a');
    await engine.connect('lab');
    await answered(engine);
    expect(served.asked[0]?.headers.authorization).toBeUndefined();
  });

  it('asks it as the user of the registry, with the password of that', async () => {
    const server = { users: { me: 'planted-5513' } };
    const { served, engine } = await world({
      server,
      registry: { username: 'me' },
      registryPassword: 'planted-5513',
    });
    put(served, 'plant:a');
    await engine.connect('lab');
    expect(await answered(engine)).toMatchObject({ devices: 1 });
    expect(JSON.stringify(engine.connections)).not.toContain('planted');
  });

  it.each([
    ['lets nobody in', { users: {} }, 'registry-user-required'],
    ['fails', { instead: (response) => Boolean(response.writeHead(500).end()) }, 'registry-failed'],
    ['breaks off', { instead: (response) => Boolean(response.destroy()) }, 'registry-unreachable'],
  ] satisfies [string, RegistryOptions, string][])(
    'stays open where the registry %s, which is told',
    async (_what, server, code) => {
      const { engine } = await world({ server, profile: { devices: ['plant:named'] } });
      await engine.connect('lab');
      expect(await answered(engine)).toMatchObject({ kind: 'failed', fault: { code } });
      expect(statusOf(engine)).toBe('connected');
      expect(listed(engine)).toEqual([['plant:named', false, false]]);
    },
  );

  it('trusts the authority that it names for the registry, or else that of the broker', async () => {
    const { caFile, server: secure } = certificates();
    const missing = `${caFile}.none`;
    const tried = [
      [{ caFile }, undefined, { kind: 'listed' }],
      [{}, { caFile }, { kind: 'listed' }],
      [{ caFile }, { caFile: missing }, { kind: 'listed' }],
      [{}, undefined, { fault: { code: 'registry-untrusted' } }],
      [
        { caFile: missing },
        { caFile },
        { fault: { code: 'tls-file-unreadable', advice: 'Check `registry.caFile` of the connection.' } },
      ],
    ] as const;
    for (const [registry, tls, expected] of tried) {
      const { served, engine } = await world({
        server: { secure },
        registry,
        ...(tls && { profile: { tls } }),
      });
      put(served, 'plant:a');
      await engine.connect('lab');
      expect(await answered(engine)).toMatchObject(expected);
    }
  });

  it('is open before the registry has answered, and closing it waits for no answer', async () => {
    const { engine } = await world({ server: { instead: () => true } });
    await engine.connect('lab');
    expect(engine.connections[0]?.registry).toEqual({ kind: 'asking' });
    await engine.disconnect('lab');
    expect([statusOf(engine), engine.connections[0]?.registry]).toEqual(['disconnected', undefined]);
  });

  it('stays open where its settings name another registry, a filter or none', async () => {
    const { served, engine, lab } = await world();
    const other = await startRegistry();
    put(served, 'plant:a');
    put(other, 'plant:b', 'plant:c');
    await engine.connect('lab');
    await answered(engine);
    const states: (string | undefined)[] = [];
    engine.onConnections(() => states.push(statusOf(engine)));
    await engine.configure([lab({ registry: { url: other.url } })]);
    expect(await answered(engine)).toMatchObject({ devices: 2 });
    await engine.configure([lab({ registry: { url: other.url, filter: { '/id': '*b' } } })]);
    expect(await answered(engine)).toMatchObject({ devices: 1 });
    expect(listed(engine).map(([id]) => id)).toEqual(['plant:b']);
    await engine.configure([lab({})]);
    expect(listed(engine)).toEqual([]);
    expect(new Set(states)).toEqual(new Set(['connected']));
  });

  it('to a Hono knows devices that it does not hear; of one behind a gateway Hono finds the way', async () => {
    const hono = await startHono();
    const served = await startRegistry();
    served.tenants.set(tenant, [{ id: 'plant:gateway' }, { id: 'plant:valve', via: ['plant:gateway'] }]);
    hono.onCommand((command) => {
      command.accept();
      command.answer(204);
    });
    const profile = { tenant, registry: { url: served.url } };
    const engine = await engineOn({ url: hono.url, profile });
    await engine.connect('lab');
    expect(await answered(engine)).toMatchObject({ kind: 'listed', devices: 2 });
    const run = await engine.send(request(applyHello, { device: 'plant:valve' }));
    expect(run.sent).toMatchObject([{ address: `command/${tenant}/plant:valve`, heard: true }]);
    expect(hono.commands).toMatchObject([{ envelope: { topic: 'plant/valve/things/live/messages/apply' } }]);
    expect(engine.device('lab', 'plant:valve')?.registration?.via).toEqual(['plant:gateway']);
  });

  it('lists thousands, and tells how many are too many', async () => {
    const { served, engine } = await world();
    served.tenants.set('plant', registered(10_020));
    await engine.connect('lab');
    expect(await answered(engine)).toMatchObject({ devices: 10_000, total: 10_020, leftOut: 20 });
    expect(engine.devices('lab')).toHaveLength(10_000);
  });
});
