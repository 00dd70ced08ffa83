import { describe, expect, it, onTestFinished } from 'vitest';
import {
  CancellationTokenSource,
  CompletionRequest,
  DidChangeTextDocumentNotification,
  DocumentDiagnosticRequest,
  DocumentSymbolRequest,
  FoldingRangeRequest,
  HoverRequest,
  LSPErrorCodes,
} from 'vscode-languageserver/node';
import { describeRequest } from '../../server/src/messages.ts';
import { Client, type ClientOptions } from './client.ts';

async function start(options?: ClientOptions): Promise<Client> {
  const client = await Client.start(options);
  onTestFinished(() => client.kill());
  return client;
}

const damaged = [
  '',
  '\uFEFF',
  '{',
  '{"domains": [{"id": "',
  '}]}]}',
  '[[[[[[',
  'domains:\n\t- id: a',
  'domains: "never closed\n  - id: a\n',
  'null: 5\n: 5\n&a : 5\n',
  'domains: &a [*a]',
  'domains: *unknown',
  '<<: *a\n<<: {a: 1}',
  '--- ---\n...\n--- |',
  '? {a: b}\n: [c',
  'domains:\n  - id: \u{1F980}\r\n    components:\r  - a',
  '\0\0\0',
  `${'['.repeat(5000)}`,
  `${'- '.repeat(5000)}a`,
  `a: ${'{b: '.repeat(3000)}`,
];

describe('the server under bad input', () => {
  it.each(['kanto-json', 'kanto-yaml', 'yaml'])(
    'answers on every damaged document: %s',
    async (languageId) => {
      const client = await start();
      for (const [index, text] of damaged.entries()) {
        const uri = `file:///damaged-${index}`;
        const textDocument = { uri };
        await client.open(uri, languageId, text);
        await client.diagnostics(uri);
        const position = { line: 0, character: text.length };
        const { connection } = client;
        await Promise.all([
          connection.sendRequest(CompletionRequest.type, { textDocument, position }),
          connection.sendRequest(HoverRequest.type, { textDocument, position }),
          connection.sendRequest(DocumentSymbolRequest.type, { textDocument }),
          connection.sendRequest(FoldingRangeRequest.type, { textDocument }),
          connection.sendRequest(describeRequest, { uri }),
        ]);
      }
      expect(client.log).toEqual([]);
      expect(await client.stop()).toBe(0);
    },
  );

  it('ignores a change of a document that was never opened, and says so', async () => {
    const client = await start();
    await client.change('file:///unknown', 2, [{ text: '{}' }]);
    await client.open('file:///a.json', 'kanto-json', '{}');
    await client.diagnostics('file:///a.json');
    expect(client.log).toEqual([expect.stringContaining('file:///unknown')]);
    expect(await client.stop()).toBe(0);
  });

  it('survives parameters of a wrong shape', async () => {
    const client = await start();
    await client.connection.sendNotification(DidChangeTextDocumentNotification.method, { nothing: true });
    await expect(client.connection.sendRequest(HoverRequest.method, {})).rejects.toThrow();
    await expect(client.connection.sendRequest(describeRequest, null)).resolves.toBeTruthy();
    await expect(client.connection.sendRequest('kanto/unknown', {})).rejects.toThrow(/kanto\/unknown/);
    await client.open('file:///a.json', 'kanto-json', '{');
    expect((await client.diagnostics('file:///a.json')).diagnostics).not.toEqual([]);
    expect(await client.stop()).toBe(0);
  });

  it('goes on after messages that are no JSON', async () => {
    const client = await start();
    for (const body of ['{bad}', '5', '{"jsonrpc": "2.0", "id": 99}', '[]', 'null'])
      client.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    await client.open('file:///a.json', 'kanto-json', '{');
    expect((await client.diagnostics('file:///a.json')).diagnostics).not.toEqual([]);
    expect(await client.stop()).toBe(0);
  });

  it('answers a request that is cancelled while it waits, and does not run it', async () => {
    const client = await start({ capabilities: { textDocument: { diagnostic: {} } } });
    const uri = 'file:///large.yaml';
    const component = (index: number) => `      - id: c${index}\n        version: "1"\n`;
    const text = `domains:\n  - id: containers\n    components:\n${Array.from({ length: 2000 }, (_, i) => component(i)).join('')}`;
    await client.open(uri, 'kanto-yaml', text);
    const textDocument = { uri };
    // The first one keeps the server busy; the others are cancelled while they wait for it.
    const first = client.connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument });
    const cancelled = [1, 2, 3].map(() => {
      const source = new CancellationTokenSource();
      const answer = client.connection.sendRequest(
        DocumentSymbolRequest.type,
        { textDocument },
        source.token,
      );
      source.cancel();
      return answer;
    });
    for (const answer of await Promise.allSettled(cancelled))
      expect(answer).toMatchObject({ status: 'rejected', reason: { code: LSPErrorCodes.RequestCancelled } });
    expect(await first).toMatchObject({ kind: 'full' });
    expect(await client.stop()).toBe(0);
  });
});
