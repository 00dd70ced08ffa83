import { describe, expect, it } from 'vitest';
import { createLanguageService } from '../../../server/src/service.ts';

const manifest = 'domains:\n  - id: containers\n    components: []\n';

it.each([
  [manifest, undefined],
  [`# a comment\n---\n${manifest}`, undefined],
  [`${manifest}---\n${manifest}---\nname: something else\n`, 1],
])('the description of %j counts the manifests after the first', (text, further) => {
  expect(createLanguageService().describe({ text, format: 'yaml' }).further).toBe(further);
});

describe('of several manifests in a text', () => {
  const text = `${manifest}---\nactivityId: r\n---\n${manifest.replace('containers', 'firmware')}`;
  const describeIt = (number?: number) =>
    createLanguageService().describe({ text, format: 'yaml', ...(number !== undefined && { number }) });

  it('all are listed', () => {
    expect(describeIt().manifests).toMatchObject([
      { range: { start: { line: 0 } }, summary: 'apply: 0 components in containers' },
      { range: { start: { line: 4 } }, summary: 'refresh' },
      { range: { start: { line: 6 } }, summary: 'apply: 0 components in firmware' },
    ]);
  });

  it('one is described by its number, with its own problems only', () => {
    expect(describeIt(2)).toMatchObject({
      kind: { operation: 'refresh' },
      content: { activityId: 'r' },
      problems: [],
    });
    expect(describeIt(2)).not.toHaveProperty('further');
    expect(describeIt(3).problems.map(({ code }) => code)).toEqual(['domains-missing']);
    expect(describeIt(1).problems.map(({ code }) => code)).toEqual(['containers-empty']);
  });

  it('there is none of another number', () => {
    expect(describeIt(4)).not.toHaveProperty('content');
  });
});
