import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { SeverityName } from '../../../server/src/messages.ts';
import { createLanguageService } from '../../../server/src/service.ts';

/** What was sent to real daemons, and everything that they published. */
interface Exchange {
  readonly scenario: string;
  readonly send: { readonly topic: string; readonly payload: unknown };
  readonly received: readonly { readonly topic: string; readonly payload: unknown }[];
  readonly crashed?: readonly string[];
}

const folder = new URL('../../fixtures/recordings/', import.meta.url);
const exchanges = readdirSync(folder)
  .filter((name) => name.endsWith('.jsonl.gz'))
  .flatMap((name) =>
    gunzipSync(readFileSync(new URL(name, folder)))
      .toString('utf8')
      .trim()
      .split('\n'),
  )
  .map((line): Exchange => JSON.parse(line));

/**
 * One recording has the words of the recorder in the place of the message ("two messages: …"); what they were is in the
 * recording of the device's answers only: both were accepted, one after the other.
 */
const messages = exchanges.filter(({ send }) => !Array.isArray(send.payload));

/** What nobody can see in the message: it lies in the device, in its configuration, where it is sent, or behind a URL. */
const hidden: Readonly<Record<string, string>> = {
  'image pull failure': 'whether an image can be pulled',
  'topic other device': 'which device it is',
  'topic name/namespace swapped': 'which device it is',
  'root device topic in envelope': 'where the message is sent',
  'install on root device mqtt topic': 'where the message is sent',
  'install wrong md5': 'what the file is',
  'md5 wrong, sha256 right': 'what the file is',
  'not json artifact': 'what the file is',
  'install script exit 3': 'what the script does',
  'size too small': 'how large the file is',
  'remove by name': 'which containers there are (told as information)',
  'two removes, first fails, not forced': 'which containers there are (told as information)',
  'two removes, first fails, forced': 'which containers there are (told as information)',
  'two domains, self-update agent absent -> phase timeout': 'which agents the device has',
  'owner consent DENIED': 'what the owner answers',
  'owner consent timeout': 'what the owner answers',
  'direct apply, Ditto style value':
    'where the message is sent: what is meant for a feature went to the local topic',
  'CUA two domains': 'where the message is sent: one agent alone takes one domain only',
  'direct currentstate/get empty payload': 'an empty text is not yet a message: there is nothing to send',
  'CUA UPDATE first': 'the order of the messages',
  'CUA unknown baseline': 'which baselines the agent was told of',
};

/** The severity that the consequence deserves; `warning` means at least that. */
function deserved({ send, received, crashed }: Exchange): 'crash' | 'error' | 'warning' | 'accepted' {
  // No JSON at all: there is nothing that could be sent.
  if (typeof send.payload === 'string') return 'error';
  if (crashed && crashed.length > 0) return 'crash';
  const all = JSON.stringify(received.map(({ payload }) => payload));
  const id = /\/req\/([^/]*)/.exec(send.topic)?.[1] ?? '';
  const answers = received.filter(({ topic }) => topic.includes(`/res/${id}/`) || topic.includes('/res//'));
  if (answers.some(({ topic }) => /\/[45]\d\d$/.test(topic))) return 'error';
  if (/"status":"(IDENTIFICATION_FAILED|INCOMPLETE|UPDATE_FAILURE|DOWNLOAD_FAILURE)"/.test(all))
    return 'error';
  if (/"status":"FINISHED_(ERROR|REJECTED)"/.test(all)) return 'warning';
  // The local topics have no answers.
  if (!send.topic.startsWith('command/')) return 'accepted';
  const required = JSON.stringify(send.payload).includes('"response-required":true');
  const headers = JSON.stringify(send.payload).includes('"headers"');
  return (required || !headers) && answers.length === 0 ? 'error' : 'accepted';
}

const rank: readonly SeverityName[] = ['hint', 'information', 'warning', 'error'];

describe.each(['json', 'yaml'] as const)('what was recorded of real daemons, as %s', (format) => {
  const service = createLanguageService();
  const shown = ({ send }: Exchange) => {
    const value = format === 'json' ? JSON.stringify(send.payload, undefined, 2) : stringify(send.payload);
    const text = typeof send.payload === 'string' ? send.payload : value;
    const { problems } = service.describe({ text, format });
    const highest = Math.max(-1, ...problems.map(({ severity }) => rank.indexOf(severity)));
    return { highest: rank[highest], crash: problems.some(({ crash }) => crash) };
  };

  const agrees = (exchange: Exchange) => {
    const { highest, crash } = shown(exchange);
    switch (deserved(exchange)) {
      case 'crash':
        return highest === 'error' && crash;
      case 'error':
        return highest === 'error';
      case 'warning':
        return highest === 'warning' || highest === 'error';
      default:
        return highest !== 'error';
    }
  };

  it.each(messages.filter(({ scenario }) => !(scenario in hidden)))('$scenario', (exchange) => {
    expect({ agrees: agrees(exchange), deserved: deserved(exchange), ...shown(exchange) }).toMatchObject({
      agrees: true,
    });
  });

  it('agrees wherever the manifest alone can tell', () => {
    const told = messages.filter(agrees).length;
    const excused = messages.filter((exchange) => !agrees(exchange) && exchange.scenario in hidden).length;
    console.log(
      `recordings as ${format}: ${told} of ${messages.length} agree, ${excused} lie in the device, ${messages.length - told - excused} differ, and ${exchanges.length - messages.length} has no message`,
    );
    expect(exchanges).toHaveLength(131);
    expect(messages).toHaveLength(130);
    expect(told + excused).toBe(messages.length);
  });

  it('excuses nothing that it could tell', () => {
    const names = new Set(messages.filter((exchange) => !agrees(exchange)).map(({ scenario }) => scenario));
    expect(Object.keys(hidden).filter((scenario) => !names.has(scenario))).toEqual([]);
  });
});
