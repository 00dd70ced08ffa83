/** Lines of the log about connections, and about updates that others started. Pure. */
import type { Device, LastUpdate } from '../../devices/device.ts';
import type { ConnectionStatus } from '../../engine.ts';
import { maskedText as maskedWords } from '../../protocol/secrets.ts';
import type { WireMessage } from '../../transports/transport.ts';
import type { ConsentQuestion } from '../../updates/consent.ts';
import { maskedText } from '../../updates/maskedText.ts';
import { consentEnd, consentQuestion } from '../../words/consentWords.ts';
import { registryWords } from '../../words/registryWords.ts';
import type { LogLine } from '../../words/runLog.ts';
import { visible } from '../../words/visible.ts';
import { plainText, stateWords, target } from '../../words/words.ts';

/** Characters of what a device says of itself. */
const longestLine = 2000;

/**
 * What there is to say of a connection now; `before` is what was said last. Undefined where that has not changed: a
 * broker that stays away is told of once, however often the connection is tried again.
 */
export function connectionLine(before: LogLine | undefined, status: ConnectionStatus): LogLine | undefined {
  const line = lineOf(status);
  const isFirst = before === undefined && status.state.kind === 'disconnected';
  return isFirst || line?.text === before?.text ? undefined : line;
}

function lineOf({ profile, state }: ConnectionStatus): LogLine | undefined {
  const text = `${profile.name}  ${stateWords(state)}`;
  switch (state.kind) {
    case 'connected':
      return { level: 'info', text: `● ${text}  ${maskedWords(profile.url)}` };
    case 'offline':
      return { level: 'warn', text: `○ ${text}` };
    case 'disconnected':
      return { level: 'info', text: `○ ${text}` };
    case 'connecting':
      return undefined;
  }
}

/** What the device registry says now, likewise. */
export function registryLine(
  before: LogLine | undefined,
  { profile, registry }: ConnectionStatus,
): LogLine | undefined {
  if (registry?.kind !== 'listed' && registry?.kind !== 'failed') return undefined;
  const text = visible(`  ${profile.name}  ${plainText(registryWords(registry))}`, longestLine);
  return text === before?.text ? undefined : { level: registry.kind === 'failed' ? 'warn' : 'info', text };
}

/** The news of an update that was not sent from here; undefined where there is none. `isOwn`: sent from here. */
export function foreignUpdateLine(
  known: LastUpdate | undefined,
  after: Device,
  isOwn: (activityId: string) => boolean,
): LogLine | undefined {
  const update = after.lastUpdate;
  if (update === undefined) return undefined;
  if (known?.activityId === update.activityId && known.status === update.status) return undefined;
  if (isOwn(update.activityId)) return undefined;
  const message = update.message === undefined ? '' : `: ${update.message}`;
  const activity = update.activityId === '' ? 'without an activity id' : update.activityId;
  return {
    level: 'info',
    text: visible(
      `• ${target(after.id, after.connection)}  ${update.status}${message}  (activity ${activity}, not sent from here)`,
      longestLine,
    ),
  };
}

/** How many lines of a kind there was no room for, since there were too many at once. */
export function leftOutLine(kind: 'foreign' | 'message', lines: number, characters?: number): string {
  const what = kind === 'foreign' ? 'words about updates that were not sent from here' : 'messages';
  const size = characters === undefined ? '' : ` (${Math.ceil(characters / 1000)} kB)`;
  return `… ${lines} more ${what}${size} are left out: there were too many at once`;
}

/** What a device asks its owner, and what became of it; undefined while an answer is on its way. */
export function consentLine(question: ConsentQuestion): LogLine | undefined {
  const { device, connection, activityId, state } = question;
  if (state === 'answering') return undefined;
  const said = consentEnd(question) ?? consentQuestion(question);
  const text = state === 'open' ? `? ${said}` : `  ${target(device, connection)}  ${said}`;
  return {
    level: state === 'over' ? 'warn' : 'info',
    text: visible(`${text}  (activity ${activityId === '' ? 'without an id' : activityId})`, longestLine),
  };
}

const marks: Readonly<Record<WireMessage['direction'], string>> = { out: '⇒', in: '⇐', note: '·' };

/** The raw message for the trace level, but for its secrets. */
export function wireLine({
  connection,
  direction,
  address,
  raw,
}: WireMessage & { connection: string }): string {
  return `${marks[direction]} ${connection}  ${address}  ${maskedText(raw)}`;
}
