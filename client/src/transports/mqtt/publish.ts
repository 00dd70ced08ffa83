/** One message to the broker, and what became of it. */
import { type Fault, FaultError } from '../../errors.ts';
import type { Command } from '../transport.ts';
import type { MqttLink } from './link.ts';
import { nobodyListens, nobodyMayWrite, type Tried, writeRefused } from './requestFaults.ts';

/** MQTT 5 PUBACK reasons. */
const noMatchingSubscribers = 16;
const notAuthorized = 135;

/** A connection lost while publishing leaves open whether anyone heard it; then the answer or the time-out decides. */
export async function publishOn(link: MqttLink, address: string, payload: string): Promise<Tried> {
  try {
    const { reasonCode } = await link.publish(address, payload);
    if (reasonCode === undefined) return { address };
    if (reasonCode === noMatchingSubscribers) return { address, heard: false };
    if (reasonCode < 128) return { address, heard: true };
    return { address, heard: false, refused: reasonCode === notAuthorized ? 'not-authorized' : reasonCode };
  } catch (error) {
    if (error instanceof FaultError && error.fault.code === 'connection-lost') return { address, lost: true };
    throw error;
  }
}

/** Why certainly nobody has got the command, where that is so for every address. */
export function unheard(command: Command, tried: readonly Tried[]): Fault {
  const refusals = tried.filter((it) => it.refused !== undefined);
  if (refusals.length < tried.length) return nobodyListens(command, tried);
  const other = refusals.find((it) => typeof it.refused === 'number');
  return other ? writeRefused(other) : nobodyMayWrite(tried);
}
