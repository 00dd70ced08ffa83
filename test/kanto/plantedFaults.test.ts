/**
 * Faults of every rule, planted in valid commands: each is found by `validate`, and the real daemons judge the message
 * as it says.
 */
import { expect, it } from 'vitest';
import type { JsonValue } from '../../server/src/messages.ts';
import { plantedApply, plantedSoftware, plantedState } from '../unit/rules/planted/kinds.ts';
import { startTally } from './agreement.ts';
import { untoldLoss } from './arrival.ts';
import { startBus } from './bus.ts';
import { describeWithDaemon } from './daemonProcess.ts';
import { startJudgingAgent } from './judgingAgent.ts';
import { patience, plantedMessages, startRulesMet, unplantedRules } from './plantedFaults.ts';
import { reactionsOf, type Said } from './reactions.ts';
import {
  realSoftwareUpdate,
  softwareProtocol,
  verdictOf as softwareVerdict,
} from './softwareUpdateReactions.ts';
import {
  directCommand,
  part,
  protocols,
  realUpdateManager,
  verdictOf,
  withJudgement,
} from './updateManagerReactions.ts';

/** Those that faults are planted in. */
const domains = ['containers', 'firmware', 'self-update'];

/** Milliseconds. At the end of each update it waits so long for those who never tell their state. */
const readTimeout = 20;

/** As it is sent: of keys that are equal, the last. What is no JSON is sent by somebody else. */
const asCommand = (text: string, content: JsonValue | undefined): Said => ({
  topic: 'command///req/r/x',
  text: content === undefined ? text : JSON.stringify(content),
});

const updates = [
  {
    name: `${plantedApply.name} (things)`,
    kind: plantedApply,
    mode: 'things',
    sent: asCommand,
    state: ['value', 'desiredState'],
  },
  {
    name: `${plantedState.name} (direct)`,
    kind: plantedState,
    mode: 'direct',
    sent: (text: string, content: JsonValue | undefined) => directCommand(asCommand(text, content).text),
    state: [],
  },
] as const;

console.log(unplantedRules());

await describeWithDaemon(
  'update-manager',
  'validate and the real update-manager judge planted faults',
  () => {
    it.each(updates)(
      'in $name',
      { timeout: Math.max(...updates.map(({ kind }) => patience(kind))) },
      async ({ kind, mode, sent, state, name }) => {
        const bus = await startBus();
        for (const domain of domains) await startJudgingAgent(bus, domain);
        const react = await reactionsOf(
          await realUpdateManager(bus, { mode, domains, readTimeout }),
          withJudgement(protocols[mode]),
        );
        const tally = startTally();
        const met = startRulesMet();
        for (const judged of plantedMessages(kind)) {
          const { text, description, isRecognised } = judged;
          const { problems, content } = description;
          met.count(judged);
          if (!isRecognised) {
            tally.compare(text, undefined);
            continue;
          }
          const verdict = verdictOf(await react(sent(text, content)));
          const whole = part(content, ...state);
          const untold =
            verdict.kind === 'accepted' && whole ? untoldLoss(whole, verdict.arrived, problems) : undefined;
          tally.compare(text, problems, verdict, untold);
        }
        expect(met.close(kind)).toEqual([]);
        expect(tally.close(name)).toEqual([]);
      },
    );
  },
);

await describeWithDaemon(
  'software-update',
  'validate and the real software-update judge planted faults',
  () => {
    it.each(plantedSoftware)(
      'in $name',
      { timeout: Math.max(...plantedSoftware.map(patience)) },
      async (kind) => {
        const bus = await startBus();
        const react = await reactionsOf(await realSoftwareUpdate(bus), softwareProtocol);
        const tally = startTally();
        const met = startRulesMet();
        for (const judged of plantedMessages(kind)) {
          met.count(judged);
          const { text, description, isRecognised } = judged;
          if (!isRecognised) tally.compare(text, undefined);
          else
            tally.compare(
              text,
              description.problems,
              softwareVerdict(await react(asCommand(text, description.content))),
            );
        }
        expect(met.close(kind)).toEqual([]);
        expect(tally.close(kind.name)).toEqual([]);
      },
    );
  },
);
