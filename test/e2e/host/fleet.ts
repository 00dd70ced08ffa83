/** A fleet that talks without a pause, heard by the extension in the real extension host. */
import { equal } from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { connectAsync } from 'mqtt';
import { ConfigurationTarget, commands, workspace } from 'vscode';
import type { KantoApi } from '../../../client/src/extension.ts';
import { expectedOf, idOf, lastWords, messageOf } from '../../bench/fleet/messages.mjs';
import { type FleetOrder, type HeardInHost, type Suite, turns } from './suite.ts';
import { waitFor } from './waiting.ts';
import { ourExtension } from './workspace.ts';

type KantoEngine = Awaited<ReturnType<KantoApi['engine']>>;

const connection = 'fleet';
/** Milliseconds of silence after which nothing more is waited for. */
const quiet = 3000;

/** Of the storm in the tests. */
const devices = 200;

export function fleet(url: string): Suite {
  return {
    'after a storm each device is as it has said last': async () => {
      const engine = await connect(url);
      const publisher = await connectAsync(url, { protocolVersion: 4 });
      for (let turn = 0; turn < turns; turn++) {
        const words = Array.from({ length: devices }, (_, device) => messageOf(device, turn));
        await Promise.all(
          words.map(({ topic, payload }) => publisher.publishAsync(topic, payload, { qos: 1 })),
        );
      }
      await publisher.endAsync();
      const wanted = wordsOf(devices, devices * turns);
      await waitFor(
        'every device as it said last',
        engine.onDevices,
        () => othersThanSaid(engine, wanted).length === 0 || undefined,
        35,
      );
      equal(engine.devices(connection).length, devices);
    },
  };
}

/** Hears a fleet for a while; its publisher is a process of its own. */
export async function hearFleet({
  url,
  publisher,
  devices,
  rate,
  seconds,
}: FleetOrder): Promise<HeardInHost> {
  const engine = await connect(url);
  let events = 0;
  let lastHeard = 0;
  const counting = engine.onDevices(() => {
    events += 1;
    lastHeard = performance.now();
  });
  const loop = monitorEventLoopDelay({ resolution: 1 });
  const before = process.cpuUsage();
  const child = fork(publisher);
  loop.enable();
  child.send({ url, devices, rate, seconds });
  const [said] = await once(child, 'message');
  const end = performance.now();
  for (let known = -1; known !== events; ) {
    known = events;
    await delay(quiet);
  }
  loop.disable();
  const { user, system } = process.cpuUsage(before);
  counting.dispose();
  const now = engine.connections.find(({ profile }) => profile.name === connection);
  return {
    ...said,
    outdated: othersThanSaid(engine, wordsOf(devices, said.published)).length,
    behind: Math.max(0, lastHeard - end),
    p99: loop.percentile(99) / 1e6,
    most: loop.max / 1e6,
    cost: (user + system) / said.published,
    memory: process.memoryUsage().rss,
    devices: engine.devices(connection).length,
    leftOut: now?.leftOut ?? 0,
  };
}

/** What each device said last, by its id, after so many messages of all. */
function wordsOf(devices: number, messages: number): ReadonlyMap<string, ReturnType<typeof lastWords>> {
  const said = (device: number) => expectedOf(device, Math.ceil((messages - device) / devices));
  return new Map(Array.from({ length: devices }, (_, device) => [idOf(device), said(device)]));
}

/** Ids of the devices that are not as they said last. */
function othersThanSaid(engine: KantoEngine, wanted: ReturnType<typeof wordsOf>): readonly string[] {
  const known = new Map(engine.devices(connection).map((it) => [it.id, it]));
  return [...wanted].flatMap(([id, { update, version }]) => {
    const words = lastWords(known.get(id));
    return words.update === update && words.version === version ? [] : [id];
  });
}

/** Opens the tree and the connection. */
async function connect(url: string): Promise<KantoEngine> {
  const extension = ourExtension();
  await extension.activate();
  const engine = await extension.exports.engine();
  const profile = { name: connection, url };
  await workspace.getConfiguration().update('kanto.connections', [profile], ConfigurationTarget.Global);
  await waitFor('the connection', engine.onConnections, () =>
    engine.connections.find(({ profile }) => profile.name === connection),
  );
  await commands.executeCommand('kanto.devices.focus');
  await commands.executeCommand('kanto.connect', { kind: 'connection', connection });
  return engine;
}
