import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { DocumentSymbolRequest } from 'vscode-languageserver/node';
import { Client, type ClientOptions, server } from './client.ts';

async function start(options?: ClientOptions): Promise<Client> {
  const client = await Client.start(options);
  onTestFinished(() => client.kill());
  return client;
}

describe('the server’s life', () => {
  it.each(['stdio', 'ipc'] as const)('starts, works and ends with code 0 over %s', async (transport) => {
    const client = await start({ transport });
    await client.open(
      'file:///a.json',
      'kanto-json',
      '{"domains": [{"id": "containers", "components": []}]}',
    );
    await client.diagnostics('file:///a.json');
    const symbols = await client.connection.sendRequest(DocumentSymbolRequest.type, {
      textDocument: { uri: 'file:///a.json' },
    });
    expect(symbols?.map(({ name }) => name)).toEqual(['containers']);
    expect(await client.stop()).toBe(0);
  });

  it('ends when its client goes away without a word', async () => {
    const client = await start();
    expect(await client.abandon()).toBe(1);
  });

  const startedWith = async (...args: string[]) => {
    const child = spawn(process.execPath, [server, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    const [out, err, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'exit'),
    ]);
    return { out, err, code };
  };
  const usage = /^Usage: kanto-language-server --stdio \| --node-ipc .*\n/;

  it.each([[[]], [['file.yaml']]])('tells how it is used when started with %j', async (args) => {
    const { out, err, code } = await startedWith(...args);
    expect({ out, code }).toEqual({ out: '', code: 2 });
    expect(err).toMatch(usage);
  });

  it('tells how it is used when asked', async () => {
    const { out, err, code } = await startedWith('--help');
    expect({ err, code }).toEqual({ err: '', code: 0 });
    expect(out).toMatch(usage);
  });

  it('says what it can', async () => {
    const { initialized } = await start();
    expect(initialized.capabilities).toMatchObject({
      textDocumentSync: { openClose: true, change: 2 },
      hoverProvider: true,
      documentSymbolProvider: true,
      foldingRangeProvider: true,
      completionProvider: {
        resolveProvider: false,
        triggerCharacters: expect.arrayContaining([':', '/', '*']),
      },
    });
    expect(initialized.capabilities).not.toHaveProperty('codeLensProvider');
    expect(initialized.capabilities).not.toHaveProperty('diagnosticProvider');
  });

  it('offers code lenses to clients that have the command, and pull diagnostics to those that ask', async () => {
    const { initialized } = await start({
      initializationOptions: { applyCommand: true },
      capabilities: { textDocument: { diagnostic: {} } },
    });
    expect(initialized.capabilities).toMatchObject({
      codeLensProvider: {},
      diagnosticProvider: { interFileDependencies: false, workspaceDiagnostics: false },
    });
  });

  it('takes any initialization options', async () => {
    const { initialized } = await start({ initializationOptions: ['applyCommand'] });
    expect(initialized.capabilities).not.toHaveProperty('codeLensProvider');
  });
});
