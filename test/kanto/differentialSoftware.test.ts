/** Generated commands for software modules, judged by `validate` and by the real software-update. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Operation } from '../../server/src/messages.ts';
import { createLanguageService } from '../../server/src/service.ts';
import { message } from '../unit/rules/generated/envelope.ts';
import type { Json } from '../unit/rules/generated/json.ts';
import { installValue, removeValue } from '../unit/rules/generated/software.ts';
import { startTally } from './agreement.ts';
import { startBus } from './bus.ts';
import { describeWithDaemon } from './daemonProcess.ts';
import { runs } from './generatedCommands.ts';
import { reactionsOf, type Said } from './reactions.ts';
import {
  realSoftwareUpdate,
  softwareCommand,
  softwareProtocol,
  verdictOf,
} from './softwareUpdateReactions.ts';

interface Kind {
  readonly name: string;
  readonly operation: Operation;
  readonly made: Json;
  readonly sent: (text: string) => Said;
}

/** Whatever is downloaded, it is asked for on this machine, where nobody listens. */
function local(made: Json): Json {
  return made.map((text) =>
    text.replace(/("\s?url"\s*:\s*)"((?:[^"\\]|\\.)*)"/gi, (whole, name: string, url: string) =>
      url === '' || url === 'not a url' ? whole : `${name}"http://127.0.0.1:9/a.json"`,
    ),
  );
}

const device = { thing: 'edge/device', feature: 'SoftwareUpdatable' };
const install = local(installValue);

function envelope(operation: string, value: Json): Json {
  const parsed = value.map((text): unknown => JSON.parse(text));
  return message({ ...device, operation, value: parsed }).map((it) => JSON.stringify(it));
}

const kinds: readonly Kind[] = [
  {
    name: 'the value of an install',
    operation: 'install',
    made: install,
    sent: (text) => softwareCommand('install', text),
  },
  {
    name: 'the message of an install',
    operation: 'install',
    made: envelope('install', install),
    sent: (text) => ({ topic: 'command///req/r/x', text }),
  },
  {
    name: 'the message of a download',
    operation: 'download',
    made: envelope('download', install),
    sent: (text) => ({ topic: 'command///req/r/x', text }),
  },
  {
    name: 'the message of a remove, which it does not have',
    operation: 'remove',
    made: envelope('remove', removeValue),
    sent: (text) => ({ topic: 'command///req/r/x', text }),
  },
];

const service = createLanguageService();

await describeWithDaemon('software-update', 'validate and the real software-update judge alike', () => {
  it.each(kinds)('$name', { timeout: 60_000 + 100 * runs }, async ({ name, operation, made, sent }) => {
    const bus = await startBus();
    const react = await reactionsOf(await realSoftwareUpdate(bus), softwareProtocol);
    const tally = startTally();
    for (const text of fc.sample(made, runs)) {
      const { kind, problems } = service.describe({ text, format: 'json', target: 'root' });
      if (kind?.operation !== operation || kind.role !== 'request') {
        tally.compare(text, undefined);
        continue;
      }
      tally.compare(text, problems, verdictOf(await react(sent(text))));
    }
    expect(tally.close(name)).toEqual([]);
  });
});
