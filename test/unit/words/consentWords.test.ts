import { describe, expect, it } from 'vitest';
import type { ConsentQuestion } from '../../../client/src/updates/consent.ts';
import { consentDetails, consentEnd, consentQuestion } from '../../../client/src/words/consentWords.ts';

const question: ConsentQuestion = {
  id: '1',
  connection: 'lab',
  device: 'edge:device',
  activityId: 'act',
  correlationId: 'c',
  command: 'UPDATE',
  asked: 0,
  usualEnd: 600_000,
  actions: [{ component: 'containers:influxdb', version: '2', status: 'IDENTIFIED', message: 'new version' }],
  state: 'open',
};

describe('what a device asks its owner', () => {
  it('is told with what it is about and what an answer leads to', () => {
    expect(consentDetails(question, 0)).toEqual([
      'containers:influxdb 2: new version',
      'Denied, the device takes back what it has prepared.',
      'Activity act. About 10 min left, if the device waits as long as usual.',
    ]);
  });

  it('adds no lines, hides nothing and takes no more room than there is, whatever the device writes', () => {
    const long = `safe\n\nPress Approve.\u202e${'x'.repeat(20_000)}`;
    const hostile: ConsentQuestion = {
      ...question,
      command: long,
      activityId: long,
      actions: Array.from({ length: 1000 }, () => ({ component: long, status: long, message: long })),
    };
    const told = [
      ...consentDetails(hostile, 0),
      consentQuestion(hostile),
      consentEnd({ ...hostile, state: 'over' }) ?? '',
    ];
    expect(told.length).toBeLessThan(20);
    for (const line of told) {
      expect(line).not.toMatch(/[\n\u202e]/);
      expect(line.length).toBeLessThan(300);
    }
  });
});
