import { describe, expect, it } from 'vitest';
import { outcomeOf, progressWords } from '../../../client/src/words/runWords.ts';
import { run } from '../ui/samples.ts';

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
      { component: 'containers:a', status: 'UPDATE_SUCCESS' },
      { component: 'containers:b', status: 'DOWNLOAD_SUCCESS' },
    ];
    expect(progressWords(run({ phase: 'running', status: 'RUNNING', actions }))).toBe(
      'accepted, RUNNING, 1 of 2 components done, containers:b DOWNLOAD_SUCCESS',
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
    const actions = [{ component: 'containers:a', status: 'DOWNLOAD_FAILURE', message: 'no such image' }];
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
