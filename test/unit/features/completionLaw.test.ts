import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { chosen, completeAt, documentOf, labels } from './support.ts';

const files = ['examples', 'test/fixtures/documented']
  .flatMap((folder) => readdirSync(folder).map((name) => `${folder}/${name}`))
  .filter((file) => /\.(json|ya?ml)$/.test(file));

/** As an author might fill the stops in. */
function filled(text: string): string {
  return text
    .replaceAll(/([{[])‸/g, '$1')
    .replaceAll('‸', '0')
    .replaceAll(/‹([^,›]*)[^›]*›/g, '$1');
}

describe('every completion, chosen anywhere in a sound document', { timeout: 60_000 }, () => {
  it.each(files)('leaves a text that can be read: %s', (file) => {
    const language = file.endsWith('json') ? 'kanto-json' : 'kanto-yaml';
    const text = readFileSync(file, 'utf8');
    const faults = documentOf(language, text).parsed.problems.length;
    let offered = 0;
    for (let offset = 0; offset <= text.length; offset += 7) {
      const marked = `${text.slice(0, offset)}¦${text.slice(offset)}`;
      const completed = completeAt(language, marked);
      for (const label of labels(completed)) {
        offered++;
        const after = filled(chosen(completed, label));
        const { problems } = documentOf(language, after).parsed;
        expect(
          problems.length,
          `${label} at ${offset}: ${problems[0]?.message}\n${after}`,
        ).toBeLessThanOrEqual(faults);
      }
    }
    expect(offered).toBeGreaterThan(20);
  });
});
