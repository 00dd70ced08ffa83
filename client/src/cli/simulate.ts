/** `kanto-manifest simulate`: a broker and a device on this machine, until interrupted. */
import { once } from 'node:events';
import { faultOf } from '../errors.ts';
import { startSimulator } from '../simulator/simulator.ts';
import type { Call } from './call.ts';
import type { Output } from './output.ts';

/** @returns the exit status: 0 when it was interrupted, 1 where it could not start. */
export async function simulate(
  call: Extract<Call, { command: 'simulate' }>,
  output: Output,
  signal: AbortSignal,
): Promise<number> {
  try {
    const simulator = await startSimulator({
      port: call.port,
      devices: call.devices,
      mode: call.direct ? 'direct' : 'things',
      ownerConsent: call.ownerConsent,
      log: (line) => output.note(line),
    });
    const { deviceId, deviceIds, url } = simulator;
    const one = `device ${call.direct ? `${deviceId} (direct mode)` : deviceId} listens`;
    const who = deviceIds.length > 1 ? `devices ${deviceId} to ${deviceIds.at(-1)} listen` : one;
    output.line(`Simulated ${who} on ${url}. Stop it with Ctrl+C.`);
    if (!signal.aborted) await once(signal, 'abort');
    await simulator.stop();
    return 0;
  } catch (error) {
    const fault = faultOf(error, 'unexpected');
    output.note(`simulate failed: ${fault.message}\n${fault.advice}`);
    return 1;
  }
}
