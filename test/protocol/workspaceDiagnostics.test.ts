import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CancellationTokenSource,
  type WorkspaceDiagnosticReport,
  WorkspaceDiagnosticRequest,
} from 'vscode-languageserver/node';
import {
  type ManifestFile,
  manifestFilesChanged,
  manifestFilesRequest,
  manifestTextRequest,
} from '../../server/src/messages.ts';
import { Client } from './client.ts';

const faulty = 'domains:\n  - id: containers\n    components: [{id: a b, version: "1"}]\n';

describe('diagnostics of the workspace', () => {
  const files = new Map<string, { stamp: string; text: string }>();
  const read: string[] = [];
  let client: Client;

  beforeAll(async () => {
    files.set('file:///a.kanto.yaml', { stamp: '1', text: faulty });
    files.set('file:///b.kanto.yaml', { stamp: '1', text: faulty.replace('a b', 'a') });
    client = await Client.start({
      capabilities: { textDocument: { diagnostic: {} } },
      initializationOptions: { manifestFiles: true },
      prepare: (connection) => {
        connection.onRequest(manifestFilesRequest, (): ManifestFile[] =>
          [...files].map(([uri, { stamp }]) => ({ uri, stamp, format: 'yaml' })),
        );
        connection.onRequest(manifestTextRequest, ({ uri }: { uri: string }) => {
          read.push(uri);
          return files.get(uri)?.text ?? null;
        });
      },
    });
  });
  afterAll(async () => {
    await client.stop();
    client.kill();
  });

  const known = new Map<string, string>();
  const pull = async (source = new CancellationTokenSource()): Promise<WorkspaceDiagnosticReport> => {
    const previousResultIds = [...known].map(([uri, value]) => ({ uri, value }));
    const report = await client.connection.sendRequest(
      WorkspaceDiagnosticRequest.type,
      { previousResultIds },
      source.token,
    );
    for (const { uri, resultId } of report.items) if (resultId) known.set(uri, resultId);
    return report;
  };
  const told = ({ items }: WorkspaceDiagnosticReport) =>
    items.map((it) => `${it.uri} ${it.kind === 'full' ? it.items.length : it.kind}`);

  it('are of every manifest that is not open', async () => {
    expect(client.initialized.capabilities.diagnosticProvider).toMatchObject({ workspaceDiagnostics: true });
    expect(told(await pull())).toEqual(['file:///a.kanto.yaml 1', 'file:///b.kanto.yaml 0']);
  });

  it('wait for news, and read only what changed', async () => {
    read.length = 0;
    const next = pull();
    files.set('file:///b.kanto.yaml', { stamp: '2', text: faulty });
    await client.connection.sendNotification(manifestFilesChanged);
    expect(told(await next)).toEqual(['file:///a.kanto.yaml unchanged', 'file:///b.kanto.yaml 1']);
    expect(read).toEqual(['file:///b.kanto.yaml']);
  });

  it('leave open documents to themselves, until they are closed', async () => {
    await client.open('file:///a.kanto.yaml', 'kanto-yaml', '[]');
    const next = pull();
    await client.close('file:///a.kanto.yaml');
    expect(told(await next)).toContain('file:///a.kanto.yaml 1');
  });

  it('are taken back for a file that is gone', async () => {
    files.delete('file:///b.kanto.yaml');
    const next = pull();
    await client.connection.sendNotification(manifestFilesChanged);
    expect(told(await next)).toContain('file:///b.kanto.yaml 0');
    known.delete('file:///b.kanto.yaml');
  });

  it('can be cancelled while they wait', async () => {
    const source = new CancellationTokenSource();
    const next = pull(source);
    source.cancel();
    await expect(next).rejects.toMatchObject({ code: -32800 });
  });
});

describe('a client that does not tell of its files', () => {
  it('is promised no diagnostics of the workspace', async () => {
    const client = await Client.start({ capabilities: { textDocument: { diagnostic: {} } } });
    expect(client.initialized.capabilities.diagnosticProvider).toMatchObject({ workspaceDiagnostics: false });
    await client.stop();
    client.kill();
  });
});
