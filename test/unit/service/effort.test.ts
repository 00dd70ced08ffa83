import { describe, expect, it } from 'vitest';
import { createLanguageService } from '../../../server/src/service.ts';
import { manifestOf } from '../../bench/manifests.mjs';
import { bestOf, growth, repeated, timeOf } from '../timing.ts';

const uri = 'file:///plant/all.kanto';

describe('a long manifest', { timeout: 120_000 }, () => {
  it.each(['yaml', 'json'] as const)('costs a fraction of its opening when it is changed: %s', (format) => {
    const { text, edit, value, name } = manifestOf(format, 10_000, true);
    const service = createLanguageService();
    const opening = timeOf(() => {
      service.open(uri, `kanto-${format}`, 1, text);
      service.validate(uri);
    });
    const found = service.validate(uri).length;
    const change = (round: number) => {
      const end = { ...edit, character: edit.character + (round % 2) };
      service.change(uri, round + 2, [{ range: { start: edit, end }, text: round % 2 ? '' : '1' }]);
    };
    const changing = bestOf(20, (round) => {
      change(round);
      service.validate(uri);
    });
    const asking = bestOf(20, (round) => {
      change(round);
      service.complete(uri, value);
      service.hover(uri, name);
    });
    expect(found).toBeGreaterThan(100);
    expect(service.validate(uri)).toHaveLength(found);
    expect(changing).toBeLessThan(opening / 5);
    expect(asking).toBeLessThan(opening / 5);
  });

  it.each(['yaml', 'json'] as const)('offers its fixes as soon as a short one does: %s', (format) => {
    const offering = (lines: number) => {
      const { text } = manifestOf(format, lines, true);
      const service = createLanguageService();
      service.open(uri, `kanto-${format}`, 1, text);
      const diagnostic =
        service.validate(uri).find(({ code }) => code === 'restart-invalid') ?? expect.fail('no fault');
      const context = { diagnostics: [diagnostic], only: ['quickfix'] };
      expect(service.codeActions(uri, diagnostic.range, context)).not.toEqual([]);
      return () => void service.codeActions(uri, diagnostic.range, context);
    };
    // Fifty times as long. Three short ones take about as long as a long one: a busy machine interrupts both alike.
    expect(growth(50, repeated(3, offering(1000)), offering(50_000))).toBeLessThan(10 / 3);
  });

  it('opens in a time that grows with its length', () => {
    const service = createLanguageService();
    const opening = (lines: number) => {
      const { text } = manifestOf('json', lines, true);
      return bestOf(3, () => {
        service.open(uri, 'kanto-json', 1, text);
        service.validate(uri);
      });
    };
    opening(1000);
    // Twenty times as long; a time that grew with the square of the length would be four hundred times as long.
    expect(opening(40_000)).toBeLessThan(100 * opening(2000));
  });
});
