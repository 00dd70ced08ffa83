/** An owner who answers, rightly or wrongly, for another update or not at all: the simulated update-manager takes it as the real one. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { forThisTest } from '../integration/forThisTest.ts';
import {
  type HeardCommand,
  type ScriptedDevice,
  startScriptedDevice,
} from '../integration/scriptedDevice.ts';
import { type KantoBus, startBus } from './bus.ts';
import { describeWithDaemon } from './daemonProcess.ts';
import { obedientAgent, startGeneratedAgent } from './generatedAgents.ts';
import { runs as commandRuns } from './generatedCommands.ts';
import { reactionsOf } from './reactions.ts';
import { difference } from './sameReactions.ts';
import {
  applyOf,
  protocols,
  realUpdateManager,
  simulatedUpdateManager,
  thingsCommand,
  type UpdateManagerSetup,
} from './updateManagerReactions.ts';

type Mode = UpdateManagerSetup['mode'];

interface Answer {
  /** Repeats the id of the question. */
  readonly related: boolean;
  readonly activityId: string;
  /** Text of JSON; absent where there is none. */
  readonly feedback?: string | undefined;
}

const answer: fc.Arbitrary<Answer> = fc.record({
  related: fc.constantFrom(true, true, true, true, false),
  activityId: fc.constantFrom('a', 'a', 'a', 'a', 'b', ''),
  feedback: fc.constantFrom(
    ...['{"status":"APPROVED"}', '{"status":"APPROVED"}', '{"status":"APPROVED"}', '{"status":"DENIED"}'],
    ...['{"status":"approved"}', '{"STATUS":"APPROVED"}', '{}', '{"status":1}', '[]', 'null', undefined],
  ),
});
/** What the owner answers to each question, if anything. */
const answers = fc.option(answer, { freq: 12, nil: undefined });

function consent(mode: Mode, { related, activityId, feedback }: Answer, question: HeardCommand) {
  const part =
    feedback === undefined ? '' : `,"${mode === 'things' ? 'ownerConsentFeedback' : 'payload'}":${feedback}`;
  const value = `{"activityId":"${activityId}","timestamp":1${part}}`;
  if (mode === 'direct') return { topic: 'deviceupdate/ownerconsentfeedback', text: value };
  const id = related ? String(question.headers['correlation-id']) : 'another';
  const { topic, text } = thingsCommand('consent', value, id);
  return { topic: topic.replace(id, 'owner'), text };
}

/** Answers each question as it is told before. */
async function startOwner(bus: KantoBus, mode: Mode): Promise<(next: Answer | undefined) => void> {
  let said: Answer | undefined;
  const owner = async (question: HeardCommand, device: ScriptedDevice) => {
    if (mode === 'things' && !String(question.envelope['path']).endsWith('/outbox/messages/consent')) return;
    if (!said) return;
    const { topic, text } = consent(mode, said, question);
    await device.say(topic, text);
  };
  await forThisTest(
    startScriptedDevice(bus.url, [mode === 'things' ? 'e' : 'deviceupdate/ownerconsent'], owner),
  );
  return (next) => {
    said = next;
  };
}

/** A whole update each. */
const runs = Math.ceil(commandRuns / 3);

await describeWithDaemon(
  'update-manager',
  'the simulated update-manager asks the owner as the real one',
  () => {
    it.each(['things', 'direct'] as const)('mode %s', { timeout: 60_000 + 1_500 * runs }, async (mode) => {
      const start = async (startSubject: typeof realUpdateManager) => {
        const bus = await startBus();
        const follow = await startGeneratedAgent(bus);
        follow(obedientAgent);
        const instruct = await startOwner(bus, mode);
        const subject = await startSubject(bus, {
          mode,
          ownerConsent: ['DOWNLOAD', 'UPDATE'],
          ownerConsentTimeout: 250,
        });
        const react = await reactionsOf(subject, protocols[mode]);
        return (said: Answer | undefined) => {
          instruct(said);
          return react(applyOf[mode]);
        };
      };
      const [real, simulated] = await Promise.all([start(realUpdateManager), start(simulatedUpdateManager)]);
      const wrong: string[] = [];
      let messages = 0;
      for (const said of fc.sample(answers, runs)) {
        const [wanted, got] = await Promise.all([real(said), simulated(said)]);
        messages += wanted.said.length;
        const fault = difference(wanted, got);
        if (fault !== undefined) wrong.push(`${JSON.stringify(said)}\n${fault}`);
      }
      console.log(`consent, ${mode}: agree ${runs - wrong.length} of ${runs}, ${messages} messages compared`);
      expect(wrong).toEqual([]);
    });
  },
);
