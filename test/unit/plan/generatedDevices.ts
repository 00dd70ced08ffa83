/** Containers as authors write them, and simulated devices that run them. */
import fc from 'fast-check';
import { toContainers } from '../../../client/src/simulator/containers/config.ts';
import { ContainerError } from '../../../client/src/simulator/containers/container.ts';
import { ContainerEngine } from '../../../client/src/simulator/containers/engine.ts';
import { containersInventory } from '../../../client/src/simulator/containers/inventory.ts';
import { omitEmpty } from '../../../client/src/simulator/updateManager/types.ts';
import type { JsonValue } from '../../../server/src/messages.ts';
import { VirtualClock } from '../simulator/virtualWorld.ts';

type Entry = { key: string; value: string };
export type Wanted = { id: string; version: string; config: Entry[] };

/** Values that the device takes, changes or drops. */
const taken: Readonly<Record<string, readonly string[]>> = {
  image: ['nginx:latest', 'nginx:1', 'localhost:5000/x:1'],
  env: ['A=b', 'A=c', 'A', 'A=', 'B=c'],
  cmd: ['-x', '-y', ''],
  port: [
    '80:80',
    '0.0.0.0:80:80/tcp',
    '80-80:80',
    '80-90:80/udp',
    '1.2.3.4:80:80',
    '0:80',
    '0-5:80',
    '1.2.3.4:0:80',
    '80:0',
    '80:70000',
    '80:80/a/b',
    'x:80:80',
    '80',
  ],
  mount: ['/a:/b', '/a:/b:rprivate', '/a:/b:rshared', '/c:/d', '/a'],
  device: ['/dev/x:/dev/x', '/dev/x:/dev/x:rwm', '/dev/x::r', '/dev/y:/dev/x', '/dev/x', '/dev/x:/dev/x:q'],
  host: ['a:1.2.3.4', 'b:container_x'],
  network: ['bridge', ''],
  privileged: ['false', 'yes', 'F'],
  terminal: ['true', 'T', 'false'],
  interactive: ['true', 'no'],
  restartPolicy: ['always', 'no', 'on-failure', 'on-failure', 'unless-stopped'],
  restartMaxRetries: ['0', '3', '+3', 'x'],
  restartTimeout: ['0', '30', '60', '3600', '90061', '1s'],
  logDriver: ['json-file', 'none', ''],
  logMaxFiles: ['2', '5', '0', 'x'],
  logMaxSize: ['100M', '5M', '100m', ''],
  logPath: ['/var/log/x', '/var/log/y', ''],
  logMode: ['blocking', 'non-blocking', ''],
  logMaxBufferSize: ['1M', '2M', ''],
  memory: ['200M', '300M', '200m', '0.5G', ''],
  memoryReservation: ['100M', ''],
  memorySwap: ['-1', ''],
  Image: ['nginx:1'],
  hostName: ['x'],
};

/** Values for which the device rejects a container, some of them only beside others. */
const refused: Readonly<Record<string, readonly string[]>> = {
  image: [''],
  env: ['1A=b'],
  mount: ['/a:/b:ro', ':/b'],
  host: ['a:host_ip'],
  network: ['host', 'none'],
  privileged: ['true', '1'],
  restartPolicy: ['', 'sometimes'],
  restartMaxRetries: ['-1'],
  restartTimeout: ['-5'],
  logDriver: ['syslog'],
  logMaxFiles: ['-1'],
  logMode: ['fast'],
  memory: ['1M', '200'],
  memoryReservation: ['900M'],
  memorySwap: ['400M', '500M', '1G'],
};

const entryOf = (values: Readonly<Record<string, readonly string[]>>): fc.Arbitrary<Entry> =>
  fc
    .constantFrom(...Object.entries(values))
    .chain(([key, texts]) => fc.constantFrom(...texts).map((value) => ({ key, value })));
export const entry = fc.oneof(
  { weight: 30, arbitrary: entryOf(taken) },
  { weight: 1, arbitrary: entryOf(refused) },
);
export const name = fc.constantFrom('a', 'b', 'c', 'd.e-f_1');
export const component: fc.Arbitrary<Wanted> = fc.record({
  id: fc.oneof({ weight: 60, arbitrary: name }, { weight: 1, arbitrary: fc.constantFrom('', '-x', 'x:y') }),
  version: fc.constantFrom('1', '2', ''),
  config: fc.array(entry, { maxLength: 6 }),
});
export const components = fc.array(component, { maxLength: 4 });

/** A device that runs what an earlier desired state made of it; components that it rejects were never there. */
export function deviceWith(before: readonly Wanted[], stopped: boolean): ContainerEngine {
  let ids = 0;
  const newId = () => `id-${ids++}`;
  const engine = new ContainerEngine(new VirtualClock(), newId);
  for (const wanted of before) {
    try {
      for (const container of toContainers([wanted], { newId, warn: () => undefined })) {
        const { id } = engine.create(container);
        engine.start(id);
        if (stopped) engine.stop(id);
      }
    } catch (error) {
      if (!(error instanceof ContainerError)) throw error;
    }
  }
  return engine;
}

/** What the device reports of them, as it is on the wire. */
export function reportOf(engine: ContainerEngine): JsonValue {
  return JSON.parse(JSON.stringify(omitEmpty(containersInventory(engine.list()))));
}
