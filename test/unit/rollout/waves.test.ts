import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePause, pauseText } from '../../../client/src/rollout/pause.ts';
import { isExceeded, parseThreshold, thresholdText } from '../../../client/src/rollout/threshold.ts';
import { parseWaves, type Wave, waveSizes, wavesText } from '../../../client/src/rollout/waves.ts';

const wave: fc.Arbitrary<Wave> = fc.oneof(
  fc.record({ count: fc.integer({ min: 1, max: 500 }) }),
  fc.record({ percent: fc.integer({ min: 1, max: 100 }) }),
);

describe('waves', () => {
  it.each([
    ['1,10,100%', 1000, [1, 10, 989]],
    ['1,10,100%', 5, [1, 4]],
    ['10%,50%', 10, [1, 4, 5]],
    ['1', 3, [1, 2]],
    ['5,5', 3, [3]],
    ['0.5%,100%', 1000, [5, 995]],
    ['100%', 0, []],
  ])('%s of %i devices are %j', (text, total, sizes) => {
    expect(waveSizes(parseWaves(text) ?? [], total)).toEqual(sizes);
  });

  it.each(['', '0', '-1', '1.5', '101%', '0%', '50%,10%', 'all', '1,,2', '1 2'])('"%s" are none', (text) => {
    expect(parseWaves(text)).toBeUndefined();
  });

  it('take every device once, whatever they are, and none of them is empty', () => {
    fc.assert(
      fc.property(fc.array(wave, { maxLength: 8 }), fc.integer({ min: 0, max: 2000 }), (waves, total) => {
        const sizes = waveSizes(waves, total);
        expect(sizes.every((size) => size > 0)).toBe(true);
        expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(total);
      }),
    );
  });

  it('are written as they are read', () => {
    for (const text of ['1,10,100%', '25%,50%,100%', '3'])
      expect(wavesText(parseWaves(text) ?? [])).toBe(text);
  });
});

describe('a threshold', () => {
  it.each([
    ['0', { all: 1, inWave: 1, waveSize: 100 }, true],
    ['3', { all: 3, inWave: 0, waveSize: 100 }, false],
    ['3', { all: 4, inWave: 0, waveSize: 100 }, true],
    ['5%', { all: 90, inWave: 5, waveSize: 100 }, false],
    ['5%', { all: 6, inWave: 6, waveSize: 100 }, true],
    ['5%', { all: 1, inWave: 1, waveSize: 1 }, true],
    ['100%', { all: 9, inWave: 9, waveSize: 9 }, false],
  ])('of %s with %j: %s', (text, failures, exceeded) => {
    const threshold = parseThreshold(text);
    expect(threshold && isExceeded(threshold, failures)).toBe(exceeded);
    expect(threshold && thresholdText(threshold)).toBe(text);
  });

  it.each(['', '-1', '1.5', '101%', 'x'])('"%s" is none', (text) => {
    expect(parseThreshold(text)).toBeUndefined();
  });
});

describe('a pause', () => {
  it.each([
    ['none', 'none'],
    ['ask', 'ask'],
    ['30s', '30000ms'],
    ['1.5m', '90000ms'],
  ])('of %s', (text, written) => {
    const pause = parsePause(text);
    expect(pause && pauseText(pause)).toBe(written);
    expect(parsePause(written)).toEqual(pause);
  });

  it.each(['', '30', '0s', '600h', 'soon'])('"%s" is none', (text) => {
    expect(parsePause(text)).toBeUndefined();
  });
});
