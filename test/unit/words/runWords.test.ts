import { describe, expect, it } from 'vitest';
import { outcomeOf, progressWords, quietWords } from '../../../client/src/words/runWords.ts';
import { action, run } from '../ui/samples.ts';

describe('progress', () => {
  const accepted = { status: 204, address: '', time: 0 };

  it('keeps sent, accepted and finished apart', () => {
    expect(progressWords(run({ phase: 'sent' }))).toBe('sent, waiting for the answer…');
    expect(progressWords(run({ phase: 'accepted', accepted }))).toContain('accepted, waiting');
    const finished = { status: 'COMPLETED', ok: true, actions: [], time: 0 };
    expect(progressWords(run({ phase: 'finished', finished }))).toBe('finished: COMPLETED');
  });

  it('counts the components that are done and names one that is not', () => {
    const actions = [
      action({ component: 'containers:a', status: 'UPDATE_SUCCESS' }),
      action({ component: 'containers:b', status: 'DOWNLOAD_SUCCESS' }),
    ];
    expect(progressWords(run({ phase: 'running', status: 'RUNNING', actions }))).toBe(
      'accepted, RUNNING, 1 of 2 components done, containers:b DOWNLOAD_SUCCESS',
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
      text: 'influxdb.desired-state.yaml: edge:device completed',
    });
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
