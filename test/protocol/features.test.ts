import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CodeLensRequest,
  CompletionRequest,
  DocumentSymbolRequest,
  FoldingRangeRequest,
  HoverRequest,
  InsertTextFormat,
  InsertTextMode,
} from 'vscode-languageserver/node';
import { describeRequest, detectRequest, importRequest, planRequest } from '../../server/src/messages.ts';
import { Client } from './client.ts';

const uri = 'file:///a.yaml';
const manifest =
  'domains:\n  - id: containers\n    components:\n      - id: influxdb\n        version: "2.7.1"\n        config:\n          - key: network\n            value: host\n';

describe('what an editor asks', () => {
  let client: Client;
  beforeAll(async () => {
    client = await Client.start({
      initializationOptions: { applyCommand: true, suggestCommand: true },
      capabilities: {
        textDocument: {
          completion: {
            completionItem: {
              snippetSupport: true,
              documentationFormat: ['markdown'],
              labelDetailsSupport: true,
            },
          },
        },
      },
    });
    await client.open(uri, 'yaml', manifest);
  });
  afterAll(async () => {
    await client.stop();
    client.kill();
  });

  const textDocument = { uri };
  const at = (line: number, character: number) => ({ textDocument, position: { line, character } });

  it('completion', async () => {
    const found = await client.connection.sendRequest(CompletionRequest.type, at(7, 19));
    const items = Array.isArray(found) ? found : (found?.items ?? []);
    expect(items.map(({ label }) => label)).toEqual(['bridge', 'host']);
    expect(items[0]).toMatchObject({
      insertTextFormat: InsertTextFormat.PlainText,
      // Only an editor that said it knows snippets is asked to indent.
      insertTextMode: InsertTextMode.adjustIndentation,
      documentation: { kind: 'markdown' },
      textEdit: {
        newText: 'bridge',
        range: { start: { line: 7, character: 19 }, end: { line: 7, character: 23 } },
      },
    });
  });

  it('completion of a version, with those of the other open manifests and where each is from', async () => {
    const other = 'file:///plant.kanto.yaml';
    await client.open(other, 'kanto-yaml', manifest.replace('2.7.1', '2.6'));
    const found = await client.connection.sendRequest(CompletionRequest.type, at(4, 18));
    const items = Array.isArray(found) ? found : (found?.items ?? []);
    const detail = 'version of influxdb in plant.kanto.yaml';
    expect(items[0]).toMatchObject({
      label: '2.6',
      detail,
      labelDetails: { description: detail },
      textEdit: { newText: '"2.6"' },
    });
    await client.close(other);
  });

  it('hover', async () => {
    const found = await client.connection.sendRequest(HoverRequest.type, at(7, 20));
    expect(found).toMatchObject({
      contents: { kind: 'markdown', value: expect.stringContaining('Network') },
      range: { start: { line: 7, character: 19 }, end: { line: 7, character: 23 } },
    });
  });

  it('document symbols', async () => {
    const found = await client.connection.sendRequest(DocumentSymbolRequest.type, { textDocument });
    expect(found).toMatchObject([{ name: 'containers', children: [{ name: 'influxdb 2.7.1' }] }]);
  });

  it('folding', async () => {
    const found = await client.connection.sendRequest(FoldingRangeRequest.type, { textDocument });
    expect(found?.[0]).toEqual({ startLine: 0, endLine: 7 });
  });

  it('code lens', async () => {
    const found = await client.connection.sendRequest(CodeLensRequest.type, { textDocument });
    expect(found).toMatchObject([
      { command: { title: 'Apply to Device…', command: 'kanto.applyToDevice', arguments: [uri] } },
    ]);
  });

  it('what a document is, open or not', async () => {
    const kind = { operation: 'apply', form: 'bare', role: 'request' };
    expect(await client.connection.sendRequest(describeRequest, { uri })).toMatchObject({
      kind,
      problems: [],
      content: { domains: [{ id: 'containers' }] },
    });
    const damaged = await client.connection.sendRequest(describeRequest, {
      text: '{"domains": [',
      format: 'json',
    });
    expect(damaged).toMatchObject({ kind });
    expect(damaged).toHaveProperty('problems.0.code', 'syntax-unclosed');
    expect(damaged).not.toHaveProperty('content');
    expect(await client.connection.sendRequest(detectRequest, { text: manifest, format: 'yaml' })).toEqual(
      kind,
    );
    expect(await client.connection.sendRequest(detectRequest, { text: 'a: 1', format: 'yaml' })).toBeNull();
  });

  it('what a device would do with it', async () => {
    const inventory = { softwareNodes: [{ id: 'containers:old' }] };
    expect(await client.connection.sendRequest(planRequest, { uri, inventory })).toMatchObject({
      plan: {
        summary: '1 to create, 0 to replace, 0 to update, 1 to destroy',
        actions: [
          { component: 'containers:influxdb', action: 'create', range: { start: { line: 3, character: 8 } } },
          { component: 'containers:old', action: 'destroy' },
        ],
      },
    });
    expect(await client.connection.sendRequest(planRequest, { uri, inventory: 'none' })).toMatchObject({
      refusal: { code: 'inventory' },
    });
  });

  it('a manifest of what a device reports', async () => {
    const source = { device: 'edge:device', time: 0 };
    const inventory = {
      softwareNodes: [{ id: 'containers:a', parameters: [{ key: 'image', value: 'a:1' }] }],
    };
    const asked = { inventory, source, format: 'yaml' };
    expect(await client.connection.sendRequest(importRequest, asked)).toMatchObject({
      text: expect.stringMatching(/^# Imported from edge:device.*- id: a\n/s),
      plan: { plan: { differs: false } },
    });
    expect(await client.connection.sendRequest(importRequest, { ...asked, inventory: 'none' })).toEqual({
      refused: expect.stringContaining('no JSON'),
    });
  });

  it('the same of a document that is not open: nothing', async () => {
    const other = { textDocument: { uri: 'file:///other' } };
    const position = { line: 3, character: 3 };
    expect(await client.connection.sendRequest(HoverRequest.type, { ...other, position })).toBeNull();
    expect(await client.connection.sendRequest(DocumentSymbolRequest.type, other)).toEqual([]);
    expect(await client.connection.sendRequest(CompletionRequest.type, { ...other, position })).toMatchObject(
      {
        items: [],
      },
    );
  });

  it('a position that is not in the document', async () => {
    expect(await client.connection.sendRequest(HoverRequest.type, at(1000, 1000))).toBeNull();
    expect(await client.connection.sendRequest(CompletionRequest.type, at(1000, 1000))).toBeTruthy();
  });

  it('plain text for an editor without snippets and Markdown', async () => {
    const plain = await Client.start();
    await plain.open(uri, 'kanto-yaml', 'domains:\n  - id: containers\n    \n');
    const found = await plain.connection.sendRequest(CompletionRequest.type, at(2, 4));
    const items = Array.isArray(found) ? found : (found?.items ?? []);
    expect(items[0]).toMatchObject({
      label: 'components',
      insertTextFormat: InsertTextFormat.PlainText,
      documentation: { kind: 'plaintext' },
      textEdit: { newText: 'components:\n      - ' },
    });
    expect(await plain.stop()).toBe(0);
  });
});
