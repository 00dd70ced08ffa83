import { describe, expect, it } from 'vitest';
import type { ConsentQuestion } from '../../../client/src/updates/consent.ts';
import {
  consentDetails,
  consentEnd,
  consentEnds,
  consentQuestion,
  consentsDetails,
} from '../../../client/src/words/consentWords.ts';

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

describe('several devices that ask at once', () => {
  const questions = Array.from(
    { length: 20 },
    (_, index): ConsentQuestion => ({
      ...question,
      id: String(index),
      device: `edge:d${index}`,
      command: index === 0 ? 'DOWNLOAD' : 'UPDATE',
    }),
  );

  it('are named with what they ask, as many as there is room for, and with what a no leads to', () => {
    const lines = consentsDetails(questions);
    expect(lines[0]).toBe('edge:d0 @ lab asks its owner: may it download what the update needs?');
    expect(lines.slice(-3)).toEqual([
      '… and 8 more',
      'Denied, the update ends there and nothing is changed.',
      'Denied, the device takes back what it has prepared.',
    ]);
  });

  it('are told which of them the answer did not reach', () => {
    const [gone, ...others] = questions;
    if (gone === undefined) throw new Error('nobody asks');
    const ended = [
      { ...gone, state: 'over' as const, remark: 'Its update is over.' },
      ...others.map((it) => ({ ...it, state: 'answered' as const })),
    ];
    expect(consentEnds(ended)).toBe(
      'Answered for 19 of 20 devices. edge:d0 no longer waits for an answer to DOWNLOAD. Its update is over.',
    );
  });
});
