/** `kanto-manifest devices`: who is there, as far as a registry lists it or it can be heard in a few seconds. */
import { setTimeout as delay } from 'node:timers/promises';
import type { LanguageService } from '../../../server/src/service.ts';
import { protocolOf } from '../connections/url.ts';
import type { Device } from '../devices/device.ts';
import type { Engine } from '../engine.ts';
import type { RegistryState } from '../registry/registry.ts';
import { isGone } from '../words/presenceWords.ts';
import { registeredStates, registryWords } from '../words/registryWords.ts';
import { visible } from '../words/visible.ts';
import type { Call } from './call.ts';
import { connectionName, withConnection } from './connect.ts';
import { type ExitStatus, exitStatus, statusOfFault } from './exit.ts';
import { tellFailure } from './failure.ts';
import { inCallWords, inOptions } from './faults.ts';
import type { Output } from './output.ts';

type DevicesCall = Extract<Call, { command: 'devices' }>;

/** @returns the exit status: 0 also where there is no device, otherwise why broker or registry could not be asked. */
export async function devices(
  call: DevicesCall,
  service: LanguageService,
  output: Output,
  signal: AbortSignal,
): Promise<ExitStatus> {
  try {
    const { found, registry } = await withConnection(
      call.connection,
      [],
      service,
      output,
      signal,
      async (engine) => {
        // Nothing tells that the last device has spoken: listening has to end by time, or by the user.
        const heard = delay(call.timeout, undefined, { signal }).catch(() =>
          engine.disconnect(connectionName),
        );
        const [registry] = await Promise.all([registryAnswer(engine), heard]);
        return { found: engine.devices(connectionName), registry };
      },
    );
    if (call.format === 'json') output.json(found.map(publicDevice));
    else
      for (const line of found.length > 0 ? found.flatMap(deviceLines) : [nobody(call.connection)])
        output.line(line);
    if (registry === undefined) return exitStatus.done;
    if (registry.kind !== 'failed') {
      output.note(inOptions(registryWords(registry)));
      return exitStatus.done;
    }
    const { message, advice } = inCallWords(registry.fault);
    output.note(`${message}\n${advice}`);
    return statusOfFault(registry.fault, call.command);
  } catch (error) {
    return tellFailure(error, call, output);
  }
}

/** Once it has answered; undefined where there is none. */
async function registryAnswer(engine: Engine): Promise<RegistryState | undefined> {
  const state = engine.connections.find(({ profile }) => profile.name === connectionName)?.registry;
  return state === undefined || state.kind === 'asking' ? engine.listRegistered(connectionName) : state;
}

function nobody({ url, receive = [] }: DevicesCall['connection']): string {
  return protocolOf(url) !== 'amqp' || receive.includes('events')
    ? 'No device was heard. A device tells its id when its gateway is connected, and speaks at each change.'
    : 'No device was heard: without --receive events nothing of what devices say by themselves comes here. --registry lists those that Hono knows, and takes nothing from others.';
}

/** What only a session knows is left out; the components say what the inventory does. */
function publicDevice({ connection: _, sync: __, inventory: ___, ...device }: Device) {
  return device;
}

function deviceLines(device: Device): string[] {
  const tenant = device.tenant === undefined ? '' : ` (tenant ${device.tenant})`;
  const gone = isGone(device.presence, Date.now()) ? ', not connected' : '';
  const update = device.lastUpdate === undefined ? '' : `, last update ${device.lastUpdate.status}`;
  return [
    visible(`${device.id}${tenant}${registrationPart(device)}${gone}${update}`, 500),
    ...componentLines(device),
  ];
}

function registrationPart(device: Device): string {
  const via = device.registration?.via ?? [];
  const behind = via.length === 0 ? [] : [`behind ${via.join(' or ')}`];
  return [...registeredStates(device), ...behind].map((it) => `, ${it}`).join('');
}

/** What is installed, one line for each. */
export function componentLines({ components = [] }: Device): string[] {
  return components.map(({ domain, id, version, status }) =>
    visible(
      `  ${domain === '' ? id : `${domain}:${id}`} ${[version, status].filter((it) => it !== undefined).join(' ')}`,
    ).trimEnd(),
  );
}
