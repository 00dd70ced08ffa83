/** An engine and a device with everything between them that can go wrong. */
import type { Engine } from '../../client/src/engine.ts';
import type { TransportState } from '../../client/src/transports/transport.ts';
import type { UpdateRun } from '../../client/src/updates/run.ts';
import { containers, type EngineSetup } from './engineUnderTest.ts';
import { startFaultyProxy } from './faultyProxy.ts';
import { connectedEngine, deviceOn, mosquitto } from './forThisTest.ts';
import { type HeardCommand, type Script, type ScriptedDevice, twinChange } from './scriptedDevice.ts';

export const topics = ['command///req/#', `command//${containers}/req/#`];

/** An engine behind a proxy, and a device at the broker itself. */
export async function world(script: Script, setup: Partial<EngineSetup> = {}, lines: readonly string[] = []) {
  const broker = await mosquitto({ lines });
  const kanto = await deviceOn(broker.url, topics, script);
  const proxy = await startFaultyProxy(broker.port);
  return { broker, kanto, proxy, engine: await connectedEngine({ url: proxy.url, ...setup }) };
}

function operationStatus(command: HeardCommand, status: string) {
  const correlationId = command.value['correlationId'] ?? '';
  const value = { correlationId, status, softwareModule: { name: 'hello', version: '1' } };
  return twinChange(containers, '/features/SoftwareUpdatable/properties/status/lastOperation', value);
}

export async function finishInstall(command: HeardCommand, it: ScriptedDevice): Promise<void> {
  for (const status of ['STARTED', 'INSTALLED', 'FINISHED_SUCCESS']) {
    await it.say(`e/demo/${containers}`, operationStatus(command, status));
  }
}

/** Resolves at the first state of this kind from now on. */
export function untilState<K extends TransportState['kind']>(engine: Engine, kind: K) {
  return new Promise<Extract<TransportState, { kind: K }>>((resolve) => {
    const isWanted = (state: TransportState | undefined): state is Extract<TransportState, { kind: K }> =>
      state?.kind === kind;
    const listening = engine.onConnections(() => {
      const state = engine.connections[0]?.state;
      if (!isWanted(state)) return;
      listening.dispose();
      resolve(state);
    });
  });
}

export function once(engine: Engine, phase: UpdateRun['phase'], then: () => void): void {
  const listening = engine.onRun((run) => {
    if (run.phase !== phase) return;
    listening.dispose();
    then();
  });
}
