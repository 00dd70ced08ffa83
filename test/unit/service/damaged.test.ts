import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLanguageService } from '../../../server/src/service.ts';

/** Documents to damage: the documented messages, and YAML with all that it has. */
const folders = ['../../fixtures/documented/', '../../fixtures/seeds/'].map(
  (it) => new URL(it, import.meta.url),
);
const documents = folders.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => !name.endsWith('.golden'))
    .map((name) => ({
      format: name.endsWith('.json') ? 'json' : 'yaml',
      text: readFileSync(new URL(name, folder), 'utf8'),
    })),
);
documents.push({
  format: 'yaml',
  text: '# one\nbase: &base {version: "1"}\ndomains:\n  - id: containers\n    components:\n      - <<: *base\n        id: a\n        config:\n          - key: env\n            value: |\n              A=b\n          - {key: port, value: 80:80}\n---\nactivityId: x\n...\n',
});

/** What breaks texts: marks of both languages, blanks of all kinds, wide characters. */
const noise = fc.oneof(
  fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"',
    "'",
    '\\',
    '/*',
    '//',
    '#',
    '\t',
    '\n',
    '\r\n',
    '- ',
    '  ',
    '---\n',
    '...\n',
    '&a ',
    '*a',
    '<<: *a',
    '!x ',
    '|\n',
    '>\n',
    '? ',
    '@',
    '`',
    '%',
    '\u0000',
    '\ufeff',
    '\u2028',
    '😀',
    '𝒳',
    'null',
    '1.10',
    ': 5',
    'true',
    '.nan',
  ),
  fc.string({ maxLength: 4, unit: 'binary' }),
);

const damaged = fc
  .record({
    document: fc.constantFrom(...documents),
    damages: fc.array(fc.record({ at: fc.nat(4000), drop: fc.nat(12), add: noise }), {
      minLength: 1,
      maxLength: 6,
    }),
  })
  .map(({ document: { format, text }, damages }) => ({
    format: format === 'json' ? ('json' as const) : ('yaml' as const),
    text: damages.reduce((current, { at, drop, add }) => {
      const place = at % (current.length + 1);
      return current.slice(0, place) + add + current.slice(place + drop);
    }, text),
  }));

/** Much is done in each run, and machines differ: the time is bounded by the number of runs. */
const timeout = 300_000;
const runs = Number(process.env['KANTO_FUZZ_RUNS'] ?? 500);

describe('a damaged text', { timeout }, () => {
  it('throws nothing, and all that is said of it stands in it', () => {
    const service = createLanguageService();
    fc.assert(
      fc.property(damaged, ({ format, text }) => {
        const uri = `file:///damaged.${format}`;
        service.open(uri, `kanto-${format}`, 1, text);
        const lines = text.split(/\r\n|\r|\n/);
        for (const { range, message } of service.validate(uri)) {
          expect(message).not.toBe('');
          expect(range.start.line).toBeLessThan(lines.length);
          expect(range.end.line).toBeLessThan(lines.length);
          expect(range.start.character).toBeLessThanOrEqual((lines[range.start.line] ?? '').length);
          expect(range.end.character).toBeLessThanOrEqual((lines[range.end.line] ?? '').length);
          const backwards =
            range.end.line < range.start.line ||
            (range.end.line === range.start.line && range.end.character < range.start.character);
          expect(backwards).toBe(false);
        }
        service.describe({ uri });
        service.detect({ text, format });
      }),
      { numRuns: runs },
    );
  });

  it('gives content only where the text has no fault, and JSON then reads the same', () => {
    const service = createLanguageService();
    fc.assert(
      fc.property(damaged, ({ format, text }) => {
        const { content, problems } = service.describe({ text, format });
        const faulty = problems.some(
          ({ code, severity }) => code.startsWith('syntax-') && severity === 'error',
        );
        if (faulty) expect(content).toBeUndefined();
        if (format !== 'json') return;
        const value = readStrictly(text);
        if (value !== undefined && content !== undefined) expect(content).toEqual(value);
      }),
      { numRuns: runs },
    );
  });
});

function readStrictly(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    // No plain JSON: there is nothing to compare with.
    return undefined;
  }
}
