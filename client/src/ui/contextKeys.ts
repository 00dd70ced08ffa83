/** What the `when` clauses of `package.json` can ask for. */
import { commands, Disposable } from 'vscode';
import type { Engine } from '../engine.ts';
import { isTaken } from '../updates/run.ts';
import { connectionsWithRegistry } from './commands/listRegistered.ts';
import { contextKeys } from './contributions.ts';
import { connectionKeys } from './model/connectionKeys.ts';
import type { ShownPlans } from './model/shownPlans.ts';
import type { SimulatedDevices } from './simulatedDevices.ts';

/** From now on it can be said that there is no device. */
export function tellDevicesLoaded(): void {
  void commands.executeCommand('setContext', contextKeys.devicesLoaded, true);
}

export function keepContextKeys(engine: Engine, simulated: SimulatedDevices, plans: ShownPlans): Disposable {
  const set = new Map<string, boolean>();
  const keep = (key: string, value: boolean) => {
    if (set.get(key) === value) return;
    set.set(key, value);
    void commands.executeCommand('setContext', key, value);
  };
  const update = () => {
    const { hasConnections, anyConnected } = connectionKeys(engine.connections);
    keep(contextKeys.hasConnections, hasConnections);
    keep(contextKeys.anyConnected, anyConnected);
    keep(contextKeys.hasRegistry, connectionsWithRegistry(engine).length > 0);
    keep(contextKeys.simulatorRunning, simulated.profiles.length > 0);
    keep(contextKeys.thingsSimulatorRunning, simulated.runs('things'));
    keep(contextKeys.directSimulatorRunning, simulated.runs('direct'));
  };
  update();
  return Disposable.from(
    engine.onConnections(update),
    simulated.onChange(update),
    plans.onChange(({ kind, ...target }) => {
      if (kind === 'plan' && plans.get(kind, target)) keep(contextKeys.planMade, true);
    }),
    engine.onRun((run) => {
      if (run.operation === 'apply' && isTaken(run)) keep(contextKeys.applySent, true);
    }),
  );
}
