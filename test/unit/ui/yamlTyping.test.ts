import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface Rule {
  readonly beforeText: { readonly pattern: string };
  readonly action: { readonly indent: 'none' | 'indent'; readonly appendText?: string };
}

interface Configuration {
  readonly onEnterRules: readonly Rule[];
  readonly autoClosingPairs: readonly (
    | readonly string[]
    | { readonly open: string; readonly notIn: readonly string[] }
  )[];
}

const { onEnterRules, autoClosingPairs }: Configuration = JSON.parse(
  readFileSync('languages/kanto-yaml.configuration.json', 'utf8'),
);

/** The column at which the editor begins the line after `line`; the first rule that fits decides. */
function columnAfter(line: string): number {
  const indent = line.length - line.trimStart().length;
  const rule = onEnterRules.find((it) => new RegExp(it.beforeText.pattern).test(line));
  if (rule === undefined) return indent;
  return indent + (rule.action.indent === 'indent' ? 2 : 0) + (rule.action.appendText ?? '').length;
}

describe('a quote in YAML', () => {
  it('brings its partner, but in comments: the grammar takes every plain value for a string', () => {
    expect(autoClosingPairs.filter((pair) => 'notIn' in pair)).toEqual([
      { open: '"', close: '"', notIn: ['comment'] },
      { open: "'", close: "'", notIn: ['comment'] },
    ]);
  });
});

describe('Enter in YAML', () => {
  it.each([
    ['domains:', 2],
    ['    components:', 6],
    ['  script: |', 4],
  ])('goes deeper after the key in `%s`', (line, column) => {
    expect(columnAfter(line)).toBe(column);
  });

  it.each([
    ['  - id: containers', 4],
    ['          - key: image', 12],
    ['  - value: docker.io/library/influxdb:2.7.1', 4],
    ['  - "id": a # why', 4],
  ])('goes on with the next key of the item in `%s`', (line, column) => {
    expect(columnAfter(line)).toBe(column);
  });

  it.each([
    ['  - components:', 6],
    ['  - script: >-', 6],
  ])('goes below the first key of the item in `%s`', (line, column) => {
    expect(columnAfter(line)).toBe(column);
  });

  it.each([
    ['        version: "1.0"', 8],
    ['      - containers:influxdb', 6],
    ['  - https://example.com', 2],
    ['# Note:', 0],
    ['  # - id: old', 2],
    ['', 0],
  ])('stays where it is after `%s`', (line, column) => {
    expect(columnAfter(line)).toBe(column);
  });
});
