import { describe, expect, it } from 'vitest';
import { stepLines, stepParagraph } from '../../../client/src/connections/doctor/words.ts';

describe('a step of the doctor', () => {
  const unheard = {
    step: 'cloud',
    state: 'unknown',
    message: 'Nothing is retained on `edge/connection/remote/status`.',
    advice: 'Either nobody was here,\nor it may not be read.',
  } as const;

  it('takes lines of their own at a terminal', () => {
    expect(stepLines(unheard)).toEqual([
      '? Cloud link',
      '    Nothing is retained on ‘edge/connection/remote/status’.',
      '    → Either nobody was here,',
      '      or it may not be read.',
    ]);
  });

  it('is a paragraph of a document, which wraps at the width of the editor', () => {
    expect(stepParagraph(unheard)).toEqual([
      '? **Cloud link**: Nothing is retained on `edge/connection/remote/status`.',
      '→ Either nobody was here,',
      'or it may not be read.',
      '',
    ]);
    const held = { step: 'port', state: 'ok', message: 'It answers.' } as const;
    expect(stepParagraph(held)).toEqual(['✔ **Port**: It answers.', '']);
  });
});
