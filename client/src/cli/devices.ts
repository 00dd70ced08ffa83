/** `kanto-manifest devices`: who is there, as far as it can be heard in a few seconds. */
import { setTimeout as delay } from 'node:timers/promises';
import type { LanguageService } from '../../../server/src/service.ts';
import type { Device } from '../devices/device.ts';
import { faultOf } from '../errors.ts';
import { visible } from '../words/visible.ts';
import type { Call } from './call.ts';
import { connectionName, withConnection } from './connect.ts';
import { inCallWords } from './faults.ts';
import type { Output } from './output.ts';

type DevicesCall = Extract<Call, { command: 'devices' }>;

/** @returns the exit status: 0 also where no device was heard, 1 where the broker could not be reached. */
export async function devices(
  call: DevicesCall,
  service: LanguageService,
  output: Output,
  signal: AbortSignal,
): Promise<number> {
  try {
    const found = await withConnection(call.connection, [], service, output, signal, async (engine) => {
      // Nothing tells that the last device has spoken: listening has to end by time, or by the user.
      await delay(call.timeout, undefined, { signal }).catch(() => undefined);
      return engine.devices(connectionName);
    });
    if (call.format === 'json') output.line(JSON.stringify(found.map(publicDevice), null, 2));
    else for (const line of found.length > 0 ? found.flatMap(deviceLines) : [nobody]) output.line(line);
    return 0;
  } catch (error) {
    const fault = inCallWords(faultOf(error, 'unexpected'));
    if (call.format === 'json') output.line(JSON.stringify({ error: fault }, null, 2));
    else output.note(`devices failed: ${fault.message}\n${fault.advice}`);
    return 1;
  }
}

const nobody =
  'No device was heard. A device tells its id when its gateway is connected, and speaks at each change.';

/** What only a session knows is left out; the components say what the inventory does. */
function publicDevice({ connection: _, sync: __, inventory: ___, ...device }: Device) {
  return device;
}

function deviceLines(device: Device): string[] {
  const tenant = device.tenant === undefined ? '' : ` (tenant ${device.tenant})`;
  const update = device.lastUpdate === undefined ? '' : `, last update ${device.lastUpdate.status}`;
  return [visible(`${device.id}${tenant}${update}`), ...componentLines(device)];
}

/** What is installed, one line for each. */
export function componentLines({ components = [] }: Device): string[] {
  return components.map(({ domain, id, version, status }) =>
    visible(
      `  ${domain === '' ? id : `${domain}:${id}`} ${[version, status].filter((it) => it !== undefined).join(' ')}`,
    ).trimEnd(),
  );
}
