import { expect, test } from 'vitest';
import { kindWords } from '../../../client/src/words/kindWords.ts';
import type { ManifestKind } from '../../../server/src/messages.ts';

const request = { role: 'request', form: 'bare' } as const;

test.each<[string, ManifestKind]>([
  ['Desired state', { ...request, operation: 'apply' }],
  ['Desired state, as a message value', { ...request, operation: 'apply', form: 'value' }],
  ['Software to remove, as a whole message', { ...request, operation: 'remove', form: 'envelope' }],
  ["Owner's consent, as a whole message", { ...request, operation: 'consent', form: 'envelope' }],
  ['Answer of a device: Software to install', { role: 'response', form: 'value', operation: 'install' }],
  ['What a device says: state', { role: 'event', form: 'envelope', event: 'state' }],
])('a person reads “%s” of a document, and no word of the code', (words, kind) => {
  expect(kindWords(kind)).toBe(words);
});
