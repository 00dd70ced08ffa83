/** The simulated device is held to the real one: to the same messages it says the same. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { startBus } from './bus.ts';
import { describeWithDaemon } from './daemonProcess.ts';
import { kinds, runs, strangers } from './generatedCommands.ts';
import { startJudgingAgent } from './judgingAgent.ts';
import { reactionsOf } from './reactions.ts';
import { difference } from './sameReactions.ts';
import { protocols, realUpdateManager, simulatedUpdateManager } from './updateManagerReactions.ts';

await describeWithDaemon('update-manager', 'the simulated update-manager says what the real one says', () => {
  it.each([...kinds, ...strangers])(
    'to $name',
    { timeout: 60_000 + 120 * runs },
    async ({ name, mode, made, sent }) => {
      const start = async (startSubject: typeof realUpdateManager) => {
        const bus = await startBus();
        await startJudgingAgent(bus);
        return reactionsOf(await startSubject(bus, { mode }), protocols[mode]);
      };
      const [real, simulated] = await Promise.all([start(realUpdateManager), start(simulatedUpdateManager)]);
      const wrong: string[] = [];
      for (const text of fc.sample(made, runs)) {
        const message = sent(text, JSON.parse(text));
        const [wanted, got] = await Promise.all([real(message), simulated(message)]);
        const fault = difference(wanted, got);
        if (fault !== undefined) wrong.push(`${message.text}\n${fault}`);
      }
      console.log(`${name}: agree ${runs - wrong.length} of ${runs}`);
      expect(wrong).toEqual([]);
    },
  );
});
