/** Lines of the log about connections, and about updates that others started. Pure. */
import type { Device } from '../../devices/device.ts';
import type { ConnectionStatus } from '../../engine.ts';
import type { TransportState, WireMessage } from '../../transports/transport.ts';
import type { LogLine } from '../../words/runLog.ts';
import { stateWords, target } from '../../words/words.ts';

/** Undefined where nothing changed that a reader cares for. */
export function connectionLine(
  before: TransportState | undefined,
  { profile, state }: ConnectionStatus,
): LogLine | undefined {
  if ((before?.kind ?? 'disconnected') === state.kind) return undefined;
  const text = `${profile.name}  ${stateWords(state)}  ${profile.url}`;
  switch (state.kind) {
    case 'connected':
      return { level: 'info', text: `● ${text}` };
    case 'offline':
      return { level: 'warn', text: `○ ${text}` };
    case 'disconnected':
      return { level: 'info', text: `○ ${text}` };
    case 'connecting':
      return undefined;
  }
}

/** The news of an update that was not sent from here; undefined where there is none. `isOwn`: sent from here. */
export function foreignUpdateLine(
  before: Device | undefined,
  after: Device,
  isOwn: (activityId: string) => boolean,
): LogLine | undefined {
  const update = after.lastUpdate;
  const known = before?.lastUpdate;
  if (update === undefined) return undefined;
  if (known?.activityId === update.activityId && known.status === update.status) return undefined;
  if (isOwn(update.activityId)) return undefined;
  const message = update.message === undefined ? '' : `: ${update.message}`;
  const activity = update.activityId === '' ? 'without an activity id' : update.activityId;
  return {
    level: 'info',
    text: `• ${target(after.id, after.connection)}  ${update.status}${message}  (activity ${activity}, not sent from here)`,
  };
}

/** The raw message for the trace level. */
export function wireLine({
  connection,
  direction,
  address,
  raw,
}: WireMessage & { connection: string }): string {
  return `${direction === 'out' ? '⇒' : '⇐'} ${connection}  ${address}  ${raw}`;
}
