import { expect, it } from 'vitest';
import { createLanguageService } from '../../../server/src/service.ts';

const uri = 'file:///moved.kanto.json';
const ports = (id: string) =>
  `{"id": "${id}", "version": "1", "config": [{"key": "port", "value": "80"}, {"key": "restartPolicy", "value": "sometimes"}]}`;
const text = `{"domains": [{"id": "containers", "components": [${ports('a')}, ${ports('b')}]}]}\n`;

/** What stands unchanged keeps its diagnostic: only where it stands may not. */
it.each([
  ['a line break before one of two on a line', text.indexOf('{"id": "b"'), 0, '\n'],
  ['a line break within the line before', 1, 0, '\n'],
  ['a line break in the place of a blank', text.indexOf(' {"id": "b"'), 1, '\n'],
  ['blanks before one of two on a line', text.indexOf('{"id": "b"'), 0, '   '],
])('is told at its new place after %s', (_, at, length, inserted) => {
  const service = createLanguageService();
  service.open(uri, 'kanto-json', 1, text);
  expect(service.validate(uri).length).toBeGreaterThan(1);
  const range = { start: { line: 0, character: at }, end: { line: 0, character: at + length } };
  service.change(uri, 2, [{ range, text: inserted }]);
  const fresh = createLanguageService();
  fresh.open(uri, 'kanto-json', 1, text.slice(0, at) + inserted + text.slice(at + length));
  expect(service.validate(uri)).toEqual(fresh.validate(uri));
});
