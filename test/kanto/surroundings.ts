/** What real daemons find around them on a device: who they are, agents, and where artifacts lie. */
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { ModuleToInstall } from '../../client/src/protocol/installValue.ts';
import { type DeviceOptions, instantTiming, startDevice } from '../../client/src/simulator/device.ts';
import { forThisTest } from '../integration/forThisTest.ts';
import { listenOn } from '../integration/servers.ts';
import type { KantoBus } from './bus.ts';

/** Tells who the device is, as suite-connector does: `edge:device` of the tenant `demo`. */
export function startConnector(bus: KantoBus) {
  return forThisTest(startDevice(bus.url, { daemons: [] }));
}

/** Our simulated update agent for containers. Stopped it is gone at once, and a new one has no containers. */
export function startContainersAgent(
  bus: KantoBus,
  options: Pick<DeviceOptions, 'timing' | 'systemContainers'> = {},
) {
  return forThisTest(
    startDevice(bus.url, {
      ...options,
      timing: { ...instantTiming, ...options.timing },
      mode: 'direct',
      daemons: ['container-management'],
    }),
  );
}

export interface ArtifactServer {
  /** Paths in the order in which they were asked for. */
  readonly asked: readonly string[];
  /** What a manifest says of the text at this path. */
  artifact(path: string): Pick<Required<ModuleToInstall>, 'url' | 'checksums' | 'size'>;
}

/** Serves texts by their path (`/install.sh`) on loopback; any other is not found. */
export async function serveArtifacts(texts: Readonly<Record<string, string>>): Promise<ArtifactServer> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    const text = texts[path];
    if (text === undefined) response.writeHead(404).end('not found');
    else response.end(text);
  });
  const { port } = await listenOn(server);
  return {
    asked,
    artifact: (path) => {
      const text = texts[path] ?? '';
      return {
        url: `http://127.0.0.1:${port}${path}`,
        checksums: { SHA256: createHash('sha256').update(text).digest('hex') },
        size: Buffer.byteLength(text),
      };
    },
  };
}
