/** Several connections open at once, each with a device of the same id: nothing of one reaches the other. */
import { describe, expect, it } from 'vitest';
import { DeviceTree } from '../../client/src/ui/model/deviceTree.ts';
import { currentTarget, targetChoices } from '../../client/src/ui/model/targets.ts';
import { startEmbedded } from './brokers.ts';
import { applyHello, device, faultOf, labProfile, request } from './engineUnderTest.ts';
import { deviceOn, engineOn, forThisTest } from './forThisTest.ts';
import { goodApply } from './scriptedDevice.ts';

async function brokerWithDevice() {
  const broker = await forThisTest(startEmbedded());
  const kanto = await deviceOn(broker.url, ['command///req/#'], goodApply);
  return { url: broker.url, kanto };
}

/** Two brokers, a connection to each, and both open. */
async function twoOpen() {
  const [lab, field] = [await brokerWithDevice(), await brokerWithDevice()];
  const engine = await engineOn({ url: lab.url });
  const profile = (name: string, url: string) =>
    labProfile(url, { name, devices: [device], protocolVersion: 4 });
  const profiles = [profile('lab', lab.url), profile('field', field.url)];
  await engine.configure(profiles);
  await Promise.all(profiles.map(({ name }) => engine.connect(name)));
  const states = () => engine.connections.map((it) => [it.profile.name, it.state.kind]);
  const devices = () => engine.connections.flatMap((it) => engine.devices(it.profile.name));
  return { engine, lab, field, profiles, states, devices };
}

describe('two connections', () => {
  it('are open at once; closing one leaves the other', async () => {
    const { engine, states } = await twoOpen();
    expect(states()).toEqual([
      ['lab', 'connected'],
      ['field', 'connected'],
    ]);
    await engine.disconnect('lab');
    expect(states()).toEqual([
      ['lab', 'disconnected'],
      ['field', 'connected'],
    ]);
  });

  it('send to the one that is named, and each update is followed on its own', async () => {
    const { engine, lab, field, devices } = await twoOpen();
    const run = await engine.send(request(applyHello, { connection: 'field' }));
    expect(run).toMatchObject({ connection: 'field', phase: 'finished' });
    expect([lab.kanto.heard.length, field.kanto.heard.length]).toEqual([0, 1]);
    expect(devices().map((it) => [it.connection, it.lastUpdate?.status])).toEqual([
      ['lab', undefined],
      ['field', 'COMPLETED'],
    ]);
    const both = await Promise.all(
      ['lab', 'field'].map((connection) => engine.send(request(applyHello, { connection }))),
    );
    expect(both.map((it) => [it.connection, it.phase])).toEqual([
      ['lab', 'finished'],
      ['field', 'finished'],
    ]);
    expect(new Set(both.map(({ activityId }) => activityId)).size).toBe(2);
  });

  it('send nothing where the one that was agreed to leads elsewhere meanwhile, or is protected only since', async () => {
    const { engine, lab, field, profiles } = await twoOpen();
    const [agreedFor, other] = profiles;
    if (agreedFor === undefined || other === undefined) throw new Error('two profiles');
    const apply = () => faultOf(engine.send(request(applyHello, { connection: 'lab', agreedFor })));

    await engine.configure([{ ...agreedFor, url: field.url }, other]);
    expect((await apply()).code).toBe('connection-changed');
    await engine.configure([{ ...agreedFor, protected: true }, other]);
    expect((await apply()).code).toBe('connection-changed');
    expect(engine.runs).toEqual([]);
    expect([...lab.kanto.heard, ...field.kanto.heard]).toEqual([]);

    await engine.configure([{ ...agreedFor, devices: [] }, other]);
    const run = await engine.send(request(applyHello, { connection: 'lab', agreedFor }));
    expect(run.phase).toBe('finished');
  });

  it('keep what is open where another one is added, changed or taken away', async () => {
    const { engine, profiles, states } = await twoOpen();
    const [lab, field] = profiles;
    if (!lab || !field) throw new Error('There are two.');
    await engine.configure([lab, { ...field, keepAlive: 60 }, { ...lab, name: 'third' }]);
    expect(states()).toEqual([
      ['lab', 'connected'],
      ['field', 'disconnected'],
      ['third', 'disconnected'],
    ]);
    await engine.configure([{ ...lab, protected: true, devices: [] }]);
    expect(states()).toEqual([['lab', 'connected']]);
  });

  it('are told apart in the tree, in the picker of targets and in the status bar', async () => {
    const { engine, devices } = await twoOpen();
    const tree = new DeviceTree({ engine, isSimulated: () => false, pins: () => ({}), sources: [] });
    const drawn = tree
      .children()
      .map((it) => [tree.row(it)?.label, ...tree.children(it).map((child) => tree.row(child)?.label)]);
    expect(drawn).toEqual([
      ['lab', device],
      ['field', device],
    ]);
    const { connections } = engine;
    const choices = targetChoices({ connections, devices: devices(), recent: [] });
    expect(choices.map((it) => [it.connection, it.device, it.group])).toEqual([
      ['lab', device, 'connected'],
      ['field', device, 'connected'],
    ]);
    expect(currentTarget(engine, [])).toBeUndefined();
    expect(currentTarget(engine, [{ connection: 'field', device }])).toEqual({
      connection: 'field',
      device,
    });
  });
});
