import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { InlayHint, Range } from 'vscode-languageserver-types';
import { inlayHints } from '../../../server/src/features/inlayHints.ts';
import { readManifest } from '../../../server/src/manifest/model.ts';
import { documentOf } from './support.ts';

const all: Range = { start: { line: 0, character: 0 }, end: { line: 10_000, character: 0 } };

function hints(languageId: string, text: string, range = all): InlayHint[] {
  return inlayHints(documentOf(languageId, text), range, readManifest);
}

/** The text with the hints in it, in «marks». */
function shown(languageId: string, text: string, range = all): string {
  const document = documentOf(languageId, text);
  const edits = hints(languageId, text, range).map(({ position, label }) => ({
    range: { start: position, end: position },
    newText: `«${label}»`,
  }));
  return TextDocument.applyEdits(document.text, edits);
}

/** The text after all hints were accepted. */
function accepted(languageId: string, text: string): string {
  const document = documentOf(languageId, text);
  return TextDocument.applyEdits(
    document.text,
    hints(languageId, text).flatMap(({ textEdits }) => textEdits ?? []),
  );
}

const usual = 'network: bridge, restartPolicy: unless-stopped, logDriver: json-file, 2 × 100M';

describe('inlay hints', () => {
  it('tell in JSON what the device adds, behind the comma of the id', () => {
    const text = '{"domains": [{"id": "containers", "components": [{\n"id": "a",\n"version": "1"}]}]}';
    expect(shown('kanto-json', text)).toBe(text.replace('"a",', `"a",«image: a:1, ${usual}»`));
  });

  it('tell it behind a component that stands on one line, so that nothing of it is pushed away', () => {
    const text =
      '{"domains": [{"id": "containers", "components": [{"id": "a", "version": "1", "config": [{"key": "port", "value": "80:80"}]}]}]}';
    expect(shown('kanto-json', text)).toBe(text.replace('"80:80"}]}', `"80:80"}]}«image: a:1, ${usual}»`));
    expect(accepted('kanto-json', text)).toBe(
      text.replace(
        '"80:80"}',
        '"80:80"}, {"key": "image", "value": "a:1"}, {"key": "network", "value": "bridge"}, {"key": "restartPolicy", "value": "unless-stopped"}, {"key": "logDriver", "value": "json-file"}',
      ),
    );
  });

  it('tell it in block YAML at the end of the line', () => {
    const text =
      'domains:\n  - id: containers\n    components:\n      - id: a # first\n        version: "1"\n        config:\n          - key: image\n            value: x:1\n          - key: network\n            value: host\n          - key: logDriver\n            value: none\n';
    expect(shown('kanto-yaml', text)).toBe(text.replace('id: a', 'id: a«restartPolicy: unless-stopped»'));
    expect(accepted('kanto-yaml', text)).toBe(
      `${text}          - key: restartPolicy\n            value: unless-stopped\n`,
    );
  });

  it('tell it in flow YAML', () => {
    const text = 'domains: [{id: containers, components: [{id: a, config: [{key: memory, value: 512M}]}]}]\n';
    expect(shown('kanto-yaml', text)).toBe(text.replace('512M}]}', `512M«memorySwap: 1024M»}]}«${usual}»`));
  });

  it('tell it where there is no config yet', () => {
    const text = 'domains:\n  - id: containers\n    components:\n      - id: a\n        version: "1"\n';
    expect(shown('kanto-yaml', text)).toBe(text.replace('id: a', `id: a«image: a:1, ${usual}»`));
    expect(accepted('kanto-yaml', text)).toContain(
      'config:\n          - key: image\n            value: a:1\n',
    );
  });

  it('say nothing more once they were accepted', () => {
    const text = '{"domains": [{"id": "containers", "components": [{"id": "a", "version": "1"}]}]}';
    expect(hints('kanto-json', accepted('kanto-json', text))).toEqual([]);
  });

  it('take an empty value for none where the device does', () => {
    const config = (key: string) =>
      `domains: [{id: containers, components: [{id: a, config: [{key: ${key}, value: ""}]}]}]\n`;
    expect(shown('kanto-yaml', config('network'))).toContain('network: bridge, restartPolicy');
    expect(shown('kanto-yaml', config('restartPolicy'))).not.toContain('unless-stopped');
  });

  it('tell of the swap only where the device adds some', () => {
    const memory = (value: string, more = '') =>
      shown(
        'kanto-yaml',
        `domains: [{id: containers, components: [{id: a, config: [{key: memory, value: "${value}"}${more}]}]}]\n`,
      );
    expect(memory('1.5G')).toContain('"1.5G"«memorySwap: 3G»');
    expect(memory('512')).not.toContain('memorySwap');
    expect(memory('1G', ', {key: memorySwap, value: "-1"}')).not.toContain('«memorySwap');
  });

  it('are given for the lines that are asked for', () => {
    const text =
      'domains:\n  - id: containers\n    components:\n      - id: a\n      - id: b\n      - id: c\n';
    const line = { start: { line: 4, character: 0 }, end: { line: 4, character: 20 } };
    expect(shown('kanto-yaml', text, line)).toBe(text.replace('id: b', `id: b«${usual}»`));
  });

  it('are none for other domains', () => {
    expect(hints('kanto-yaml', 'domains: [{id: other, components: [{id: a, version: "1"}]}]\n')).toEqual([]);
  });
});
