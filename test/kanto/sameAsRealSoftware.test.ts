/**
 * The simulated generic daemon against the real one: the same is sent, message by message the same has to come. With
 * RECORD=1 what the real one says is kept, for the test that machines without it run (integration: recordedSoftware).
 */
import { afterAll, describe, expect, it } from 'vitest';
import { describeWithDaemon } from './daemonProcess.ts';
import { type Exchange, exchangeWith, readRecording, writeRecording } from './software/recorded.ts';
import { softwareScenarios } from './software/scenarios.ts';

const record = process.env['RECORD'] === '1';
const recording = record ? {} : await readRecording();

await describeWithDaemon(
  'software-update',
  'the simulated software-update says what the real one says',
  () => {
    const heard: Record<string, Exchange> = {};
    let messages = 0;
    let agreeing = 0;

    for (const [subject, scenarios] of Object.entries(softwareScenarios)) {
      describe(subject, () => {
        for (const scenario of scenarios) {
          it(scenario.name, async () => {
            const name = `${subject}: ${scenario.name}`;
            const real = await exchangeWith('real', scenario);
            heard[name] = real;
            const simulated = await exchangeWith('simulated', scenario);
            expect(simulated).toEqual(real);
            agreeing++;
            messages += real.answers.length + real.events.length;
            if (!record) expect(real, 'as it was recorded').toEqual(recording[name]);
          });
        }
      });
    }

    afterAll(async () => {
      const all = Object.keys(heard).length;
      console.log(
        `simulated software-update: ${agreeing} of ${all} scenarios agree with the real one, ${messages} messages compared`,
      );
      if (record) await writeRecording(heard);
    });
  },
);
