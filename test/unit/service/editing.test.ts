import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createLanguageService, type LanguageService } from '../../../server/src/service.ts';
import { changeBetween, edits, statesOf } from '../text/edits.ts';
import { jsonTexts, yamlTexts } from '../text/manifestTexts.ts';

/** Some ten edits each. */
const runs = Number(process.env['KANTO_PROPERTY_RUNS'] ?? 100);

const uri = 'file:///plant/gateway.desired-state';

function answers(service: LanguageService, text: string, offset: number): string {
  const position = TextDocument.create(uri, '', 0, text).positionAt(offset);
  return JSON.stringify(
    {
      diagnostics: service.validate(uri),
      symbols: service.symbols(uri),
      folding: service.folding(uri),
      hover: service.hover(uri, position),
      definition: service.definition(uri, position),
      references: service.references(uri, position, true),
      rename: service.rename(uri, position, 'another'),
      selection: service.selectionRanges(uri, [position]),
      links: service.documentLinks(uri),
      tokens: service.semanticTokens(uri),
      hints: service.inlayHints(uri, { start: { line: 0, character: 0 }, end: position }),
      signature: service.signatureHelp(uri, position),
      // Without what they insert: ids and times in it are made anew each time.
      completion: service.complete(uri, position).items.map(({ label, kind }) => ({ label, kind })),
    },
    undefined,
    1,
  );
}

/** What is said of a text that was never seen before. Making a service costs more than opening a text in one. */
function firstAnswers(service: LanguageService, languageId: string, text: string, offset: number): string {
  service.open(uri, languageId, 1, text);
  const said = answers(service, text, offset);
  service.close(uri);
  return said;
}

describe('a document that is changed', { timeout: 600_000 }, () => {
  it.each([
    ['kanto-yaml', yamlTexts],
    ['kanto-json', jsonTexts],
  ])('answers as if it were opened with its new text: %s', (languageId, texts) => {
    const other = createLanguageService();
    fc.assert(
      fc.property(texts, edits, (text, done) => {
        const service = createLanguageService();
        service.open(uri, languageId, 1, text);
        let before = text;
        for (const [index, state] of statesOf(text, done).entries()) {
          const { start, end, text: by } = changeBetween(before, state);
          const positions = TextDocument.create(uri, languageId, 0, before);
          const range = { start: positions.positionAt(start), end: positions.positionAt(end) };
          service.change(uri, index + 2, [{ range, text: by }]);
          const said = answers(service, state, start);
          const wanted = firstAnswers(other, languageId, state, start);
          if (said !== wanted) expect(said).toBe(wanted);
          before = state;
        }
      }),
      { numRuns: runs },
    );
  });
});
