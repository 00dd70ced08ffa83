import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Range } from 'vscode-languageserver-types';
import { tokenTypes } from '../../../server/src/features/announced.ts';
import { createTokenReader, semanticTokens } from '../../../server/src/features/semanticTokens.ts';
import type { ManifestDocument } from '../../../server/src/manifest/document.ts';
import { createManifestReader } from '../../../server/src/manifest/model.ts';
import { documentOf, lookup } from './support.ts';

/** `text type`, with `*` behind what is declared, in order. */
function coloured(document: ManifestDocument, range?: Range): string[] {
  const tokens = semanticTokens(document, createTokenReader(createManifestReader(), lookup), range);
  return tokens.map(({ line, character, length, type, modifiers }) => {
    const text = document.text.getText({
      start: { line, character },
      end: { line, character: character + length },
    });
    return `${text} ${tokenTypes[type]}${modifiers === 1 ? '*' : ''}`;
  });
}

const flow =
  '{id: a, config: [{key: port, value: "127.0.0.1:80-90:80/tcp"}, {key: memory, value: 512M}, {key: network, value: host}]}';
const block = `id: a
        config:
          - key: port
            value: 127.0.0.1:80-90:80/tcp
          - key: memory
            value: '512M'
          - key: network
            value: host`;
const json =
  '{"id": "a", "config": [{"key": "port", "value": "127.0.0.1:80-90:80\\u002ftcp"}, {"key": "memory", "value": "512M"}, {"key": "network", "value": "host"}]}';

describe.each([
  ['JSON', 'kanto-json', `{"domains": [{"id": "containers", "components": [${json}]}]}`],
  ['block YAML', 'kanto-yaml', `domains:\n  - id: containers\n    components:\n      - ${block}\n`],
  ['flow YAML', 'kanto-yaml', `domains: [{id: containers, components: [${flow}]}]\n`],
])('semantic tokens in %s', (_, languageId, text) => {
  it('tell ids, known keys, and the parts of their values', () => {
    const slash = languageId === 'kanto-json' ? '\\u002f' : '/';
    expect(coloured(documentOf(languageId, text))).toEqual([
      'containers namespace*',
      'a class*',
      'port property',
      '127.0.0.1 number',
      ': operator',
      '80 number',
      '- operator',
      '90 number',
      ': operator',
      '80 number',
      `${slash} operator`,
      'tcp enumMember',
      'memory property',
      '512 number',
      'M keyword',
      'network property',
      'host enumMember',
    ]);
  });
});

describe('semantic tokens', () => {
  const config = (key: string, value: string, domain = 'containers') =>
    coloured(
      documentOf(
        'kanto-json',
        JSON.stringify({ domains: [{ id: domain, components: [{ config: [{ key, value }] }] }] }),
      ),
    ).slice(1);

  it('tell the parts of an image', () => {
    expect(config('image', 'ghcr.io/a/b:1@sha256:0')).toEqual([
      'image property',
      'ghcr.io namespace',
      '/ operator',
      'a/b class',
      ': operator',
      '1 enumMember',
      '@ operator',
      'sha256:0 number',
    ]);
  });

  it('tell the name of a variable, and leave its value a text', () => {
    expect(config('env', 'A=b')).toEqual(['env property', 'A variable', '= operator']);
    expect(config('mount', '/a:/b:shared')).toEqual([
      'mount property',
      ': operator',
      ': operator',
      'shared enumMember',
    ]);
  });

  it('tell numbers and truth values', () => {
    expect(config('restartMaxRetries', '3')).toEqual(['restartMaxRetries property', '3 number']);
    expect(config('privileged', 'true')).toEqual(['privileged property', 'true keyword']);
  });

  it('leave keys that the device does not know', () => {
    expect(config('Port', '80:80')).toEqual([]);
    expect(config('port', '80:80', 'other')).toEqual([]);
  });

  it('tell the words of other domains', () => {
    expect(config('image', 'https://example.com/a', 'self-update')).toEqual(['image property']);
  });

  it('tell references, topics and paths', () => {
    expect(
      coloured(
        documentOf('kanto-yaml', 'baselines: [{title: t, components: ["containers:a"]}]\ndomains: []\n'),
      ),
    ).toEqual(['t type*', 'containers namespace', ': operator', 'a class']);
    const message = readFileSync('test/fixtures/documented/install.request.json', 'utf8');
    expect(coloured(documentOf('kanto-json', message)).filter((it) => !it.startsWith('/'))).toEqual([
      'edge namespace',
      'device:edge:containers class',
      'things keyword',
      'live keyword',
      'messages keyword',
      'install method',
      'features keyword',
      'SoftwareUpdatable class',
      'inbox keyword',
      'messages keyword',
      'install method',
    ]);
  });

  it('of a range are those in it', () => {
    const text =
      'domains:\n  - id: containers\n    components:\n      - id: a\n      - id: b\n      - id: c\n';
    const range = { start: { line: 4, character: 0 }, end: { line: 5, character: 0 } };
    expect(coloured(documentOf('kanto-yaml', text), range)).toEqual(['b class*']);
  });

  it('do not overlap where an alias brings a component twice', () => {
    const text = 'domains:\n  - id: containers\n    components:\n      - &c {id: a}\n      - *c\n';
    expect(coloured(documentOf('kanto-yaml', text))).toEqual(['containers namespace*', 'a class*']);
  });

  it('are made again only for what was changed', () => {
    const tokens = createTokenReader(createManifestReader(), lookup);
    const document = documentOf('kanto-yaml', 'domains: [{id: containers, components: [{id: a}]}]\n');
    expect([...tokens(document)].at(-1)).toBe([...tokens(document)].at(-1));
  });
});
