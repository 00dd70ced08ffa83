/** The real software-update, asked one message after the other. */
import { isObject, parseJson } from '../../client/src/protocol/json.ts';
import type { Verdict } from './agreement.ts';
import type { KantoBus } from './bus.ts';
import type { Probe, Protocol, Reaction, Said, Subject } from './reactions.ts';
import { startSoftwareUpdate } from './softwareUpdate.ts';
import { startConnector } from './surroundings.ts';

export async function realSoftwareUpdate(bus: KantoBus): Promise<Subject> {
  await startConnector(bus);
  const daemon = await startSoftwareUpdate(bus);
  return { bus, died: daemon.ended, revive: daemon.start };
}

/** A command for the device's own SoftwareUpdatable, `value` as text. */
export function softwareCommand(operation: string, value: string, id = 'r'): Said {
  const topic = `edge/device/things/live/messages/${operation}`;
  const headers = { 'response-required': true, 'correlation-id': id, 'content-type': 'application/json' };
  const path = `/features/SoftwareUpdatable/inbox/messages/${operation}`;
  const rest = JSON.stringify({ topic, headers, path }).slice(0, -1);
  return { topic: `command///req/${id}/${operation}`, text: `${rest},"value":${value}}` };
}

/** A file that it may not take: tried in its turn, after all that was to be done before. */
const forbiddenFile = {
  filename: 'x',
  download: { FILE: { url: '/nowhere' } },
  checksums: { SHA256: '0'.repeat(64) },
};

const download = (id: string): Probe => ({
  ...softwareCommand(
    'download',
    JSON.stringify({
      correlationId: id,
      softwareModules: [{ softwareModule: { name: 'x', version: '1' }, artifacts: [forbiddenFile] }],
    }),
    id,
  ),
  isLast: ({ topic, text }) =>
    topic === 'e' &&
    text.includes('/status/lastOperation"') &&
    text.includes(`"${id}"`) &&
    text.includes('"FINISHED_ERROR"'),
});

/** Two, as one can overtake the message that it was sent with. */
export const softwareProtocol: Protocol = {
  isOfDaemon: (topic) => topic === 'e' || topic.startsWith('command///res/'),
  probes: [download, download],
};

const atOnce = 'Fail to save operation data.';

/** What became of a command, apart from its downloads and scripts. */
export function verdictOf({ crashed, said }: Reaction): Verdict {
  if (crashed) return { kind: 'crash' };
  const refused = said.find(({ topic }) => /^command\/\/\/res\/[^/]*\/4\d\d$/.test(topic));
  if (refused) return { kind: 'refused', words: wordsOf(refused.text) };
  if (said.some(({ text }) => text.includes(`"${atOnce}"`))) return { kind: 'failed', words: atOnce };
  return said.length === 0 ? { kind: 'silent' } : { kind: 'accepted' };
}

function wordsOf(text: string): string {
  const answer = parseJson(text);
  const value = isObject(answer) ? answer['value'] : undefined;
  return isObject(value) ? String(value['message']) : text;
}
