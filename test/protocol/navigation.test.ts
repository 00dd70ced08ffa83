import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  DefinitionRequest,
  DocumentHighlightRequest,
  PrepareRenameRequest,
  ReferencesRequest,
  RenameRequest,
} from 'vscode-languageserver/node';
import { Client } from './client.ts';

const uri = 'file:///a.yaml';
const manifest =
  'baselines:\n  - title: base\n    components:\n      - containers:influxdb\ndomains:\n  - id: containers\n    components:\n      - id: influxdb\n        version: "2.7.1"\n';

describe('what leads through a manifest', () => {
  let client: Client;
  beforeAll(async () => {
    client = await Client.start({
      capabilities: { textDocument: { definition: { linkSupport: true } } },
    });
    await client.open(uri, 'yaml', manifest);
  });
  afterAll(async () => {
    await client.stop();
    client.kill();
  });

  const textDocument = { uri };
  const reference = { textDocument, position: { line: 3, character: 20 } };
  const range = (line: number, from: number, to: number) => ({
    start: { line, character: from },
    end: { line, character: to },
  });
  const declared = range(7, 12, 20);
  const referred = range(3, 19, 27);

  it('definition', async () => {
    expect(await client.connection.sendRequest(DefinitionRequest.type, reference)).toEqual([
      {
        originSelectionRange: referred,
        targetUri: uri,
        targetRange: { start: { line: 7, character: 8 }, end: { line: 8, character: 24 } },
        targetSelectionRange: declared,
      },
    ]);
  });

  it('definition for an editor that takes places only', async () => {
    const plain = await Client.start();
    await plain.open(uri, 'yaml', manifest);
    expect(await plain.connection.sendRequest(DefinitionRequest.type, reference)).toEqual([
      { uri, range: declared },
    ]);
    expect(await plain.stop()).toBe(0);
  });

  it('references and highlights', async () => {
    const context = { includeDeclaration: true };
    const found = await client.connection.sendRequest(ReferencesRequest.type, { ...reference, context });
    expect(found?.map((it) => it.range)).toEqual([referred, declared]);
    const highlights = await client.connection.sendRequest(DocumentHighlightRequest.type, reference);
    expect(highlights?.map((it) => it.range)).toEqual([referred, declared]);
  });

  it('rename', async () => {
    expect(await client.connection.sendRequest(PrepareRenameRequest.type, reference)).toEqual({
      range: referred,
      placeholder: 'influxdb',
    });
    expect(await client.connection.sendRequest(RenameRequest.type, { ...reference, newName: 'db' })).toEqual({
      changes: {
        [uri]: [
          { range: range(3, 8, 27), newText: 'containers:db' },
          { range: declared, newText: 'db' },
        ],
      },
    });
  });

  it('a refused name with its reason', async () => {
    const refused = client.connection.sendRequest(RenameRequest.type, { ...reference, newName: 'a b' });
    await expect(refused).rejects.toThrow('The device rejects "a b"');
  });

  it('nothing to rename', async () => {
    const elsewhere = { textDocument, position: { line: 8, character: 10 } };
    expect(await client.connection.sendRequest(PrepareRenameRequest.type, elsewhere)).toBeNull();
  });
});
