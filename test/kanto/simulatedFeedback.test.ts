/** What an agent says of an update, in turn and out of it: the simulated update-manager makes of it what the real one does. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { startBus } from './bus.ts';
import { describeWithDaemon } from './daemonProcess.ts';
import { type AgentScript, agentScript, startGeneratedAgent } from './generatedAgents.ts';
import { runs as commandRuns } from './generatedCommands.ts';
import { reactionsOf } from './reactions.ts';
import { difference } from './sameReactions.ts';
import { applyOf, protocols, realUpdateManager, simulatedUpdateManager } from './updateManagerReactions.ts';

/** A whole update each. */
const runs = Math.ceil(commandRuns / 3);

await describeWithDaemon(
  'update-manager',
  'the simulated update-manager hears its agents as the real one',
  () => {
    it.each(['things', 'direct'] as const)('mode %s', { timeout: 60_000 + 500 * runs }, async (mode) => {
      const start = async (startSubject: typeof realUpdateManager) => {
        const bus = await startBus();
        const follow = await startGeneratedAgent(bus);
        const react = await reactionsOf(
          await startSubject(bus, { mode, phaseTimeout: 500 }),
          protocols[mode],
        );
        return (script: AgentScript) => {
          follow(script);
          return react(applyOf[mode]);
        };
      };
      const [real, simulated] = await Promise.all([start(realUpdateManager), start(simulatedUpdateManager)]);
      const wrong: string[] = [];
      let messages = 0;
      for (const script of fc.sample(agentScript, runs)) {
        const [wanted, got] = await Promise.all([real(script), simulated(script)]);
        messages += wanted.said.length;
        const fault = difference(wanted, got);
        if (fault !== undefined) wrong.push(`${JSON.stringify(script)}\n${fault}`);
      }
      console.log(
        `feedback, ${mode}: agree ${runs - wrong.length} of ${runs}, ${messages} messages compared`,
      );
      expect(wrong).toEqual([]);
    });
  },
);
