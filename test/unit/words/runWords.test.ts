import { describe, expect, it } from 'vitest';
import { fault } from '../../../client/src/errors.ts';
import {
  actionTone,
  actionWords,
  behindWords,
  outcomeOf,
  progressWords,
  quietWords,
  shortProgress,
} from '../../../client/src/words/runWords.ts';
import { action, run } from '../ui/samples.ts';

describe('progress', () => {
  const accepted = { status: 204, address: '', time: 0 };

  it('keeps sent, accepted and finished apart', () => {
    expect(progressWords(run({ phase: 'sent' }))).toBe('sent, waiting for the answer…');
    expect(progressWords(run({ phase: 'accepted', accepted }))).toContain('accepted, waiting');
    const finished = { status: 'COMPLETED', ok: true, actions: [], time: 0 };
    expect(progressWords(run({ phase: 'finished', finished }))).toBe('finished: COMPLETED');
  });

  it('never says accepted of a device that accepts nothing', () => {
    const direct = run({ unanswered: true, status: 'RUNNING' });
    expect(progressWords({ ...direct, phase: 'sent' })).toBe('sent, waiting for the device to begin…');
    expect(progressWords({ ...direct, phase: 'running' })).toBe('RUNNING…');
  });

  it('counts the components that are done and names one that is not', () => {
    const actions = [
      action({ component: 'containers:a', status: 'UPDATE_SUCCESS' }),
      action({ component: 'containers:b', status: 'DOWNLOAD_SUCCESS' }),
    ];
    expect(progressWords(run({ phase: 'running', status: 'RUNNING', actions }))).toBe(
      'accepted, RUNNING, 1 of 2 components done, containers:b downloaded',
    );
  });
});

describe('an update that waits for its owner', () => {
  const owner = { command: 'DOWNLOAD', usualEnd: new Date(2026, 0, 1, 14, 30).getTime(), waits: true };
  const component = action({ component: 'containers:a', status: 'IDENTIFIED' });
  const waiting = run({ phase: 'running', status: 'RUNNING', actions: [component], ownerAsked: owner });

  it('says so wherever it says how far it is, at its components too, and until when that usually is', () => {
    expect(progressWords(waiting)).toMatch(/^accepted, waits for its owner: DOWNLOAD, usually until .*30/);
    expect(shortProgress(waiting, 1000)).toBe('waits for its owner: DOWNLOAD');
    expect(actionWords(component, waiting)).toBe('identified, waits for the owner');
  });

  it('is never said to be quiet: it waits for a person', () => {
    const later = 1000 + 600_000;
    expect(quietWords({ ...waiting, lastHeard: 1000 }, later)).toBeUndefined();
    expect(
      quietWords({ ...waiting, lastHeard: 1000, ownerAsked: { ...owner, waits: false } }, later),
    ).toContain('quiet');
  });

  it('waits no more once it is answered, or nobody follows it', () => {
    const answered = { ...waiting, ownerAsked: { ...owner, waits: false, answer: 'APPROVED' as const } };
    expect(shortProgress(answered, 1000)).toBe('0 of 1 done');
    expect(shortProgress({ ...waiting, phase: 'abandoned' }, 1000)).toBe('abandoned');
    expect(actionWords(component, { ...waiting, phase: 'abandoned' })).toBe('last heard: identified');
  });
});

describe('a component', () => {
  const going = run({ phase: 'running' });
  const ended = (ok: boolean) => {
    const status = ok ? 'COMPLETED' : 'INCOMPLETE';
    return run({ phase: 'finished', finished: { status, ok, actions: [], time: 0 } });
  };

  it('reads in words, with percent only where the device reports them, and unknown words as it says them', () => {
    const words = (status: string, progress?: number) =>
      actionWords(action({ component: 'a', status, ...(progress !== undefined && { progress }) }), going);
    expect(words('DOWNLOAD_SUCCESS')).toBe('downloaded');
    expect(words('DOWNLOADING', 40)).toBe('downloading 40 %');
    expect(words('REMOVAL_FAILURE')).toBe('removal failed');
    expect(words('PONDERING')).toBe('PONDERING');
  });

  it('of which no end was heard is said to be last heard so, once the update is over', () => {
    const busy = action({ component: 'a', status: 'DOWNLOADING' });
    expect([actionWords(busy, going), actionTone(busy, going)]).toEqual(['downloading', 'busy']);
    const fault = { code: 'update-silent', message: '', advice: '' } as const;
    const given = run({ phase: 'abandoned', fault });
    for (const over of [given, ended(false)]) {
      expect([actionWords(busy, over), actionTone(busy, over)]).toEqual([
        'last heard: downloading',
        'unknown',
      ]);
    }
  });

  it('that has ended keeps its end, however the whole ended', () => {
    const done = action({ component: 'a', status: 'UPDATE_SUCCESS' });
    const failed = action({ component: 'a', status: 'UPDATE_FAILURE' });
    expect([actionWords(done, ended(false)), actionTone(done, ended(false))]).toEqual(['updated', 'done']);
    expect([actionWords(failed, ended(true)), actionTone(failed, ended(true))]).toEqual([
      'update failed',
      'failed',
    ]);
  });
});

describe('the short progress', () => {
  it('counts what is done, and says for how long nothing was heard', () => {
    const actions = [
      action({ component: 'a', status: 'UPDATE_SUCCESS' }),
      action({ component: 'b', status: 'UPDATING' }),
    ];
    const it = run({ phase: 'running', actions, lastHeard: 0 });
    expect(shortProgress(it, 1000)).toBe('1 of 2 done');
    expect(shortProgress(it, 180_000)).toBe('1 of 2 done, quiet for 3 min');
    expect(shortProgress(run({ phase: 'accepted' }), 0)).toBe('accepted');
    expect(shortProgress(run({ phase: 'accepted', behind: { activityId: 'a-0', own: true } }), 0)).toBe(
      'accepted, queued',
    );
    expect(shortProgress({ ...it, unreachable: { since: 0, reason: '' } }, 0)).toBe('connection lost');
  });
});

describe('an update that the device has queued', () => {
  const queued = (own: boolean) => run({ phase: 'accepted', behind: { activityId: 'a-0', own } });

  it('says behind which one, and whether that was started here', () => {
    expect(progressWords(queued(true))).toBe('accepted, queued behind another update…');
    expect(progressWords(queued(false))).toBe('accepted, queued behind an update that was not started here…');
    expect(behindWords({ activityId: 'a-0', own: false })).toBe(
      'The device is busy with an update that was not started here (activity a-0); this one is queued.',
    );
  });

  it('is suspected where the device took it and does not begin', () => {
    const accepted = run({ phase: 'accepted', accepted: { status: 204, address: '', time: 0 } });
    expect(quietWords(accepted, 60_000)).toBeUndefined();
    expect(quietWords(accepted, 180_000)).toMatch(/^quiet for 3 min; .*may do another update first/);
    expect(quietWords({ ...accepted, phase: 'running', lastHeard: 0 }, 180_000)).not.toMatch(
      /another update/,
    );
  });
});

describe('silence', () => {
  const minutes = (number: number) => number * 60_000;

  it('means nothing as long as the rhythm of the device explains it', () => {
    const it = run({ phase: 'running', lastHeard: 0 });
    expect(quietWords(it, minutes(1.4))).toBeUndefined();
    expect(quietWords({ ...it, phase: 'finished' }, minutes(9))).toBeUndefined();
  });

  it('is said with what devices do, until this one has shown what it does', () => {
    const it = run({ phase: 'running', lastHeard: 0 });
    expect(quietWords(it, minutes(3))).toBe('quiet for 3 min; a device reports once a minute at most');
    const learned = { last: 0, gaps: [10_000, 11_000, 9_000] };
    expect(quietWords({ ...it, rhythm: learned }, 20_000)).toBe(
      'quiet for 20 s; the device reports about every 10 s, where there is something new',
    );
  });
});

describe('the outcome', () => {
  it('of a good end names file and device', () => {
    const finished = { status: 'COMPLETED', ok: true, actions: [], time: 0 };
    expect(outcomeOf(run({ phase: 'finished', finished }), 'influxdb.desired-state.yaml')).toEqual({
      severity: 'information',
      text: 'influxdb.desired-state.yaml: update of edge:device completed',
    });
  });

  it('of a good end names what was done, where that is no update of the device', () => {
    const finished = { status: 'FINISHED_SUCCESS', ok: true, actions: [], time: 0 };
    const told = (operation: 'install' | 'refresh', status: string) =>
      outcomeOf(run({ operation, phase: 'finished', finished: { ...finished, status } }), 'a.yaml').text;
    expect(told('install', 'FINISHED_SUCCESS')).toBe('a.yaml: install on edge:device completed');
    expect(told('refresh', 'REFRESHED')).toBe('a.yaml: edge:device reported its state');
  });

  it('of a bad end has the reason of the device, from the whole or from the component that failed', () => {
    const actions = [
      action({ component: 'containers:a', status: 'DOWNLOAD_FAILURE', message: 'no such image' }),
    ];
    const finished = { status: 'INCOMPLETE', ok: false, actions, time: 0 };
    expect(outcomeOf(run({ phase: 'finished', finished }), 'a.yaml').text).toBe(
      'a.yaml: edge:device failed: INCOMPLETE, no such image',
    );
    expect(outcomeOf(run({ finished: { ...finished, message: 'incompleted' } }), 'a.yaml')).toEqual({
      severity: 'error',
      text: 'a.yaml: edge:device failed: INCOMPLETE, incompleted',
    });
  });

  it('of an update that its owner denied says so, with the step that was asked about, and is no error', () => {
    const message = "failed to wait for command 'UPDATE' signal: owner approval not granted";
    const denied = (command: string) =>
      outcomeOf(
        run({
          phase: 'finished',
          ownerAsked: { command, usualEnd: 0, waits: false, answer: 'DENIED' },
          finished: { status: 'INCOMPLETE', ok: false, message, actions: [], time: 0 },
        }),
        'a.yaml',
      );
    expect(denied('DOWNLOAD')).toEqual({
      severity: 'warning',
      text: 'a.yaml: edge:device: The owner denied DOWNLOAD; nothing was changed.',
    });
    expect(denied('ACTIVATE').text).toContain('The owner denied ACTIVATE; the device takes the update back.');
  });

  it('is no error where only nothing more can be heard: the device has accepted it', () => {
    const message = 'edge:device accepted apply; how it goes on cannot be heard.';
    const ended = fault('events-not-received', message);
    const { severity, text } = outcomeOf(run({ phase: 'abandoned', fault: ended }), 'a.yaml');
    expect(severity).toBe('warning');
    expect(text).toMatch(/^a\.yaml: edge:device accepted apply;.*`receive`/);
  });

  it('of a fault has what to do, and is no error where the user stopped the waiting', () => {
    const fault = {
      code: 'stopped-waiting',
      message: 'No longer waiting.',
      advice: 'The device goes on.',
    } as const;
    expect(outcomeOf(run({ phase: 'abandoned', fault }), 'a.yaml')).toEqual({
      severity: 'warning',
      text: 'a.yaml: edge:device: No longer waiting. The device goes on.',
    });
  });
});
