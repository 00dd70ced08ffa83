import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { code, plain } from '../../../client/src/words/markdown.ts';
import { visible, visibleLines, withoutIcons, withoutLinks } from '../../../client/src/words/visible.ts';

const anything = fc.string({ unit: 'binary', maxLength: 300 });

describe('a text of a stranger', () => {
  it('hides, reorders and breaks nothing', () => {
    expect(visible('edge:\u202eecived\u200b')).toBe('edge:\\u202eecived\\u200b');
    expect(visible('two\nlines\tand\u0007')).toBe('two lines and\\u0007');
    fc.assert(fc.property(anything, (text) => !/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(visible(text))));
  });

  it('looks like no other name: what is drawn as nothing or as a blank is seen, too', () => {
    const unseen = ['\u034f', '\u115f', '\u3164', '\uffa0', '\ufe0f', '\u2800', '\u00a0', '\u2003', '\u3000'];
    for (const sign of [...unseen, '\u{e0041}', '\u{e0100}'])
      expect(visible(`edge:dev${sign}ice`)).toMatch(/^edge:dev\\u[0-9a-f]{4,5}ice$/);
    expect(visible('one two')).toBe('one two');
    // The selector behind a sign that is drawn in colours hides nothing.
    expect(visible('ready \u2714\ufe0f')).toBe('ready \u2714\ufe0f');
  });

  it('keeps the lines of a text, and hides nothing in any', () => {
    expect(visibleLines('  one\n\n  two\u202e')).toBe('  one\n\n  two\\u202e');
  });

  it('is as short as a label can be', () => {
    expect(visible('x'.repeat(100_000))).toBe(`${'x'.repeat(200)}…`);
  });

  it('draws no icon', () => {
    expect(withoutIcons('edge:$(bug)')).toBe('edge:\\$(bug)');
    expect(withoutIcons('edge:$\u200b(bug)')).not.toContain('$(');
  });

  it('runs no command from a notification', () => {
    expect(withoutLinks('see [here](command:evil) or [there](https://evil)')).toBe(
      'see [here] (command:evil) or [there] (https://evil)',
    );
    fc.assert(fc.property(anything, (text) => !withoutLinks(`${text}](`).includes('](')));
  });

  it('is neither link nor image nor markup in Markdown', () => {
    expect(plain('[x](command:evil) <b> https://x.y www.x.y a@b.c')).toBe(
      '\\[x\\]\\(command\\:evil\\) \\<b\\> https\\:\\/\\/x\\.y www\\.x\\.y a\\@b\\.c',
    );
    expect(plain('\n# title')).toBe(' \\# title');
    fc.assert(fc.property(anything, (text) => !/(?<!\\)(?:\\\\)*[[\]<>`*_|!]/.test(plain(text))));
  });

  it('cannot leave its code span', () => {
    expect(code('a ` b')).toBe("`a ' b`");
    expect(code(' ')).toBe('(empty)');
    fc.assert(fc.property(anything, (text) => /^(?:`[^`\n]+`|\(empty\))$/.test(code(text))));
  });
});
