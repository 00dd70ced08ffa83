import { describe, expect, it } from 'vitest';
import {
  componentRow,
  connectionRow,
  deviceRow,
  groupRow,
  hardwareComponents,
  installed,
  lastUpdateRow,
  moreRow,
  parameterRow,
  stateRow,
} from '../../../client/src/ui/model/deviceRows.ts';
import { clockTime } from '../../../client/src/words/times.ts';
import { connected, device, disconnected, profile } from './samples.ts';

describe('the row of a connection', () => {
  const input = { profile: profile(), state: connected, simulated: false, deviceCount: 2, shownCount: 2 };

  it('says its state in words and lets only an open one be closed', () => {
    expect(connectionRow(input)).toMatchObject({
      label: 'lab',
      description: 'connected',
      context: 'connection.connected',
      children: 'expanded',
      spoken: 'connection lab, connected, 2 devices',
    });
    expect(connectionRow({ ...input, state: disconnected })).toMatchObject({
      description: 'not connected',
      context: 'connection.disconnected',
    });
  });

  it('says since when it is offline and why, and which attempt goes on', () => {
    const offline = {
      kind: 'offline',
      since: 0,
      reason: 'the broker closed the connection',
      retry: 1,
    } as const;
    expect(connectionRow({ ...input, state: offline })).toMatchObject({
      description: `offline since ${clockTime(0)}`,
      tooltip: expect.stringContaining('trying again\\: the broker closed the connection'),
      icon: { id: 'warning' },
      context: 'connection.connected',
    });
    const retry = { kind: 'connecting', attempt: 3, lost: 0 } as const;
    expect(connectionRow({ ...input, state: retry }).description).toBe(
      `offline since ${clockTime(0)}, attempt 3`,
    );
  });

  it('says first that it is not tried again, and offers to connect', () => {
    const offline = { kind: 'offline', since: 0, reason: 'another certificate' } as const;
    expect(connectionRow({ ...input, state: offline })).toMatchObject({
      description: `given up, offline since ${clockTime(0)}`,
      tooltip: expect.stringContaining('not tried again\\: another certificate'),
      context: 'connection.disconnected',
      spoken: expect.stringMatching(/^connection lab, offline since/),
    });
  });

  it('says that it waits for devices where there is none, and is open for the first one', () => {
    expect(connectionRow({ ...input, deviceCount: 0, shownCount: 0 })).toMatchObject({
      description: 'no device heard yet',
      tooltip: expect.stringContaining('connected'),
      children: 'expanded',
    });
  });

  it('says where the registry stands: what is amiss at once, all of it in the tooltip', () => {
    const told = { code: 'registry-unreachable', message: 'It is away.', advice: 'Check it.' } as const;
    const named = profile({ tenant: 'plant', registry: { url: 'https://hono.example.com' } });
    const failed = { ...input, profile: named, registry: { kind: 'failed', time: 0, fault: told } } as const;
    expect(connectionRow(failed)).toMatchObject({
      description: 'connected · registry unreachable',
      tooltip: expect.stringContaining('It is away\\. Check it\\.'),
      spoken: 'connection lab, connected, registry unreachable, 2 devices',
    });
    expect(connectionRow({ ...failed, state: disconnected }).description).toBe('not connected');
    const listed = { kind: 'listed', time: 0, devices: 2, total: 2, leftOut: 0, strangers: 0 } as const;
    expect(connectionRow({ ...failed, registry: listed })).toMatchObject({
      description: 'connected',
      tooltip: expect.stringContaining('The device registry lists 2 devices'),
    });
    expect(connectionRow({ ...failed, registry: { ...listed, leftOut: 1 } }).description).toBe(
      'connected · too many devices',
    );
  });

  it('offers to stop a simulated device, not to disconnect it', () => {
    expect(connectionRow({ ...input, simulated: true }).context).toBe('connection.simulated');
  });

  it('tells in the tooltip how devices are spoken to: by addressing and tenant, or by the prefix of direct mode', () => {
    const tooltip = (over: Parameters<typeof profile>[0]) =>
      connectionRow({ ...input, profile: profile(over) }).tooltip;
    expect(tooltip({ tenant: 'plant' })).toMatch(/Addressing `auto` {2}\nTenant `plant`/);
    const direct = tooltip({ mode: 'direct', prefix: 'vehicleupdate' });
    expect(direct).toContain('Direct mode, on `vehicleupdate/…`');
    expect(direct).not.toContain('Addressing');
  });

  it('tells of Hono where commands go, and what is taken from others or not heard', () => {
    const hono = (over: Parameters<typeof profile>[0]) =>
      connectionRow({
        ...input,
        profile: profile({ url: 'amqps://hono.example:15671', tenant: 'plant', ...over }),
      });
    expect(hono({})).toMatchObject({
      description: 'connected · answers only',
      spoken: expect.stringContaining('connected, answers only'),
    });
    expect(hono({}).tooltip).toMatch(/`command\/plant\/<device>`.*\n.*answers only: how an update goes on/);
    expect(hono({ receive: ['events'] }).description).toBe('connected');
    expect(hono({ receive: ['events'] }).tooltip).toContain('which other consumers of the tenant then miss');
    expect(hono({ receive: ['events'] }).tooltip).not.toContain('Addressing');
    const refused = {
      kind: 'connected',
      since: 0,
      unheard: ['event/plant'],
      whyUnheard: 'no such right',
    } as const;
    const events = profile({ url: 'amqps://hono.example:15671', tenant: 'plant', receive: ['events'] });
    expect(connectionRow({ ...input, profile: events, state: refused }).description).toBe(
      'connected · events refused',
    );
    const { tooltip } = connectionRow({ ...input, profile: events, state: refused });
    expect(tooltip).toMatch(/Does not receive from `event\/plant`, .*`no such right`/);
    expect(tooltip).not.toContain('then miss');
  });

  it('keeps markup of a name out of the tooltip', () => {
    const named = profile({ name: '[x](command:evil)' });
    expect(connectionRow({ ...input, profile: named }).tooltip).toContain('**\\[x\\]\\(command\\:evil\\)**');
  });
});

describe('the row of a connection with a filter or a guard', () => {
  const input = { profile: profile(), state: connected, simulated: false, deviceCount: 5, shownCount: 2 };

  it('says how many devices the filter hides', () => {
    expect(connectionRow(input).description).toBe('connected · 3 hidden');
  });

  it('says that it is protected', () => {
    const guarded = { ...input, shownCount: 5, profile: profile({ protected: true }) };
    expect(connectionRow(guarded).description).toBe('connected · protected');
  });
});

describe('the row of a device', () => {
  const here = {
    connected: true,
    mode: 'things',
    simulated: false,
    pinned: false,
    hasRows: false,
    namesConnection: false,
  } as const;
  const component = {
    domain: 'containers',
    id: 'influxdb',
    version: '2.7.1',
    status: 'Running',
    parameters: [],
  };
  const lastUpdate = { activityId: 'a-1', status: 'COMPLETED', time: 0, terminal: true, ok: true };

  it('says first that its network told that it is gone, and since when', () => {
    const gone = device({ presence: { connected: false, since: 0 } });
    expect(deviceRow(gone, here)).toMatchObject({
      description: expect.stringMatching(/^not connected/),
      tooltip: expect.stringContaining(`Not connected to Hono since ${clockTime(0)}`),
      spoken: expect.stringContaining('not connected'),
    });
    const there = deviceRow(device({ presence: { connected: true, since: 0 } }), here);
    expect(there.description).not.toContain('not connected');
    expect(there.tooltip).toContain(`Connected to Hono since ${clockTime(0)}`);
    const asleep = device({ presence: { connected: true, since: 0, until: 1000 } });
    expect(deviceRow(asleep, here).description).toContain('not connected');
  });

  it('tells health and sync in at most two words, and its components in the tooltip: a side bar has no room for three', () => {
    const inSync = device({ components: [component], lastUpdate, sync: 'in sync' });
    expect(deviceRow(inSync, here)).toMatchObject({
      label: 'edge:device',
      description: 'in sync',
      tooltip: expect.stringContaining('1 component'),
      icon: { id: 'circuit-board', color: 'testing.iconPassed' },
      context: 'device.connected.loose.named.things',
      children: 'collapsed',
      spoken: 'device edge:device, running · in sync · 1 component',
    });
    const dead = device({ components: [{ ...component, status: 'Dead' }], sync: 'drifted' });
    expect(deviceRow(dead, here)).toMatchObject({
      description: 'failed · drifted',
      tooltip: expect.stringContaining('Health: failed (influxdb dead)'),
      icon: { color: 'testing.iconFailed' },
    });
  });

  it('shows that it is pinned, heard only, and by which connection', () => {
    const around = { ...here, pinned: true, namesConnection: true };
    expect(deviceRow(device({ configured: false, components: [component] }), around)).toMatchObject({
      description: 'lab',
      icon: { id: 'pinned' },
      context: 'device.connected.pinned.heard.things',
      spoken: 'pinned device edge:device, running · 1 component · lab',
    });
  });

  it('tells in the tooltip why it is listed', () => {
    const tooltip = (simulated: boolean) => deviceRow(device(), { ...here, simulated }).tooltip;
    expect(tooltip(false)).toContain('Named in the settings');
    expect(tooltip(true)).toContain('Simulated, inside VS Code');
    expect(tooltip(true)).not.toContain('settings');
  });

  it('says that it is only registered, and what keeps commands from it', () => {
    const plain = { enabled: true, via: [], viaGroups: [], memberOf: [], devicesBehind: 0 };
    const listed = device({ configured: false, registration: plain });
    expect(deviceRow(listed, here)).toMatchObject({
      description: 'only registered',
      tooltip: expect.stringContaining('Listed by the device registry, nothing heard of it yet'),
      // There is nothing of it to forget.
      context: 'device.connected.loose.named.things',
    });
    const heard = { ...listed, lastHeard: 1 };
    expect(deviceRow(heard, here)).toMatchObject({
      description: 'not reported yet',
      tooltip: expect.stringContaining('Listed by the device registry and heard'),
      context: 'device.connected.loose.heard.things',
    });
    const disabled = device({ registration: { ...plain, enabled: false } });
    expect(deviceRow(disabled, here)).toMatchObject({
      description: 'disabled',
      tooltip: expect.stringMatching(
        /Named in the settings, listed by the device registry.*Disabled in the registry/s,
      ),
      spoken: 'device edge:device, disabled · only registered',
    });
    const behind = device({ registration: { ...plain, via: ['edge:gateway'] } });
    expect(deviceRow(behind, here)).toMatchObject({
      description: 'only registered · behind edge:gateway',
      tooltip: expect.stringContaining('Behind gateway edge\\:gateway'),
    });
  });

  it('opens where another section has rows for it', () => {
    expect(deviceRow(device(), { ...here, hasRows: true }).children).toBe('collapsed');
  });

  it('keeps what SoftwareUpdatable reports apart: the same containers under other ids', () => {
    const software = { domain: '', id: 'f2bc783d', parameters: [] };
    const both = device({ components: [component, software] });
    expect(installed(both)).toEqual({ components: [component], software: [software] });
    expect(deviceRow(both, here).spoken).toBe('device edge:device, running · 1 component');
    expect(groupRow('software', 1)).toMatchObject({ label: 'Software', description: '1 installed' });
  });

  it('turns while an update goes on', () => {
    const going = { ...lastUpdate, status: 'RUNNING', terminal: false, ok: false };
    expect(deviceRow(device({ lastUpdate: going }), here).icon.id).toBe('sync~spin');
  });

  it('says of an update that waits for its owner just that, and never that it is quiet', () => {
    const ownerAsked = { command: 'DOWNLOAD', usualEnd: 0, waits: true };
    const going = { ...lastUpdate, status: 'RUNNING', terminal: false, ok: false };
    const waiting = { ...going, ownerAsked, silence: 'quiet' as const };
    const row = deviceRow(device({ lastUpdate: waiting }), here);
    expect(row).toMatchObject({ description: 'waits for its owner', icon: { id: 'bell' } });
    expect(row.tooltip).toContain('waits for its owner');
    expect(lastUpdateRow(waiting).description).toMatch(
      /^RUNNING, waits for its owner: DOWNLOAD, usually until/,
    );
  });

  it('says that nothing was reported yet, and nothing at all where it is not connected', () => {
    expect(deviceRow(device(), here)).toMatchObject({ description: 'not reported yet', children: 'none' });
    expect(deviceRow(device(), { ...here, connected: false })).toMatchObject({
      description: '',
      context: 'device.disconnected.loose.named.things',
    });
  });

  it('shows each component with version and state', () => {
    expect(componentRow(component, 'components')).toMatchObject({
      label: 'influxdb',
      description: '2.7.1 · Running',
      spoken: 'component influxdb version 2.7.1, Running',
    });
  });

  it('lists what a component reports', () => {
    const parameters = [{ key: 'image', value: 'docker.io/library/influxdb:2.7.1' }];
    expect(componentRow({ ...component, parameters }, 'components').tooltip).toContain(
      '- `image` `docker.io/library/influxdb:2.7.1`',
    );
  });

  it('shows a container by its name where it reports one, with the beginning of its id', () => {
    const id = '3c92d92d-5555-42df-a7d7-1f3e68be98a8';
    const software = { domain: '', id, name: 'influxdb', version: '1.8', status: 'RUNNING', parameters: [] };
    expect(componentRow(software, 'software')).toMatchObject({
      label: 'influxdb',
      description: '1.8 · RUNNING · 3c92d92d',
      tooltip: expect.stringContaining(`- id \`${id}\``),
      icon: { color: 'testing.iconPassed' },
      spoken: 'component influxdb version 1.8, RUNNING',
    });
  });

  it('lets a value be copied, but not where only a mask is left of it', () => {
    expect(parameterRow({ key: 'image', value: 'influxdb:2' })).toMatchObject({
      label: 'image',
      description: 'influxdb:2',
      context: 'parameter',
    });
    expect(parameterRow({ key: 'env', value: 'PASSWORD=•••' })).not.toHaveProperty('context');
  });

  it('has the hardware of the inventory beneath it', () => {
    const hardware = [{ id: 'gpu', version: '2', addressable: true, parameters: [] }];
    const inventory = {
      ...{ activityId: '', time: 0, software: [], hardware, associations: [], leftOut: 0, size: 0 },
    };
    const [gpu] = hardwareComponents(device({ inventory }));
    expect(gpu && componentRow(gpu, 'hardware')).toMatchObject({
      label: 'gpu',
      description: '2',
      spoken: 'hardware gpu version 2',
    });
    expect(groupRow('hardware', 1)).toMatchObject({ label: 'Hardware', description: '1 node' });
  });

  it('is grouped beneath its state, and stands in for those that are not drawn', () => {
    expect(stateRow('failed', 2)).toMatchObject({ label: 'failed', description: '2 devices' });
    expect(moreRow(9500, 500)).toMatchObject({ label: '9500 rows more…' });
  });

  it('tells a good end from a bad one and from none', () => {
    expect(lastUpdateRow(lastUpdate).icon.id).toBe('pass');
    expect(lastUpdateRow({ ...lastUpdate, status: 'FINISHED_SUCCESS' }).icon.id).toBe('pass');
    expect(lastUpdateRow({ ...lastUpdate, status: 'RUNNING', terminal: false, ok: false }).icon.id).toBe(
      'sync~spin',
    );
    expect(
      lastUpdateRow({ ...lastUpdate, status: 'INCOMPLETE', ok: false, message: 'no space' }),
    ).toMatchObject({
      icon: { id: 'error' },
      description: 'INCOMPLETE: no space',
    });
  });
});
