import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  DefinitionRequest,
  DocumentHighlightRequest,
  DocumentLinkRequest,
  InlayHintRequest,
  PrepareRenameRequest,
  ReferencesRequest,
  RenameRequest,
  SelectionRangeRequest,
  SemanticTokensDeltaRequest,
  SemanticTokensRangeRequest,
  SemanticTokensRequest,
  SignatureHelpRequest,
} from 'vscode-languageserver/node';
import { Client } from './client.ts';

const uri = 'file:///a.yaml';
const manifest =
  'baselines:\n  - title: base\n    components:\n      - containers:influxdb\ndomains:\n  - id: containers\n    components:\n      - id: influxdb\n        version: "2.7.1"\n';

describe('what leads through a manifest', () => {
  let client: Client;
  beforeAll(async () => {
    client = await Client.start({
      capabilities: { textDocument: { definition: { linkSupport: true }, rename: { prepareSupport: true } } },
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
    expect(plain.initialized.capabilities.renameProvider).toBe(true);
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
    expect(client.initialized.capabilities.renameProvider).toEqual({ prepareProvider: true });
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

  const values = 'file:///values.yaml';
  const ofValues = { textDocument: { uri: values } };
  const config =
    'domains: [{id: containers, components: [{id: a, config: [{key: image, value: docker.io/a/b:1}]}]}]\n';

  it('selection ranges', async () => {
    const positions = [reference.position];
    const found = await client.connection.sendRequest(SelectionRangeRequest.type, {
      textDocument,
      positions,
    });
    expect(found).toMatchObject([{ range: referred, parent: { range: range(3, 8, 27) } }]);
  });

  it('document links', async () => {
    await client.open(values, 'kanto-yaml', config);
    expect(await client.connection.sendRequest(DocumentLinkRequest.type, ofValues)).toEqual([
      {
        range: range(0, 77, 92),
        target: 'https://hub.docker.com/r/a/b',
        tooltip: 'Show a/b on hub.docker.com',
      },
    ]);
  });

  it('signature help', async () => {
    const at = { ...ofValues, position: { line: 0, character: 92 } };
    expect(await client.connection.sendRequest(SignatureHelpRequest.type, at)).toMatchObject({
      signatures: [{ label: '<registry>/<repository>[:<tag>][@<digest>]' }],
      activeParameter: 2,
    });
  });

  it('inlay hints', async () => {
    const all = { ...ofValues, range: range(0, 0, config.length) };
    expect(await client.connection.sendRequest(InlayHintRequest.type, all)).toMatchObject([
      {
        // Behind the component.
        position: { line: 0, character: config.indexOf('}]}]}]') + '}]}'.length },
        label: 'network: bridge, restartPolicy: unless-stopped, logDriver: json-file, 2 × 100M',
      },
    ]);
    const before = { ...ofValues, range: range(0, 0, 10) };
    expect(await client.connection.sendRequest(InlayHintRequest.type, before)).toEqual([]);
  });

  it('semantic tokens, and only what changed in them', async () => {
    const full = await client.connection.sendRequest(SemanticTokensRequest.type, ofValues);
    expect(full?.data.slice(0, 5)).toEqual([0, 15, 10, 0, 1]);
    const part = { ...ofValues, range: range(0, 0, 20) };
    const ofPart = await client.connection.sendRequest(SemanticTokensRangeRequest.type, part);
    expect(ofPart?.data).toEqual([0, 15, 10, 0, 1]);

    const { end } = range(0, 0, config.length - 1);
    await client.change(values, 2, [{ range: { start: end, end }, text: ' # more' }]);
    const previousResultId = full?.resultId ?? '';
    const delta = await client.connection.sendRequest(SemanticTokensDeltaRequest.type, {
      ...ofValues,
      previousResultId,
    });
    expect(delta).toEqual({ resultId: expect.any(String), edits: [] });
    const unknown = { ...ofValues, previousResultId: 'unknown' };
    expect(await client.connection.sendRequest(SemanticTokensDeltaRequest.type, unknown)).toMatchObject({
      data: full?.data,
    });
  });
});
