/** Start and Stop Simulated Device, of either mode. */
import { t } from '@vscode/l10n';
import { commands as editorCommands } from 'vscode';
import { devicesOf, type Mode } from '../../connections/profile.ts';
import type { Engine } from '../../engine.ts';
import type { Connector } from '../connector.ts';
import { views } from '../contributions.ts';
import type { Profiles } from '../profiles.ts';
import { tellBriefly } from '../progress.ts';
import { responseTimeout, updateTimeout } from '../settings.ts';
import type { SimulatedDevices } from '../simulatedDevices.ts';
import { isTrusted } from '../trust.ts';
import { chooseConnection } from './connections.ts';

export interface SimulatorParts {
  readonly engine: Engine;
  readonly connector: Connector;
  readonly simulated: SimulatedDevices;
  readonly profiles: Profiles;
}

/** Resolves once the device is there, connected, and has said what it runs. One that runs already is shown, and asked anew. */
export async function startSimulator(parts: SimulatorParts, mode: Mode): Promise<void> {
  if (!isTrusted()) return;
  const { engine, connector, simulated, profiles } = parts;
  if (simulated.runs(mode)) {
    tellBriefly(t('The simulated device runs already.'));
    await editorCommands.executeCommand(`${views.devices}.focus`);
  }
  const profile = await simulated.start(mode);
  await profiles.takeOver();
  if (!(await connector.open(profile.name))) return;
  // In direct mode the broker has kept what the device runs, and a question would hold the device up.
  if (mode === 'direct') return;
  const timeouts = { responseTimeout: responseTimeout(), updateTimeout: updateTimeout() };
  for (const device of devicesOf(profile))
    await engine.refresh({ connection: profile.name, device, ...timeouts });
}

/** `subject`: the connection of one in the tree, or nothing: then the user is asked, where there are several. */
export async function stopSimulator(parts: SimulatorParts, subject: unknown): Promise<void> {
  const { engine, simulated, profiles } = parts;
  const isOne = ({ profile }: { readonly profile: { readonly name: string } }) =>
    simulated.isSimulated(profile.name);
  const status = await chooseConnection(engine, subject, t('Simulated device to stop'), isOne);
  if (status === undefined) return;
  await simulated.stop(status.profile.name);
  await profiles.takeOver();
}
