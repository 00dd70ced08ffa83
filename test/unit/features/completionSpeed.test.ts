import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { createLanguageService } from '../../../server/src/service.ts';
import { growth } from '../timing.ts';

function manifest(lines: number): object {
  const components = Array.from({ length: Math.ceil(lines / 9) }, (_, n) => ({
    id: `c${n}`,
    version: `1.${n}`,
    config: [
      { key: 'image', value: `docker.io/library/c${n}:1.${n}` },
      { key: 'port', value: `${n}:80` },
      { key: 'env', value: `A${n % 7}=b` },
    ],
  }));
  return { domains: [{ id: 'containers', components }] };
}

type Write = (value: object) => string;

const formats: readonly (readonly [name: string, language: string, write: Write])[] = [
  ['YAML', 'kanto-yaml', (value) => stringify(value, { lineWidth: 0 })],
  ['JSON', 'kanto-json', (value) => JSON.stringify(value, null, 2)],
];

const rounds = 120;

describe('what an answer costs', { timeout: 120_000 }, () => {
  it.each(formats)('hardly grows with the document: %s', (_name, language, write) => {
    const answers = (lines: number) => {
      const service = createLanguageService();
      const text = write(manifest(lines));
      service.open('file:///a', language, 1, text);
      const at = (found: number) => {
        const before = text.slice(0, found);
        return { line: before.split('\n').length - 1, character: found - before.lastIndexOf('\n') - 1 };
      };
      const middle = text.indexOf('port', text.length / 2);
      const key = at(middle + 2);
      const value = at(text.indexOf(':80', middle));
      const version = at(text.indexOf('1.', text.indexOf('version', middle)) + 2);
      return {
        key: () => service.complete('file:///a', key),
        value: () => service.complete('file:///a', value),
        version: () => service.complete('file:///a', version),
        hover: () => service.hover('file:///a', value),
      };
    };
    const short = answers(1000);
    const long = answers(50_000);
    // Fifty times the text: what looks at all of it would take about fifty times as long.
    expect(growth(rounds, short.key, long.key)).toBeLessThan(8);
    // The ports and versions that other components have are looked up.
    expect(growth(rounds, short.value, long.value)).toBeLessThan(8);
    expect(growth(rounds, short.version, long.version)).toBeLessThan(8);
    expect(growth(rounds, short.hover, long.hover)).toBeLessThan(8);
  });
});
