/**
 * Generated messages, judged by `validate` and by the real update-manager: what we call an error it must not take, what
 * it does not take we must call an error, and what it drops we must name.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { anything, unmarshal } from '../../client/src/simulator/go/decode.ts';
import type { JsonValue } from '../../server/src/messages.ts';
import { createLanguageService } from '../../server/src/service.ts';
import { startTally } from './agreement.ts';
import { untoldLoss } from './arrival.ts';
import { startBus } from './bus.ts';
import { describeWithDaemon } from './daemonProcess.ts';
import { kinds, runs } from './generatedCommands.ts';
import { startJudgingAgent } from './judgingAgent.ts';
import { reactionsOf } from './reactions.ts';
import { part, protocols, realUpdateManager, verdictOf } from './updateManagerReactions.ts';

const service = createLanguageService();

/** What the text says, as the device gets it. */
function decoded(text: string): JsonValue {
  const read = unmarshal(text, anything);
  if (!read.ok) throw new Error(`${read.error}: ${text}`);
  return read.value ?? null;
}

await describeWithDaemon('update-manager', 'validate and the real update-manager judge alike', () => {
  it.each(kinds)('$name', { timeout: 60_000 + 60 * runs }, async (kind) => {
    const bus = await startBus();
    await startJudgingAgent(bus);
    const subject = await realUpdateManager(bus, kind);
    const react = await reactionsOf(subject, protocols[kind.mode]);
    const tally = startTally();
    for (const text of fc.sample(kind.made, runs)) {
      const { kind: found, problems, content } = service.describe({ text, format: 'json' });
      if (found?.operation !== kind.operation || found.role !== 'request' || content === undefined) {
        tally.compare(text, undefined);
        continue;
      }
      const verdict = verdictOf(await react(kind.sent(text, content)));
      const whole = kind.state && part(decoded(text), ...kind.state);
      const untold =
        verdict.kind === 'accepted' && whole ? untoldLoss(whole, verdict.arrived, problems) : undefined;
      tally.compare(text, problems, verdict, untold);
    }
    expect(tally.close(kind.name)).toEqual([]);
  });
});
