/** The doctor at a Hono: each link to the device, which of them is broken, and how to mend it. */
import { describe, expect, it } from 'vitest';
import type { StepId, StepResult } from '../../client/src/connections/doctor/finding.ts';
import { verdict } from '../../client/src/connections/doctor/words.ts';
import type { ConnectionProfile } from '../../client/src/connections/profile.ts';
import { isObject } from '../../client/src/protocol/json.ts';
import type { JsonObject } from '../../server/src/messages.ts';
import { broken, patience, results, states } from './doctorUnderTest.ts';
import { device } from './engineUnderTest.ts';
import { connectedEngine } from './forThisTest.ts';
import { type HonoOptions, type HonoServer, startHono, tenant } from './honoServer.ts';
import { freePort } from './mosquitto.ts';
import { startRegistry } from './registryServer.ts';
import { twinChange } from './scriptedDevice.ts';

const password = 'pl4nted-secret';
const unauthorized = { condition: 'amqp:unauthorized-access', description: 'not allowed' };

/** As a device behind Hono does: it answers a refresh, and reports its state as an event. */
function answering({ reports = true } = {}): (hono: HonoServer) => void {
  return (hono) =>
    hono.onCommand((command) => {
      command.accept();
      command.answer(204);
      const { value } = command.envelope;
      const activityId = isObject(value) ? (value['activityId'] ?? '') : '';
      const softwareNodes = [
        { id: 'containers-agent', parameters: [{ key: 'domain', value: 'containers' }] },
      ];
      const state = { activityId, timestamp: 1, domain: 'device', inventory: { softwareNodes } };
      if (reports) hono.say('event', device, twinChange(device, '/features/UpdateManager/properties', state));
    });
}

async function examined(
  options: HonoOptions = {},
  profile: Partial<ConnectionProfile> = {},
  prepare: (hono: HonoServer) => void = () => undefined,
): Promise<readonly StepResult[]> {
  const hono = await startHono(options);
  prepare(hono);
  return results(hono.url, { profile: { tenant, ...profile }, password, options: { device } });
}

const stepOf = (found: readonly StepResult[], wanted: StepId) => found.find(({ step }) => step === wanted);

describe('at a Hono, the doctor tells', () => {
  it('that nobody listens on the port, or that what answers there is no Hono', async () => {
    const away = await results(`amqp://127.0.0.1:${await freePort()}`, { profile: { tenant } });
    expect(broken(away)).toMatchObject({ step: 'port', code: 'connection-refused' });
  });

  it('that user or password are refused, or wanted', async () => {
    const users = { 'consumer@HONO': 'other' };
    const wrong = broken(await examined({ users }, { username: 'consumer@HONO' }));
    expect(wrong).toMatchObject({ step: 'network', code: 'credentials-refused' });
    const without = broken(await examined({ users }));
    expect(without).toMatchObject({ step: 'network', code: 'credentials-required' });
  });

  it('that answers may not be received, with the right that is missing', async () => {
    const refuse = (address: string) => (address.startsWith('command_response/') ? unauthorized : undefined);
    const found = await examined({ refuse });
    expect(broken(found)).toMatchObject({ step: 'responses', code: 'link-refused' });
    expect(broken(found).advice).toContain('read command_response/');
    expect(states(found)).toMatchObject({ network: 'ok', commands: 'skipped' });
  });

  it('that commands may not be sent, as where the tenant is wrong', async () => {
    const refuse = (address: string) => (address === `command/${tenant}` ? unauthorized : undefined);
    const found = await examined({ refuse });
    expect(broken(found)).toMatchObject({ step: 'commands', code: 'link-refused' });
    expect(broken(found).advice).toContain('`tenant`');
    expect(states(found)).toMatchObject({ network: 'ok', responses: 'ok' });
  });

  it('that events may not be received, and looks further', async () => {
    const refuse = (address: string) => (address.startsWith('event/') ? unauthorized : undefined);
    const found = await examined({ refuse, credit: 0 }, { receive: ['events'] });
    expect(states(found)).toMatchObject({ commands: 'ok', events: 'link-refused', credit: 'no-credit' });
    expect(stepOf(found, 'events')?.advice).toContain(`read event/${tenant}`);
  });

  it('that no device of the tenant has subscribed for commands: there is no credit', async () => {
    const found = await examined({ credit: 0 });
    expect(broken(found)).toMatchObject({ step: 'credit', code: 'no-credit' });
    expect(broken(found).message).toContain(tenant);
    expect(verdict(found)).toBe('Broken: Subscribed devices.');
  });
});

describe('at a device behind Hono, the doctor', () => {
  const events = { receive: ['events'] } as const;

  it('finds nothing wrong where it answers and its events are received; it sends nothing but a refresh', async () => {
    const hono = await startHono();
    answering()(hono);
    const found = await results(hono.url, { profile: { tenant, ...events }, options: { device } });
    expect(states(found)).toEqual({
      settings: 'ok',
      name: 'skipped',
      port: 'ok',
      tls: 'skipped',
      network: 'ok',
      responses: 'ok',
      commands: 'ok',
      events: 'ok',
      registry: 'skipped',
      credit: 'ok',
      updateManager: 'ok',
      domains: 'ok',
    });
    expect(stepOf(found, 'settings')?.message).toContain('which other consumers of the tenant then miss');
    expect(stepOf(found, 'updateManager')?.message).toContain(`on command/${tenant}/${device} with 204`);
    expect(verdict(found)).toContain('It works');
    expect(hono.commands.map(({ subject }) => subject)).toEqual(['refresh']);
  });

  it('takes no events from others where none are wanted, and says what then is not heard', async () => {
    const hono = await startHono();
    answering()(hono);
    let links: readonly string[] = [];
    hono.onCommand((command) => {
      links = hono.links;
      command.accept();
      command.answer(204);
    });
    const found = await results(hono.url, { profile: { tenant }, options: { device } });
    expect(states(found)).toMatchObject({ events: 'skipped', updateManager: 'ok', domains: 'unknown' });
    expect(stepOf(found, 'domains')?.advice).toMatch(/`receive`.*others of the tenant/);
    expect(verdict(found)).toContain('What the device runs was not told');
    expect(links.filter((address) => address.startsWith('event/'))).toEqual([]);
  });

  it('tells that it is not connected', async () => {
    const found = await examined({}, {}, (hono) => hono.onCommand((command) => command.release()));
    expect(broken(found)).toMatchObject({ step: 'updateManager', code: 'device-not-connected' });
  });

  it('tells that Hono rejects it, in the words of Hono', async () => {
    const found = await examined({}, {}, (hono) =>
      hono.onCommand((command) => command.reject('amqp:not-found', 'no such device')),
    );
    expect(broken(found)).toMatchObject({ step: 'updateManager', code: 'command-refused' });
    expect(broken(found).message).toContain('no such device');
  });

  it('tells that it answers and its state does not come: another consumer may have it', async () => {
    const found = await examined({}, events, answering({ reports: false }));
    expect(broken(found)).toMatchObject({ step: 'domains', code: 'update-silent' });
    expect(broken(found).advice).toContain('another consumer of the tenant');
  });

  it('looks at the connection that is open here, and opens no second one', async () => {
    const hono = await startHono();
    answering()(hono);
    const engine = await connectedEngine({
      url: hono.url,
      profile: { tenant, ...events, devices: [device] },
    });
    const found: StepResult[] = [];
    for await (const result of engine.examine('lab', { patience })) found.push(result);
    expect(states(found)).toMatchObject({ network: 'ok', updateManager: 'ok', domains: 'ok' });
    // The step “port” only knocks.
    expect(hono.open).toBe(1);
    expect(engine.connections[0]?.state.kind).toBe('connected');
  });
});

describe('at the device registry, the doctor tells', () => {
  async function askedFor(registration: JsonObject | undefined) {
    const registry = await startRegistry();
    registry.tenants.set(tenant, registration ? [{ id: device, ...registration }] : []);
    return examined({}, { registry: { url: registry.url } }, answering());
  }

  it('that it knows the device', async () => {
    expect(stepOf(await askedFor({}), 'registry')?.message).toContain(`${device} is one of them`);
  });

  it('that it does not know the device, or has disabled it, and goes on', async () => {
    const unknown = await askedFor(undefined);
    expect(states(unknown)).toMatchObject({ registry: 'other-device', updateManager: 'ok' });
    const disabled = await askedFor({ enabled: false });
    expect(stepOf(disabled, 'registry')).toMatchObject({ code: 'command-refused' });
    expect(stepOf(disabled, 'registry')?.advice).toContain('Enable it');
  });
});
