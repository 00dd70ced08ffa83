/** Binds each command to what it does. */
import { Disposable, commands as editorCommands, env, type LogOutputChannel } from 'vscode';
import type { Engine } from '../../engine.ts';
import { type CommandId, commands, settings } from '../contributions.ts';
import type { DevicesTree } from '../devicesTree.ts';
import type { ManifestServer } from '../manifestServer.ts';
import { showError } from '../notices.ts';
import type { PasswordStore } from '../passwordStore.ts';
import type { Profiles } from '../profiles.ts';
import type { SimulatedDevice } from '../simulatedDevice.ts';
import type { TargetPicker } from '../targetPicker.ts';
import { addConnection } from './addConnection.ts';
import { applyToDevice } from './applyToDevice.ts';
import { connect, disconnect, setPassword } from './connections.ts';
import { newManifest } from './newManifest.ts';
import { refreshDevice } from './refreshDevice.ts';
import { startSimulator, stopSimulator } from './simulator.ts';

export interface CommandParts {
  readonly engine: Engine;
  readonly server: ManifestServer;
  readonly targets: TargetPicker;
  readonly tree: DevicesTree;
  readonly passwords: PasswordStore;
  readonly simulated: SimulatedDevice;
  readonly profiles: Profiles;
  readonly log: LogOutputChannel;
}

/** `subject` is what VS Code hands over: a Uri, a row of the tree, a code lens' argument, or nothing. */
type Run = (subject: unknown) => Promise<unknown> | Thenable<unknown> | void;

export function registerCommands(parts: CommandParts): Disposable {
  const { engine, server, targets, tree, passwords, simulated, profiles, log } = parts;
  const runs: Readonly<Record<CommandId, Run>> = {
    [commands.applyToDevice]: (subject) => applyToDevice({ engine, server, targets }, subject),
    [commands.refreshDevice]: (subject) => refreshDevice(engine, targets, subject),
    [commands.newManifest]: newManifest,
    [commands.addConnection]: () => addConnection(engine, profiles),
    [commands.editConnections]: () =>
      editorCommands.executeCommand('workbench.action.openSettings', `@id:${settings.connections.key}`),
    [commands.setPassword]: (subject) => setPassword(engine, passwords, subject),
    [commands.connect]: (subject) => connect(engine, subject),
    [commands.disconnect]: (subject) => disconnect(engine, subject),
    [commands.startSimulator]: () => startSimulator(engine, simulated, profiles),
    [commands.stopSimulator]: () => stopSimulator(simulated, profiles),
    [commands.showOutput]: () => log.show(true),
    [commands.restartLanguageServer]: () => server.restart(),
    [commands.copyId]: (subject) => env.clipboard.writeText(tree.idOf(subject) ?? ''),
  };
  return Disposable.from(
    ...Object.entries(runs).map(([command, run]) =>
      editorCommands.registerCommand(command, async (subject: unknown) => {
        try {
          await run(subject);
        } catch (error) {
          log.error(error instanceof Error ? error : String(error));
          void showError(error);
        }
      }),
    ),
  );
}
