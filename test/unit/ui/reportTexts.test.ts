import { describe, expect, it } from 'vitest';
import { ReportTexts } from '../../../client/src/ui/model/reportTexts.ts';

describe('the text of a report', () => {
  it('grows as long as the report is open, and is not kept once it is closed', () => {
    const texts = new ReportTexts();
    const append = texts.begin('Test of lab');
    expect(append(['one', 'two'])).toBe(true);
    expect(texts.of('Test of lab')).toBe('one\ntwo\n');
    texts.close('Test of lab');
    expect(append(['three'])).toBe(false);
    expect(texts.of('Test of lab')).toBe('');
  });

  it('takes nothing more of a report that was begun before it', () => {
    const texts = new ReportTexts();
    const before = texts.begin('Test of lab');
    const now = texts.begin('Test of lab');
    expect([before(['old']), now(['new'])]).toEqual([false, true]);
    expect(texts.of('Test of lab')).toBe('new\n');
  });

  it('is one for each name, also of names that look the same in a tab', () => {
    const texts = new ReportTexts();
    texts.begin('Test of a/b')(['slash']);
    texts.begin('Test of a∕b')(['sign']);
    expect(texts.of('Test of a/b')).toBe('slash\n');
  });
});
