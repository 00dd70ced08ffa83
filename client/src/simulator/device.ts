/**
 * The simulated Kanto device: its daemons, put together. It behaves as real daemons were recorded to; it runs
 * nothing, pulls nothing and never leaves this machine's loopback.
 */
import { randomUUID } from 'node:crypto';
import type { ConsentCommand } from '../protocol/updateManager.ts';
import { type FetchArtifact, fetchArtifact } from './artifacts.ts';
import { type Bus, mqttBus } from './bus.ts';
import { type Clock, systemClock } from './clock.ts';
import { ContainerEngine } from './containers/engine.ts';
import { containerManagementProgram } from './containers/program.ts';
import { type Daemon, type DaemonOptions, type Program, startDaemon } from './daemon.ts';
import { thingOf } from './ditto.ts';
import type { ArtifactType } from './softwareUpdate/operations.ts';
import { softwareUpdateProgram } from './softwareUpdate/program.ts';
import { pretendScript, type RunScript } from './softwareUpdate/script.ts';
import { SoftwareStorage } from './softwareUpdate/storage.ts';
import { updateManagerProgram } from './updateManager/program.ts';
import { topicPrefix } from './updateManager/types.ts';

/** Milliseconds. */
export interface DeviceTiming {
  /** Pulling an image and creating the container; downloading a module. */
  readonly download: number;
  /** Stopping the old container or changing it; running a module's script. */
  readonly update: number;
  /** Starting a container. */
  readonly activate: number;
  /** Removing an old container. */
  readonly cleanup: number;
  /** update-manager's `reportFeedbackInterval`: RUNNING is told once at first, then at most this often. 0: each change. */
  readonly feedbackInterval: number;
  /** update-manager's `currentStateDelay`: before a state that nobody asked for is reported. */
  readonly currentStateDelay: number;
  /** update-manager's `phaseTimeout`: how long it waits for the agents in each phase. */
  readonly phaseTimeout: number;
  /** update-manager's `readTimeout`: how long it waits for an agent's state. */
  readonly readTimeout: number;
  readonly ownerConsentTimeout: number;
  /** How long a crashed daemon stays away. */
  readonly restart: number;
}

const usualDomain = 'device';

/** What a person can follow. */
const usualTiming: DeviceTiming = {
  download: 1_200,
  update: 400,
  activate: 600,
  cleanup: 300,
  feedbackInterval: 1_000,
  currentStateDelay: 30_000,
  phaseTimeout: 600_000,
  readTimeout: 60_000,
  ownerConsentTimeout: 1_800_000,
  restart: 5_000,
};

/** No time for anything: for tests. */
export const instantTiming: DeviceTiming = {
  ...usualTiming,
  download: 0,
  update: 0,
  activate: 0,
  cleanup: 0,
  feedbackInterval: 0,
};

/** In the order in which they are started: who asks comes after who answers. */
export const daemonNames = ['container-management', 'software-update', 'update-manager'] as const;
export type DaemonName = (typeof daemonNames)[number];

export interface DeviceOptions {
  /** `namespace:name` of the root thing; default `edge:device`. */
  readonly deviceId?: string;
  /** Default `demo`. */
  readonly tenantId?: string;
  /** Differences from {@link usualTiming}. */
  readonly timing?: Partial<DeviceTiming>;
  /** What a person should read of the device's log, one line a call. */
  readonly log?: (line: string) => void;
  /**
   * `things` (default): commands come as Ditto messages. `direct` (`thingsEnabled=false`): on `deviceupdate/…`, and
   * nobody tells the daemons who the device is, so there are no things.
   */
  readonly mode?: 'things' | 'direct';
  /** update-manager's own domain; default `device`. In direct mode its topics begin with it: `vehicle` with `vehicleupdate`. */
  readonly domain?: string;
  /** Commands that the device's owner must allow. Default none. */
  readonly ownerConsent?: readonly ConsentCommand[];
  /** Domains that update-manager is told of, though no agent runs for them: `self-update`. */
  readonly absentDomains?: readonly string[];
  /** Containers that an update leaves alone; default `["sys1"]`, as recorded. */
  readonly systemContainers?: readonly string[];
  /** How software-update takes modules that do not say it; default `archive`, which is the daemon's own. */
  readonly artifactType?: ArtifactType;
  /** Daemons that run; default all. */
  readonly daemons?: readonly DaemonName[];
  readonly onCrash?: (daemon: DaemonName, reason: string) => void;
}

/** What a test replaces. */
export interface DeviceInternals {
  readonly clock: Clock;
  readonly newId: () => string;
  readonly fetchArtifact: FetchArtifact;
  readonly runScript: RunScript;
  /** The order in which Go happens to walk a map. */
  readonly mapOrder: <T>(items: readonly T[]) => readonly T[];
}

const internalsOfTheRealWorld: DeviceInternals = {
  clock: systemClock,
  newId: randomUUID,
  fetchArtifact,
  runScript: pretendScript,
  mapOrder: (items) => items,
};

export interface SimulatedDevice {
  /** In direct mode, where the daemons do not know their id, the prefix of the topics. */
  readonly deviceId: string;
  stop(): Promise<void>;
}

/**
 * Connects the device's daemons to a broker's address or a bus; resolves when all of them listen.
 * @throws FaultError `connection-refused` where no broker answers
 */
export async function startDevice(
  target: Bus | string,
  options: DeviceOptions = {},
  internals: Partial<DeviceInternals> = {},
): Promise<SimulatedDevice> {
  const deviceId = options.deviceId ?? 'edge:device';
  const bus = typeof target === 'string' ? mqttBus(target) : target;
  const all = { ...internalsOfTheRealWorld, ...internals };
  const timing = { ...usualTiming, ...options.timing };
  const log = options.log ?? (() => undefined);
  const base = { bus, clock: all.clock, restart: timing.restart, log };
  const running: Daemon[] = [];
  const start = async (daemon: Pick<DaemonOptions, 'name' | 'title' | 'program' | 'onCrash'>) => {
    running.push(await startDaemon({ ...base, ...daemon }));
  };
  try {
    const programs = devicePrograms(deviceId, options, timing, all);
    const direct = options.mode === 'direct';
    for (const name of daemonNames) {
      if (!(options.daemons ?? daemonNames).includes(name)) continue;
      if (direct && name === 'software-update') continue;
      const onCrash = (_: string, reason: string) => options.onCrash?.(name, reason);
      await start({ name, title: name, program: programs[name], onCrash });
    }
    const connector = connectorProgram(deviceId, options.tenantId ?? 'demo');
    if (!direct) await start({ name: 'suite-connector', title: 'suite-connector', program: connector });
  } catch (error) {
    await stopAll(running);
    throw error;
  }
  const prefix = topicPrefix(options.domain ?? usualDomain);
  return { deviceId: options.mode === 'direct' ? prefix : deviceId, stop: () => stopAll(running) };
}

async function stopAll(daemons: readonly Daemon[]): Promise<void> {
  await Promise.all(daemons.map((daemon) => daemon.stop()));
}

function devicePrograms(
  deviceId: string,
  options: DeviceOptions,
  timing: DeviceTiming,
  internals: DeviceInternals,
): Readonly<Record<DaemonName, Program>> {
  const thing = thingOf(deviceId);
  const domains = ['containers', ...(options.absentDomains ?? [])];
  return {
    'update-manager': updateManagerProgram({
      ...timing,
      thing,
      mode: options.mode ?? 'things',
      domain: options.domain ?? usualDomain,
      domains: domains.map((id) => ({ id, readTimeout: timing.readTimeout })),
      ownerConsent: options.ownerConsent ?? [],
      newId: internals.newId,
    }),
    'container-management': containerManagementProgram({
      ...internals,
      thingId: options.mode === 'direct' ? undefined : `${deviceId}:edge:containers`,
      tenantId: options.tenantId ?? 'demo',
      engine: new ContainerEngine(internals.clock, internals.newId),
      timing,
      systemContainers: options.systemContainers ?? ['sys1'],
    }),
    'software-update': softwareUpdateProgram({
      ...internals,
      thing,
      timing,
      artifactType: options.artifactType ?? 'archive',
      storage: new SoftwareStorage(),
    }),
  };
}

/** Says who the device is, to whoever asks (suite-connector: service.go). Without a cloud it says nothing else. */
function connectorProgram(deviceId: string, tenantId: string): Program {
  return (process) =>
    process.subscribe('edge/thing/request', () =>
      process.publish('edge/thing/response', { deviceId, tenantId }),
    );
}
