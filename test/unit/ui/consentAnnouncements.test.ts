import { describe, expect, it } from 'vitest';
import { ConsentAnnouncements } from '../../../client/src/ui/model/consentAnnouncements.ts';
import { consentLine } from '../../../client/src/ui/model/engineLog.ts';
import type { ConsentQuestion } from '../../../client/src/updates/consent.ts';

function question(device: string, over: Partial<ConsentQuestion> = {}): ConsentQuestion {
  return {
    id: `${device} c-1`,
    connection: 'lab',
    device,
    activityId: 'a-1',
    correlationId: 'c-1',
    command: 'DOWNLOAD',
    asked: 0,
    usualEnd: 600_000,
    actions: [],
    state: 'open',
    ...over,
  };
}

const many = (count: number, over: Partial<ConsentQuestion> = {}) =>
  Array.from({ length: count }, (_, index) => question(`edge:d${index}`, over));

/** All of them changed. */
function tell(announcements: ConsentAnnouncements, questions: readonly ConsentQuestion[]) {
  return announcements.after(questions, questions);
}

describe('notifications of devices that ask their owner', () => {
  it('are one a device, and lead to its question', () => {
    expect(tell(new ConsentAnnouncements(), many(2))).toEqual([
      {
        text: 'edge:d0 @ lab asks its owner before it goes on with its update.',
        answers: { connection: 'lab', device: 'edge:d0' },
      },
      {
        text: 'edge:d1 @ lab asks its owner before it goes on with its update.',
        answers: { connection: 'lab', device: 'edge:d1' },
      },
    ]);
  });

  it('come once where the device repeats its question, and again in the same words for the next phase', () => {
    const announcements = new ConsentAnnouncements();
    const [first] = tell(announcements, [question('edge:a')]);
    const over = question('edge:a', { state: 'over', remark: 'The device asked anew.' });
    expect(tell(announcements, [over, question('edge:a', { id: 'again', correlationId: 'c-2' })])).toEqual(
      [],
    );
    const answered = question('edge:a', { state: 'answered', answer: 'APPROVED' });
    expect(tell(announcements, [answered, question('edge:a', { id: 'next', command: 'UPDATE' })])).toEqual([
      first,
    ]);
  });

  it('are a single one with the number where more than a handful wait, and lead to the list', () => {
    expect(tell(new ConsentAnnouncements(), many(1000))).toEqual([
      { text: '1000 devices ask their owners before they go on with their updates.', answers: 'all' },
    ]);
  });

  it('come again only where twice as many wait', () => {
    const announcements = new ConsentAnnouncements();
    const told = Array.from({ length: 995 }, (_, index) => tell(announcements, many(index + 6))).flat();
    expect(told.map(({ text }) => text.split(' ')[0])).toEqual([
      '6',
      '12',
      '24',
      '48',
      '96',
      '192',
      '384',
      '768',
    ]);
  });

  it('are one a device again once few wait', () => {
    const announcements = new ConsentAnnouncements();
    tell(announcements, many(20));
    expect(tell(announcements, many(20, { state: 'answered' }))).toEqual([]);
    expect(tell(announcements, [question('edge:later')])).toMatchObject([
      { answers: { device: 'edge:later' } },
    ]);
  });

  it('tell that a device no longer waits, where it was told of and the person did not answer', () => {
    const announcements = new ConsentAnnouncements();
    tell(announcements, [question('edge:a'), question('edge:b'), question('edge:c')]);
    const after = [
      question('edge:a', { state: 'over', remark: 'The update ended with INCOMPLETE.' }),
      question('edge:b', { state: 'answered', answer: 'APPROVED' }),
      question('edge:c', { state: 'answering', answer: 'APPROVED' }),
      question('edge:never told', { state: 'over' }),
    ];
    expect(tell(announcements, after)).toEqual([
      { text: 'edge:a no longer waits for an answer to DOWNLOAD. The update ended with INCOMPLETE.' },
    ]);
  });
});

it('the log has every question and its end, also those that no notification tells', () => {
  expect(consentLine(question('edge:a'))).toEqual({
    level: 'info',
    text: '? edge:a @ lab asks its owner: may it download what the update needs?  (activity a-1)',
  });
  expect(consentLine(question('edge:a', { state: 'answering' }))).toBeUndefined();
  expect(consentLine(question('edge:a', { state: 'over', remark: 'It is no longer kept.' }))).toEqual({
    level: 'warn',
    text: '  edge:a @ lab  edge:a no longer waits for an answer to DOWNLOAD. It is no longer kept.  (activity a-1)',
  });
});
