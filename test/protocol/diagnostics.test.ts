import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CompletionRequest,
  type Diagnostic,
  DocumentDiagnosticRequest,
  DocumentSymbolRequest,
} from 'vscode-languageserver/node';
import { Client } from './client.ts';

const documented = readFileSync('test/fixtures/documented/apply.request.json', 'utf8');
const faultyJson =
  '{\n  "domains": [\n    { "id": "containers", "components": [{ "id": "a b", "version": 1 }] }\n  ]\n}\n';
const faultyYaml = 'domains:\n  - id: containers\n    components:\n      - id: a b\n        version: 1\n';

const codes = (diagnostics: readonly Diagnostic[]) => diagnostics.map(({ code }) => code);
const places = (diagnostics: readonly Diagnostic[]) =>
  diagnostics.map(({ range: { start, end } }) =>
    [start.line, start.character, end.line, end.character].join(':'),
  );

describe('pushed diagnostics', () => {
  let client: Client;
  beforeAll(async () => {
    client = await Client.start();
  });
  afterAll(async () => {
    await client.stop();
    client.kill();
  });

  it.each([
    ['kanto-json', faultyJson, ['2:49:2:54', '2:67:2:68']],
    ['json', faultyJson, ['2:49:2:54', '2:67:2:68']],
    ['jsonc', faultyJson, ['2:49:2:54', '2:67:2:68']],
    ['kanto-yaml', faultyYaml, ['3:12:3:15', '4:17:4:18']],
    ['yaml', faultyYaml, ['3:12:3:15', '4:17:4:18']],
  ])('come for a manifest opened as %s, with version and exact places', async (languageId, text, wanted) => {
    const uri = `file:///faulty-${languageId}`;
    await client.open(uri, languageId, text, 7);
    const { version, diagnostics } = await client.diagnostics(uri);
    expect(version).toBe(7);
    expect(places(diagnostics)).toEqual(wanted);
    expect(diagnostics.every(({ source, code }) => source !== undefined && code !== undefined)).toBe(true);
  });

  it('link to the pages of their codes, which are there', async () => {
    await client.open(
      'file:///linked.yaml',
      'kanto-yaml',
      `${faultyYaml}        config: [{key: image, value: *no}]\n`,
    );
    const { diagnostics } = await client.diagnostics('file:///linked.yaml');
    expect(codes(diagnostics)).toContain('syntax-alias-unknown');
    for (const { code, codeDescription } of diagnostics)
      expect(readFileSync(new URL(codeDescription?.href ?? ''), 'utf8')).toContain(`# ${code}\n`);
  });

  it('link to where the client shows them, if it says so', async () => {
    const other = await Client.start({ initializationOptions: { rulePage: 'command:show?{code}' } });
    await other.open('file:///a.yaml', 'kanto-yaml', faultyYaml);
    const { diagnostics } = await other.diagnostics('file:///a.yaml');
    expect(diagnostics.map(({ codeDescription }) => codeDescription?.href)).toContain(
      'command:show?wrong-type',
    );
    await other.stop();
    other.kill();
  });

  it('come anew after every change, with its version', async () => {
    const uri = 'file:///changing.yaml';
    await client.open(uri, 'kanto-yaml', faultyYaml);
    const before = await client.diagnostics(uri);
    const change = (line: number, from: number, to: number, text: string) => ({
      range: { start: { line, character: from }, end: { line, character: to } },
      text,
    });
    await client.change(uri, 2, [change(4, 17, 18, '"1"')]);
    const after = await client.diagnostics(uri);
    expect(after.version).toBe(2);
    expect(after.diagnostics).toHaveLength(before.diagnostics.length - 1);
    // Several changes of one notification hold one after the other.
    await client.change(uri, 3, [change(3, 12, 13, 'x'), change(3, 13, 15, '')]);
    const last = await client.diagnostics(uri);
    expect(last).toMatchObject({ version: 3, diagnostics: [] });
  });

  it('come once for a burst of changes, for the last of them', async () => {
    const uri = 'file:///burst.json';
    await client.open(uri, 'kanto-json', '[]');
    await client.diagnostics(uri);
    for (let version = 2; version <= 50; version++)
      await client.change(uri, version, [{ text: `[${version}]` }]);
    let version: number | undefined;
    let count = 0;
    while (version !== 50) {
      ({ version } = await client.diagnostics(uri));
      count++;
    }
    expect(count).toBeLessThan(50);
  });

  it('come after the suggestions that were asked for together with the change', async () => {
    const uri = 'file:///suggested.yaml';
    const component = (index: number) => `      - id: c${index}\n        version: ${index}\n`;
    const components = Array.from({ length: 2000 }, (_, index) => component(index)).join('');
    await client.open(uri, 'kanto-yaml', `domains:\n  - id: containers\n    components:\n${components}`);
    await client.diagnostics(uri);
    const textDocument = { uri };
    for (let version = 2; version <= 6; version++) {
      const came: string[] = [];
      const note = (what: string) => () => void came.push(what);
      // While this keeps the server busy, the others wait for it together.
      const outline = client.connection.sendRequest(DocumentSymbolRequest.type, { textDocument });
      const at = { line: 4, character: 17 };
      const diagnosed = client.diagnostics(uri).then(note('diagnostics'));
      const sent = client.change(uri, version, [{ range: { start: at, end: at }, text: '1' }]);
      const position = { line: 3, character: 12 };
      const suggested = client.connection
        .sendRequest(CompletionRequest.type, { textDocument, position })
        .then(note('suggestions'));
      await Promise.all([outline, sent, diagnosed, suggested]);
      expect(came).toEqual(['suggestions', 'diagnostics']);
    }
  });

  it('tell of the documented example what the device would do', async () => {
    await client.open('file:///documented.json', 'json', documented);
    const { diagnostics } = await client.diagnostics('file:///documented.json');
    expect(diagnostics.filter(({ severity }) => severity === 1)).toHaveLength(1);
  });

  it('are none for a text that is no manifest, unless the author says that it is', async () => {
    const foreign = 'services:\n  web:\n    image: nginx\n    image: nginx\n';
    await client.open('file:///compose.yaml', 'yaml', foreign);
    expect((await client.diagnostics('file:///compose.yaml')).diagnostics).toEqual([]);
    await client.open('file:///a.kanto.yaml', 'kanto-yaml', foreign);
    expect((await client.diagnostics('file:///a.kanto.yaml')).diagnostics).not.toEqual([]);
  });

  it('vanish when the document is closed', async () => {
    const uri = 'file:///closing.json';
    await client.open(uri, 'kanto-json', '{');
    expect((await client.diagnostics(uri)).diagnostics).not.toEqual([]);
    await client.close(uri);
    expect((await client.diagnostics(uri)).diagnostics).toEqual([]);
  });

  it('do not come after the document was closed', async () => {
    const uri = 'file:///gone.json';
    await client.open(uri, 'kanto-json', '{');
    await client.close(uri);
    // Whether the text was validated before it was closed is a matter of time; nothing may come afterwards.
    let last = await client.diagnostics(uri);
    if (last.diagnostics.length > 0) last = await client.diagnostics(uri);
    expect(last.diagnostics).toEqual([]);
    await client.open('file:///later.json', 'kanto-json', '{}');
    await client.diagnostics('file:///later.json');
    expect(client.leftDiagnostics.filter((params) => params.uri === uri)).toEqual([]);
  });
});

describe('pulled diagnostics', () => {
  let client: Client;
  beforeAll(async () => {
    client = await Client.start({ capabilities: { textDocument: { diagnostic: {} } } });
  });
  afterAll(async () => {
    await client.stop();
    client.kill();
  });

  const pull = (uri: string, previousResultId?: string) =>
    client.connection.sendRequest(DocumentDiagnosticRequest.type, {
      textDocument: { uri },
      ...(previousResultId === undefined ? {} : { previousResultId }),
    });

  it('are the answer to a request, and nothing is pushed', async () => {
    const uri = 'file:///a.json';
    await client.open(uri, 'kanto-json', faultyJson);
    const report = await pull(uri);
    if (report.kind !== 'full') throw new Error('the first report is full');
    expect(codes(report.items)).toHaveLength(2);
    await client.close(uri);
    await pull(uri);
    expect(client.leftDiagnostics).toEqual([]);
  });

  it('are not sent again while nothing changed', async () => {
    const uri = 'file:///b.json';
    await client.open(uri, 'kanto-json', faultyJson);
    const { resultId } = await pull(uri);
    expect(await pull(uri, resultId)).toEqual({ kind: 'unchanged', resultId });
    await client.change(uri, 2, [{ text: '{}' }]);
    expect(await pull(uri, resultId)).toMatchObject({ kind: 'full' });
  });

  it('are not sent again after a change that moves none and makes none', async () => {
    const uri = 'file:///d.json';
    const text = '{"domains": [{"id": "containers", "components": [{"id": "a"}]}],\n "note": "x"}';
    await client.open(uri, 'kanto-json', text);
    const first = await pull(uri);
    expect(first).toMatchObject({ kind: 'full', items: [{}, {}] });
    const at = (character: number) => ({ line: 1, character });
    await client.change(uri, 2, [{ range: { start: at(11), end: at(11) }, text: 'y' }]);
    expect(await pull(uri, first.resultId)).toEqual({ kind: 'unchanged', resultId: first.resultId });
    await client.change(uri, 3, [{ range: { start: at(0), end: at(0) }, text: ' ' }]);
    const moved = await pull(uri, first.resultId);
    expect(moved).toMatchObject({ kind: 'full' });
    // Who says that it has what came before gets all of it.
    expect(await pull(uri, first.resultId)).toMatchObject({ kind: 'full' });
    expect(await pull(uri, moved.resultId)).toMatchObject({ kind: 'unchanged' });
  });

  it('are sent again where another text was opened under the same name and version', async () => {
    const uri = 'file:///c.json';
    await client.open(uri, 'kanto-json', '{"domains": []}', 1);
    const { resultId } = await pull(uri);
    await client.close(uri);
    await client.open(uri, 'kanto-json', '{', 1);
    expect(await pull(uri, resultId)).toMatchObject({ kind: 'full' });
  });

  it('are none for a document that is not open', async () => {
    expect(await pull('file:///never-opened.json')).toEqual({ kind: 'full', items: [] });
  });
});
