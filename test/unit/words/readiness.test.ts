import { describe, expect, it } from 'vitest';
import { readinessOf } from '../../../client/src/words/readiness.ts';
import { description, problem } from '../ui/samples.ts';

describe('a document may be sent', () => {
  it('where it has no errors, warnings or not', () => {
    const warned = description({ problems: [problem({ severity: 'warning' })] });
    expect(readinessOf(warned, 'a.yaml')).toEqual({ kind: 'ready', operation: 'apply' });
  });

  it('after a question where it has errors, each named with its line', () => {
    const faulty = description({ problems: [problem(), problem({ message: 'No such image.' })] });
    expect(readinessOf(faulty, 'a.yaml')).toEqual({
      kind: 'faulty',
      operation: 'apply',
      question: 'a.yaml has 2 errors. The device is likely to reject it.',
      detail: 'Line 5: The device rejects it.\nLine 5: No such image.',
    });
  });

  it('after a question, too, where a setting or a comment silences the errors', () => {
    const hidden = description({ silenced: [problem()] });
    expect(readinessOf(hidden, 'a.yaml')).toMatchObject({
      kind: 'faulty',
      question: 'a.yaml has 1 error that a setting or a comment silences. The device is likely to reject it.',
    });
    const both = description({ problems: [problem()], silenced: [problem(), problem()] });
    expect(readinessOf(both, 'a.yaml')).toMatchObject({
      question: expect.stringContaining('1 error and 2 errors that a setting'),
    });
  });

  it.each([
    ['topic-missing', 'topic'],
    ['path-missing', 'path'],
    ['headers-missing', 'headers'],
  ])('where its envelope leaves out what is filled in when it is sent: %s', (code, part) => {
    const problems = [problem({ code, crash: true })];
    const without = description({ problems, content: { value: {} } });
    expect(readinessOf(without, 'a.yaml')).toEqual({ kind: 'ready', operation: 'apply' });
    const withNull = description({ problems, content: { [part]: null, value: {} } });
    expect(readinessOf(withNull, 'a.yaml')).toMatchObject({ kind: 'refused' });
  });

  it('with a list of errors that stays short', () => {
    const faulty = description({ problems: Array.from({ length: 8 }, () => problem()) });
    expect(readinessOf(faulty, 'a.yaml')).toMatchObject({
      detail: expect.stringMatching(/(Line 5: .*\n){5}… and 3 more$/),
    });
  });
});

describe('a document is refused', () => {
  it('where it would crash the device, whatever else it says', () => {
    const deadly = description({
      problems: [problem({ severity: 'warning', crash: true, message: 'A null domain.' })],
    });
    expect(readinessOf(deadly, 'a.yaml')).toEqual({
      kind: 'refused',
      reason: 'a.yaml is not sent: it would crash software on the device. Line 5: A null domain.',
    });
  });

  it('where it would crash the device, also where that is silenced', () => {
    const hidden = description({ silenced: [problem({ crash: true })] });
    expect(readinessOf(hidden, 'a.yaml')).toMatchObject({ kind: 'refused' });
  });

  it('where it is no manifest', () => {
    const { kind: _, ...other } = description();
    expect(readinessOf(other, 'a.yaml')).toMatchObject({
      kind: 'refused',
      reason: expect.stringContaining('no Kanto manifest'),
    });
  });

  it('where it cannot be read, with the place', () => {
    const {
      kind: _,
      content: __,
      ...damaged
    } = description({ problems: [problem({ message: 'Found }, wanted a value.' })] });
    expect(readinessOf(damaged, 'a.json')).toMatchObject({
      reason: 'a.json is not sent: it cannot be read. Line 5: Found }, wanted a value.',
    });
  });

  it('where it holds several manifests, since nobody can know which is meant', () => {
    expect(readinessOf(description({ further: 2 }), 'a.yaml')).toEqual({
      kind: 'refused',
      reason:
        'a.yaml is not sent: it holds 3 manifests and a message takes one. Say which, from 1 to 3, or put each into a file of its own.',
    });
  });

  it('where it is what a device says', () => {
    const answer = description({ kind: { operation: 'apply', form: 'envelope', role: 'response' } });
    expect(readinessOf(answer, 'a.json')).toMatchObject({
      kind: 'refused',
      reason: expect.stringContaining('what a device says (response)'),
    });
  });
});
