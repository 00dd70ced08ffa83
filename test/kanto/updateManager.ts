/** The real update-manager on a bus. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { ConsentCommand } from '../../client/src/protocol/updateManager.ts';
import { topicPrefix } from '../../client/src/simulator/updateManager/types.ts';
import { temporaryFolder } from '../integration/forThisTest.ts';
import { type KantoBus, tells } from './bus.ts';
import { type DaemonProcess, startDaemonProcess } from './daemonProcess.ts';

/** Its configuration file; what is left out here is as a quick test wants it. Durations are Go's: `300ms`. */
export interface UpdateManagerOptions {
  readonly thingsEnabled?: boolean;
  readonly domain?: string;
  /** Domains that it has agents for; default `containers`. */
  readonly domains?: readonly string[];
  readonly phaseTimeout?: string;
  /** How long it waits for an agent's state. */
  readonly readTimeout?: string;
  readonly reportFeedbackInterval?: string;
  readonly currentStateDelay?: string;
  readonly ownerConsentCommands?: readonly ConsentCommand[];
  readonly ownerConsentTimeout?: string;
}

/** Resolves when it takes commands. In things mode somebody has to tell it who it is. */
export async function startUpdateManager(
  bus: KantoBus,
  options: UpdateManagerOptions = {},
): Promise<DaemonProcess> {
  const {
    domains = ['containers'],
    readTimeout = '5s',
    thingsEnabled = true,
    domain = 'device',
    ...rest
  } = options;
  const folder = await temporaryFolder();
  const logFile = join(folder, 'update-manager.log');
  const configFile = join(folder, 'update-manager.json');
  const config = {
    log: { logFile, logLevel: 'DEBUG' },
    connection: { broker: `tcp://127.0.0.1:${bus.port}` },
    thingsEnabled,
    domain,
    agents: Object.fromEntries(domains.map((id) => [id, { rebootRequired: false, readTimeout }])),
    // It would really restart this machine.
    rebootEnabled: false,
    reportFeedbackInterval: '50ms',
    phaseTimeout: '30s',
    ...rest,
  };
  await writeFile(configFile, JSON.stringify(config));
  const daemon = await startDaemonProcess({
    name: 'update-manager',
    args: ['-config-file', configFile],
    logFile,
    ready: () =>
      thingsEnabled
        ? bus.next(tells('/features/UpdateManager'))
        : bus.nextSubscription(`${topicPrefix(domain)}/desiredstate`),
  });
  onTestFinished(() => daemon.kill());
  return daemon;
}
