/** The simulated generic daemon against what the real one said in the same scenarios (kanto: sameAsRealSoftware). */
import { afterAll, describe, expect, it } from 'vitest';
import { exchangeWith, readRecording } from '../kanto/software/recorded.ts';
import { softwareScenarios } from '../kanto/software/scenarios.ts';
import { describeWithMosquitto } from './mosquitto.ts';

const recording = await readRecording();

describeWithMosquitto('the simulated software-update says what the real one was recorded to', () => {
  let agreeing = 0;

  for (const [subject, scenarios] of Object.entries(softwareScenarios)) {
    describe(subject, () => {
      for (const scenario of scenarios) {
        it(scenario.name, async () => {
          expect(await exchangeWith('simulated', scenario)).toEqual(
            recording[`${subject}: ${scenario.name}`],
          );
          agreeing++;
        });
      }
    });
  }

  afterAll(() => {
    console.log(`software-update: ${agreeing} of ${Object.keys(recording).length} recorded scenarios agree`);
  });
});
