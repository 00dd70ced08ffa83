import { expect, it } from 'vitest';
import { createLanguageService } from '../../../server/src/service.ts';

const manifest = 'domains:\n  - id: containers\n    components: []\n';

it.each([
  [manifest, undefined],
  [`# a comment\n---\n${manifest}`, undefined],
  [`${manifest}---\n${manifest}---\nname: something else\n`, 1],
])('the description of %j counts the manifests after the first', (text, further) => {
  expect(createLanguageService().describe({ text, format: 'yaml' }).further).toBe(further);
});
