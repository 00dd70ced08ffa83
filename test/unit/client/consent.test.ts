import { describe, expect, it } from 'vitest';
import type { News } from '../../../client/src/protocol/news.ts';
import { type ConsentQuestion, ConsentQuestions } from '../../../client/src/updates/consent.ts';

const asks = (device: string, correlationId: string): News => ({
  thing: device,
  feature: 'UpdateManager',
  kind: 'consent',
  consent: { activityId: 'a-1', command: 'DOWNLOAD', correlationId },
});

const ends = (device: string): News => ({
  thing: device,
  feature: 'UpdateManager',
  kind: 'feedback',
  feedback: { activityId: 'a-1', status: 'COMPLETED', actions: [] },
});

function scene() {
  const questions = new ConsentQuestions();
  const told: ConsentQuestion[] = [];
  questions.onChange((it) => told.push(it));
  return { questions, told, open: () => questions.all.filter(({ state }) => state === 'open') };
}

describe('the questions of devices', () => {
  it('are all kept as long as they wait, however many devices ask', () => {
    const { questions, open } = scene();
    for (let index = 0; index < 3000; index++) questions.hear('lab', asks(`edge:d${index}`, 'c-1'), 0);
    expect(open()).toHaveLength(3000);
    expect(open()[0]?.device).toBe('edge:d0');
  });

  it('are one a device: the one that is asked next ends the one before', () => {
    const { questions, open } = scene();
    for (const id of ['c-1', 'c-2', 'c-2', 'c-3']) questions.hear('lab', asks('edge:d', id), 0);
    questions.hear('field', asks('edge:d', 'c-1'), 0);
    expect(open().map(({ connection, correlationId }) => [connection, correlationId])).toEqual([
      ['lab', 'c-3'],
      ['field', 'c-1'],
    ]);
  });

  it('never go without a word: where far too many wait, the first is ended and says why', () => {
    const { questions, told, open } = scene();
    for (let index = 0; index <= 10_000; index++) questions.hear('lab', asks(`edge:d${index}`, 'c-1'), 0);
    expect(open()).toHaveLength(10_000);
    expect(told.filter(({ state }) => state === 'over')).toMatchObject([
      { device: 'edge:d0', remark: expect.stringContaining('no longer kept') },
    ]);
  });

  it('are forgotten, the oldest first, only once they no longer wait', () => {
    const { questions, open } = scene();
    questions.hear('lab', asks('edge:first', 'c-1'), 0);
    for (let index = 0; index < 500; index++) {
      questions.hear('lab', asks(`edge:d${index}`, 'c-1'), 0);
      questions.hear('lab', ends(`edge:d${index}`), 0);
    }
    expect(open().map(({ device }) => device)).toEqual(['edge:first']);
    expect(questions.all).toHaveLength(201);
  });
});
