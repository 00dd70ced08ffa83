import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DocumentFormattingRequest, DocumentRangeFormattingRequest } from 'vscode-languageserver/node';
import { convertRequest, reshapeRequest } from '../../server/src/messages.ts';
import { Client } from './client.ts';

const uri = 'file:///a.yaml';
const options = { tabSize: 2, insertSpaces: true };

describe('formatting', () => {
  let client: Client;
  beforeAll(async () => {
    client = await Client.start();
    await client.open(uri, 'yaml', 'domains:\n    - id:  containers\n      components: [ ]\n');
  });
  afterAll(async () => {
    await client.stop();
    client.kill();
  });

  it('of a document is offered and answered in small edits', async () => {
    expect(client.initialized.capabilities).toMatchObject({
      documentFormattingProvider: true,
      documentRangeFormattingProvider: true,
    });
    const edits = await client.connection.sendRequest(DocumentFormattingRequest.type, {
      textDocument: { uri },
      options,
    });
    const edit = (line: number, from: number, to: number, newText: string) => ({
      range: { start: { line, character: from }, end: { line, character: to } },
      newText,
    });
    expect(edits).toEqual([
      edit(1, 0, 4, '  '),
      edit(1, 9, 11, ' '),
      edit(2, 0, 6, '    '),
      edit(2, 19, 20, ''),
    ]);
  });

  it('of some lines is answered for those alone', async () => {
    const edits = await client.connection.sendRequest(DocumentRangeFormattingRequest.type, {
      textDocument: { uri },
      options,
      range: { start: { line: 2, character: 0 }, end: { line: 2, character: 3 } },
    });
    expect(edits?.map(({ range }) => range.start.line)).toEqual([2]);
  });

  it('of a manifest in the other format is a request of ours', async () => {
    expect(
      await client.connection.sendRequest(convertRequest, { manifest: { uri }, to: 'json' }),
    ).toMatchObject({ text: expect.stringContaining('"id": "containers"'), notes: [] });
    expect(
      await client.connection.sendRequest(convertRequest, {
        manifest: { text: '{ "a": 1, }', format: 'json' },
        to: 'yaml',
      }),
    ).toMatchObject({ refused: expect.stringContaining('Line 1') });
  });

  it('of a manifest in another form is a request of ours, answered with edits', async () => {
    const request = (more: object) =>
      client.connection.sendRequest(reshapeRequest, { manifest: { uri }, to: 'envelope', ...more });
    expect(await request({})).toEqual({ edits: [], notes: [], needsDevice: true });
    expect(await request({ device: 'edge:device' })).toMatchObject({
      edits: expect.arrayContaining([
        expect.objectContaining({ newText: expect.stringContaining('topic: edge/device/things/live') }),
      ]),
    });
    expect(await request({ to: 'bare' })).toMatchObject({ refused: expect.stringContaining('already') });
  });
});
