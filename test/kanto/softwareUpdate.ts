/** The real software-update on a bus. It runs the scripts that it is sent: they come from this test alone. */
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from '../integration/forThisTest.ts';
import { type KantoBus, tells } from './bus.ts';
import { type DaemonProcess, startDaemonProcess } from './daemonProcess.ts';

export interface SoftwareUpdateOptions {
  readonly artifactType?: 'plain' | 'archive';
  readonly featureId?: string;
  /** Further flags of it. */
  readonly args?: readonly string[];
}

export interface SoftwareUpdate extends DaemonProcess {
  /** Where it keeps what it has downloaded. */
  readonly storage: string;
}

/** Resolves when it takes commands; somebody has to tell it who it is. */
export async function startSoftwareUpdate(
  bus: KantoBus,
  { artifactType = 'plain', featureId = 'SoftwareUpdatable', args = [] }: SoftwareUpdateOptions = {},
): Promise<SoftwareUpdate> {
  const folder = await temporaryFolder();
  const storage = join(folder, 'storage');
  const logFile = join(folder, 'software-update.log');
  const flags = {
    broker: `tcp://127.0.0.1:${bus.port}`,
    storageLocation: storage,
    logFile,
    logLevel: 'DEBUG',
    artifactType,
    featureId,
  };
  const daemon = await startDaemonProcess({
    name: 'software-update',
    args: [...Object.entries(flags).map(([name, value]) => `-${name}=${value}`), ...args],
    logFile,
    ready: () => bus.next(tells(`/features/${featureId}`)),
  });
  onTestFinished(() => daemon.kill());
  return { ...daemon, storage };
}
