import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CodeAction,
  CodeActionKind,
  type CodeActionOptions,
  CodeActionRequest,
  CodeActionResolveRequest,
  type Range,
  type TextEdit,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { Client } from './client.ts';

const manifest = [
  'domains:',
  '  - id: containers',
  '    components:',
  '      - id: containers:influxdb # time series',
  '        version: 1.10',
  '      - id: containers:grafana',
  '        version: "10.4.2"',
  '',
].join('\n');

const mended = manifest.replaceAll('containers:', '').replace('1.10', '"1.10"');

describe('code actions', () => {
  let client: Client;
  beforeAll(async () => {
    client = await Client.start({
      capabilities: {
        textDocument: {
          codeAction: {
            dataSupport: true,
            resolveSupport: { properties: ['edit'] },
            codeActionLiteralSupport: { codeActionKind: { valueSet: [] } },
          },
        },
        workspace: { workspaceEdit: { documentChanges: true } },
      },
    });
  });
  afterAll(async () => {
    await client.stop();
    client.kill();
  });

  /** A document of its own, with what is offered at a place of it. */
  async function opened(name: string, language = 'kanto-yaml') {
    const uri = `file:///${name}`;
    await client.open(uri, language, manifest, 3);
    const { diagnostics } = await client.diagnostics(uri);
    const at = async (range: Range, only?: string[]): Promise<CodeAction[]> => {
      const found = await client.connection.sendRequest(CodeActionRequest.type, {
        textDocument: { uri },
        range,
        context: { diagnostics, ...(only && { only }) },
      });
      return (found ?? []).filter(
        (it): it is CodeAction => !('command' in it && typeof it.command === 'string'),
      );
    };
    return { uri, diagnostics, at };
  }

  const id: Range = { start: { line: 3, character: 15 }, end: { line: 3, character: 15 } };
  const everywhere: Range = { start: { line: 0, character: 0 }, end: { line: 7, character: 0 } };
  const prefixes = 'Fix all of the rule "component-id-prefix" in this file';

  function titled(actions: readonly CodeAction[], title: string): CodeAction {
    return (
      actions.find((it) => it.title === title) ?? expect.fail(`${title}: ${actions.map((it) => it.title)}`)
    );
  }

  /** The text after the edit of an action, which has to be one of version 3. */
  function applied(uri: string, { edit }: CodeAction): string {
    const [change, ...others] = edit?.documentChanges ?? [];
    expect(others).toEqual([]);
    if (!change || !('textDocument' in change)) return expect.fail('no edit of a document');
    expect(change.textDocument).toEqual({ uri, version: 3 });
    const edits = change.edits.filter((it): it is TextEdit => 'newText' in it);
    return TextDocument.applyEdits(TextDocument.create(uri, 'x', 3, manifest), edits);
  }

  it('are announced with their kinds', () => {
    const options = client.initialized.capabilities.codeActionProvider;
    expect(options).toMatchObject({ resolveProvider: true } satisfies CodeActionOptions);
    expect(options).toMatchObject({
      codeActionKinds: expect.arrayContaining([CodeActionKind.QuickFix, 'source.fixAll.kanto']),
    });
  });

  it('put right what the diagnostic at the place tells', async () => {
    const { uri, diagnostics, at } = await opened('quickfix.yaml');
    const action = titled(await at(id, [CodeActionKind.QuickFix]), 'Write "influxdb"');
    expect(action).toMatchObject({ kind: CodeActionKind.QuickFix, isPreferred: true });
    expect(action.diagnostics).toEqual(
      diagnostics.filter(({ code, range }) => code === 'component-id-prefix' && range.start.line === 3),
    );
    expect(applied(uri, action)).toBe(manifest.replace('containers:influxdb', 'influxdb'));
  });

  it('silence the rule there', async () => {
    const { uri, at } = await opened('silence.yaml');
    const action = titled(await at(id), 'Silence "component-id-prefix" here');
    expect(applied(uri, action)).toBe(
      manifest.replace(
        '      - id: con',
        '      # kanto-disable-next-line component-id-prefix\n      - id: con',
      ),
    );
  });

  it('fix everything on saving, asked for by kind', async () => {
    const { uri, at } = await opened('save.yaml');
    const actions = await at(everywhere, [CodeActionKind.SourceFixAll]);
    expect(actions.map(({ kind }) => kind)).toEqual(['source.fixAll.kanto']);
    expect(actions.map((action) => applied(uri, action))).toEqual([mended]);
  });

  it('get the edit of many fixes when they are chosen', async () => {
    const { uri, at } = await opened('resolve.yaml');
    const action = titled(await at(id), prefixes);
    expect(action.edit).toBeUndefined();
    const resolved = await client.connection.sendRequest(CodeActionResolveRequest.type, action);
    expect(applied(uri, resolved)).toBe(manifest.replaceAll('containers:', ''));
  });

  it('have no edit for a document that was changed since', async () => {
    const { uri, at } = await opened('stale.yaml');
    const action = titled(await at(id), prefixes);
    await client.change(uri, 4, [{ text: `# more\n${manifest}` }]);
    const resolved = await client.connection.sendRequest(CodeActionResolveRequest.type, action);
    expect(resolved.edit).toBeUndefined();
  });

  it('have no edit for a document that was closed since', async () => {
    const { uri, at } = await opened('closed.yaml');
    const action = titled(await at(id), prefixes);
    await client.close(uri);
    const resolved = await client.connection.sendRequest(CodeActionResolveRequest.type, action);
    expect(resolved.edit).toBeUndefined();
  });

  it('edit the newest text for an editor that knows no versions of edits', async () => {
    const plain = await Client.start();
    const uri = 'file:///plain.yaml';
    await plain.open(uri, 'kanto-yaml', manifest);
    const found = await plain.connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri },
      range: id,
      context: { diagnostics: [] },
    });
    const edits = found?.flatMap((it) => ('edit' in it ? [it.edit?.changes?.[uri]] : [])) ?? [];
    expect(edits[0]).toEqual([
      { range: { start: { line: 3, character: 12 }, end: { line: 3, character: 31 } }, newText: 'influxdb' },
    ]);
    expect(await plain.stop()).toBe(0);
  });
});
