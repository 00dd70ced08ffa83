/** A generic daemon with all that stands around it, driven by a scenario: the real one, or the simulated. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { instantTiming, startDevice } from '../../../client/src/simulator/device.ts';
import type { RunScript } from '../../../client/src/simulator/softwareUpdate/script.ts';
import { makeCertificates } from '../../integration/certificates.ts';
import { forThisTest, temporaryFolder } from '../../integration/forThisTest.ts';
import { type Heard, type KantoBus, startBus, tells } from '../bus.ts';
import { startSoftwareUpdate } from '../softwareUpdate.ts';
import { startConnector } from '../surroundings.ts';
import { type ModuleScript, shellScript } from './moduleScript.ts';
import { type ServedFile, type SlowArtifacts, serveSlowly } from './slowArtifacts.ts';

export interface Requisites {
  readonly artifactType?: 'plain' | 'archive';
  /** By path. */
  readonly files?: Readonly<Record<string, ServedFile>>;
  /** By name of the module; each is served as `/<module>.sh`. */
  readonly scripts?: Readonly<Record<string, ModuleScript>>;
  /** Artifacts come over HTTPS, with a certificate that the daemon does not know. */
  readonly secure?: true;
  /** Further flags of the real daemon. The simulated one knows none. */
  readonly flags?: readonly string[];
  readonly featureId?: string;
}

export interface Command {
  readonly requestId?: string;
  /** MQTT topic. */
  readonly topic?: string;
  /** The envelope's `topic`; null for none. */
  readonly subject?: string | null;
  readonly path?: string;
  readonly headers?: object | null;
}

export interface Said {
  readonly topic: string;
  readonly payload: unknown;
}

export interface Stage {
  readonly bus: KantoBus;
  readonly artifacts: SlowArtifacts;
  /** A module that runs its script. */
  module(name: string): { readonly softwareModule: object; readonly artifacts: readonly object[] };
  command(operation: string, value: unknown, changes?: Command): Promise<void>;
  /** The first message of the device, past or to come, with all these words. */
  heard(...words: readonly string[]): Promise<Heard>;
  /** Lets scripts go on that wait for it. */
  open(gate: string): Promise<void>;
  /** Ends the daemon at once, as a loss of power does. */
  crash(): Promise<void>;
  /** Resolves when nothing is left of what it has ended; else it would tell the end again after a restart. */
  tidied(): Promise<void>;
  /** Resolves when the daemon has ended by itself; to be called before it does. */
  died(): Promise<unknown>;
  /** Resolves when the daemon has told its features again. */
  restart(): Promise<void>;
  /** All that the daemon said, with paths as they are in its storage. Waits until it has nothing more to do. */
  said(): Promise<readonly Said[]>;
}

export const stages = { real: realStage, simulated: simulatedStage };

async function realStage(requisites: Requisites): Promise<Stage> {
  const bus = await startBus();
  await startConnector(bus);
  const gates = await temporaryFolder();
  const artifacts = await served(requisites, gates);
  const { artifactType = 'plain', flags: args = [], featureId = 'SoftwareUpdatable' } = requisites;
  const daemon = await startSoftwareUpdate(bus, { artifactType, args, featureId });
  return stage(bus, artifacts, {
    storage: daemon.storage,
    open: (gate) => writeFile(join(gates, gate), ''),
    tidied: () => vi.waitFor(async () => expect(await readdir(join(daemon.storage, 'download'))).toEqual([])),
    crash: daemon.kill,
    died: daemon.ended,
    restart: daemon.start,
  });
}

async function simulatedStage(requisites: Requisites): Promise<Stage> {
  const bus = await startBus();
  const artifacts = await served(requisites, '/nowhere');
  const gates = new Gates();
  let died: () => void = () => undefined;
  const registered = bus.next(tells('/features/SoftwareUpdatable'));
  await forThisTest(
    startDevice(
      bus.url,
      {
        daemons: ['software-update'],
        artifactType: requisites.artifactType ?? 'plain',
        timing: { ...instantTiming, restart: 300 },
        onCrash: () => died(),
      },
      { runScript: played(requisites.scripts ?? {}, gates) },
    ),
  );
  await registered;
  let back: Promise<unknown> = Promise.resolve();
  const death = () => {
    back = bus.next(tells('/features/SoftwareUpdatable'));
    return new Promise<void>((resolve) => {
      died = resolve;
    });
  };
  return stage(bus, artifacts, {
    storage: '/nowhere',
    open: async (gate) => gates.open(gate),
    // It is when the acknowledgement of its last word comes, and that comes before anything that is sent afterwards.
    tidied: async () => undefined,
    crash: async () => {
      const dead = death();
      await bus.say('command///req/deadly/install', { headers: {}, path: '/' });
      await dead;
    },
    died: death,
    restart: async () => {
      await back;
    },
  });
}

class Gates {
  readonly #open = new Set<string>();
  readonly #waiting: (() => void)[] = [];

  open(gate: string): void {
    this.#open.add(gate);
    for (const look of this.#waiting.splice(0)) look();
  }

  async through(gate: string): Promise<void> {
    while (!this.#open.has(gate)) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}

/** What the simulated device is told that the scripts did. */
function played(scripts: Readonly<Record<string, ModuleScript>>, gates: Gates): RunScript {
  return async ({ name }, _, write) => {
    const { steps, exitCode = 0, folder = 'installed-deps' } = scripts[name] ?? { steps: [] };
    const files = new Map<string, string>();
    for (const step of steps) {
      if ('status' in step) await write(step.status);
      else if ('wait' in step) await gates.through(step.wait);
      else if ('installed' in step) files.set(`${folder}/${step.installed}`, step.text);
    }
    return { exitCode, files };
  };
}

async function served(
  { files = {}, scripts = {}, secure }: Requisites,
  gates: string,
): Promise<SlowArtifacts> {
  const texts = Object.entries(scripts).map(([name, script]): [string, ServedFile] => [
    `/${name}.sh`,
    { body: shellScript(script, gates) },
  ]);
  return serveSlowly({ ...Object.fromEntries(texts), ...files }, secure && (await unknownCertificate()));
}

async function unknownCertificate() {
  const { certFile, keyFile } = (await makeCertificates(await temporaryFolder())).selfSigned;
  return { cert: await readFile(certFile), key: await readFile(keyFile) };
}

interface Controls extends Pick<Stage, 'open' | 'tidied' | 'crash' | 'died' | 'restart'> {
  /** Folder that the daemon names in what it says. */
  readonly storage: string;
}

const isSaid = ({ topic }: Heard) => topic === 'e' || topic.startsWith('command///res/');
const fence = 'the last one';

function stage(bus: KantoBus, artifacts: SlowArtifacts, { storage, ...controls }: Controls): Stage {
  let requests = 0;
  const command: Stage['command'] = async (operation, value, changes = {}) => {
    const requestId = changes.requestId ?? `r${++requests}`;
    const headers = changes.headers === undefined ? usualHeaders : changes.headers;
    await bus.say(changes.topic ?? `command///req/${requestId}/${operation}`, {
      ...(changes.subject !== null && {
        topic: changes.subject ?? `edge/device/things/live/messages/${operation}`,
      }),
      ...(headers && { headers }),
      path: changes.path ?? `/features/SoftwareUpdatable/inbox/messages/${operation}`,
      value,
    });
  };
  const heard: Stage['heard'] = async (...words) => {
    const wanted = (message: Heard) =>
      isSaid(message) && words.every((word) => `${message.topic} ${message.text}`.includes(word));
    return bus.heard.find(wanted) ?? bus.next(wanted);
  };
  return {
    ...controls,
    bus,
    artifacts,
    module: (name) => ({
      softwareModule: { name, version: '1' },
      artifacts: [artifacts.artifact(`/${name}.sh`, { filename: 'install.sh' })],
    }),
    command,
    heard,
    said: async () => {
      // The daemon does one after the other, so the end of a last one is the end of all. But messages have threads of
      // their own: the first of two may overtake what was sent just before, the second not any more.
      for (const correlationId of [`${fence}`, `${fence}, really`]) {
        const module = { softwareModule: { name: 'fence', version: '1' } };
        await command('install', { correlationId, softwareModules: [module] }, { requestId: 'fence' });
        await heard(`"${correlationId}"`, '/lastOperation', 'FINISHED');
      }
      return bus.heard
        .filter((it) => isSaid(it) && !it.text.includes(fence) && !it.topic.includes('/fence/'))
        .map(({ topic, text }) => ({ topic, payload: JSON.parse(text.replaceAll(`${storage}/`, '')) }));
    },
  };
}

const usualHeaders = {
  'content-type': 'application/json',
  'correlation-id': 'c-header',
  'response-required': true,
};
