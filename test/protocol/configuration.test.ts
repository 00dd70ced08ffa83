/** `kanto.config.json` in editors: read by the server itself, or handed over by a client that reads it. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  ConfigurationRequest,
  DidChangeWatchedFilesNotification,
  DidSaveTextDocumentNotification,
  type ProtocolConnection,
  RegistrationRequest,
  ShowMessageNotification,
} from 'vscode-languageserver/node';
import {
  type ConfigurationAnswer,
  configurationRequest,
  type FileText,
  type FileTextsParams,
  fileTextsChanged,
  fileTextsRequest,
  vocabulariesRequest,
  workspaceRules,
} from '../../server/src/messages.ts';
import { Client, type ClientOptions } from './client.ts';

const empty = 'domains:\n  - id: containers\n    components: []\n';
const as = (level: string) => `{ "kanto.rules": { "containers-empty": "${level}" } }`;

async function started(options: ClientOptions = {}): Promise<Client> {
  const client = await Client.start(options);
  onTestFinished(() => client.kill());
  return client;
}

/** A folder on the disk, and its URI. */
async function folderWith(files: Readonly<Record<string, string>>) {
  const folder = await mkdtemp(join(tmpdir(), 'kanto-test-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const write = async (name: string, text: string) => {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  };
  for (const [name, text] of Object.entries(files)) await write(name, text);
  return {
    write,
    uri: (name: string) => pathToFileURL(join(folder, name)).href,
    remove: (name: string) => rm(join(folder, name)),
  };
}

const severities = async (client: Client, uri: string) =>
  (await client.diagnostics(uri)).diagnostics.map(({ severity }) => severity);

describe('The server that any editor starts', () => {
  it('takes the nearest configuration above each document', async () => {
    const { uri } = await folderWith({
      'kanto.config.json': as('error'),
      'a/b/kanto.config.json': as('off'),
    });
    const client = await started();
    for (const name of ['x.yaml', 'a/x.yaml', 'a/b/x.yaml', 'a/b/c/x.yaml'])
      await client.open(uri(name), 'kanto-yaml', empty);
    expect(await severities(client, uri('x.yaml'))).toEqual([1]);
    expect(await severities(client, uri('a/x.yaml'))).toEqual([1]);
    expect(await severities(client, uri('a/b/x.yaml'))).toEqual([]);
    expect(await severities(client, uri('a/b/c/x.yaml'))).toEqual([]);
  });

  it('takes vocabularies beside it, for its documents alone', async () => {
    const { uri } = await folderWith({
      'a/kanto.config.json': '{"kanto.domains": {"firmware": "words/f.json"}}',
      'a/words/f.json': '{"properties": {"slot": {"enum": ["a"]}}}',
    });
    const client = await started();
    const own = `domains:\n  - id: firmware\n    components: [{id: a, version: "1", config: [{key: slot, value: c}]}]\n`;
    const codes = async (name: string) => {
      await client.open(uri(name), 'kanto-yaml', own);
      return (await client.diagnostics(uri(name))).diagnostics.map(({ code }) => code);
    };
    expect(await codes('a/x.yaml')).toEqual(['vocabulary-value-invalid']);
    expect(await codes('x.yaml')).toEqual(['domains-missing']);
  });

  it('looks again when a manifest is saved, where the client does not watch files', async () => {
    const { uri, write } = await folderWith({ 'kanto.config.json': as('error') });
    const client = await started();
    await client.open(uri('x.yaml'), 'kanto-yaml', empty);
    expect(await severities(client, uri('x.yaml'))).toEqual([1]);
    await write('kanto.config.json', as('hint'));
    expect(client.initialized.capabilities.textDocumentSync).toMatchObject({ save: true });
    await client.connection.sendNotification(DidSaveTextDocumentNotification.type, {
      textDocument: { uri: uri('x.yaml') },
    });
    expect(await severities(client, uri('x.yaml'))).toEqual([4]);
  });

  it('tells a damaged file at its place, and says once that there is one', async () => {
    const { uri, write, remove } = await folderWith({
      'kanto.config.json': '{\n  "kanto.rules": {"image-movin": "off"}\n}',
    });
    const { watching, shown, prepare } = watchingClient();
    const client = await started({ capabilities: watchable, prepare });
    const file = uri('kanto.config.json');
    await client.open(uri('x.yaml'), 'kanto-yaml', empty);
    expect(await client.diagnostics(file)).toMatchObject({
      diagnostics: [
        {
          message: expect.stringContaining('Did you mean `image-moving`?'),
          range: { start: { line: 1, character: 18 } },
          severity: 1,
        },
      ],
    });
    expect(await severities(client, uri('x.yaml'))).toEqual([3]);
    await watching;
    const changed = () =>
      client.connection.sendNotification(DidChangeWatchedFilesNotification.type, { changes: [] });
    await write('kanto.config.json', '{');
    await changed();
    expect((await client.diagnostics(file)).diagnostics[0]?.message).toContain('Nothing in it counts');
    await remove('kanto.config.json');
    await changed();
    expect((await client.diagnostics(file)).diagnostics).toEqual([]);
    expect(shown).toEqual([expect.stringContaining('see the problems of the file')]);
  });

  it('does not read a vocabulary elsewhere', async () => {
    const { uri } = await folderWith({
      'a/kanto.config.json': '{"kanto.domains": {"firmware": "../f.json"}}',
      'f.json': '{"properties": {}}',
    });
    const client = await started();
    await client.open(uri('a/x.yaml'), 'kanto-yaml', empty);
    expect((await client.diagnostics(uri('a/kanto.config.json'))).diagnostics[0]?.message).toContain(
      'outside',
    );
  });
});

const watchable = {
  workspace: { didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true } },
};

/** Accepts what the server wants to be watched; `watching` settles with what it wanted first. */
function watchingClient() {
  const shown: string[] = [];
  let begin: (watchers: unknown) => void;
  const watching = new Promise<unknown>((resolve) => {
    begin = resolve;
  });
  const prepare = (connection: ProtocolConnection) => {
    connection.onRequest(RegistrationRequest.type, ({ registrations }) => {
      begin(registrations.map(({ registerOptions }) => registerOptions?.watchers));
    });
    connection.onNotification(ShowMessageNotification.type, ({ message }) => void shown.push(message));
  };
  return { watching, shown, prepare };
}

describe('A client that reads files for the server', () => {
  const scheme = 'memory://a/';
  const settingsOf = (user: object, ofWorkspace: object) => (section: string | undefined) =>
    section === workspaceRules ? ofWorkspace : { ...user, ...ofWorkspace };

  async function editor(files: Map<string, FileText>, setting = settingsOf({}, {})) {
    const client = await started({
      capabilities: { workspace: { configuration: true, ...watchable.workspace } },
      initializationOptions: { fileTexts: true, settingLevels: true },
      prepare: (connection) => {
        connection.onRequest(fileTextsRequest, ({ uris }: FileTextsParams) =>
          uris.map((uri) => files.get(uri.slice(scheme.length)) ?? null),
        );
        connection.onRequest(RegistrationRequest.type, () => undefined);
        connection.onRequest(ConfigurationRequest.type, ({ items }) =>
          items.map(({ section }) => setting(section)),
        );
      },
    });
    return client;
  }
  const open = (client: Client, text = empty) => client.open(`${scheme}p/x.yaml`, 'kanto-yaml', text);
  /** After all that was asked for is known, the server says once more what is wrong. */
  const settled = async (client: Client) => {
    await client.connection.sendRequest<ConfigurationAnswer>(configurationRequest, {
      uri: `${scheme}p/x.yaml`,
    });
    const { problems } = await client.connection.sendRequest<{ problems: { severity: string }[] }>(
      'kanto/describe',
      { uri: `${scheme}p/x.yaml` },
    );
    return problems.map(({ severity }) => severity);
  };

  it('decides which files there are: none where it trusts nothing, and all once it does', async () => {
    const files = new Map<string, FileText>();
    const client = await editor(files);
    await open(client);
    expect(await severities(client, `${scheme}p/x.yaml`)).toEqual([3]);
    files.set('p/kanto.config.json', { text: as('error') });
    await client.connection.sendNotification(fileTextsChanged);
    expect(await severities(client, `${scheme}p/x.yaml`)).toEqual([1]);
  });

  it('tells what the user alone has set, which does not count beside a configuration', async () => {
    const files = new Map<string, FileText>([['kanto.config.json', { text: '{}' }]]);
    const client = await editor(files, settingsOf({ 'containers-empty': 'off' }, {}));
    await open(client);
    expect(await settled(client)).toEqual(['information']);
  });

  it('tells what the workspace has set, which goes before a configuration', async () => {
    const files = new Map<string, FileText>([['kanto.config.json', { text: as('error') }]]);
    const client = await editor(files, settingsOf({}, { 'containers-empty': 'hint' }));
    await open(client);
    await expect.poll(() => settled(client)).toEqual(['hint']);
  });

  it('hands over vocabularies, of which those of the workspace count beside a configuration', async () => {
    const files = new Map<string, FileText>([['kanto.config.json', { text: '{}' }]]);
    const client = await editor(files);
    const words = '{"properties": {"slot": {"enum": ["a"]}}}';
    const parts = (id: string) =>
      `{id: ${id}, components: [{id: a, version: "1", config: [{key: slot, value: c}]}]}`;
    await client.connection.sendRequest(vocabulariesRequest, {
      domains: { mine: words, ours: words },
      ofWorkspace: ['ours'],
    });
    await open(client, `domains: [${parts('mine')}, ${parts('ours')}]`);
    const { diagnostics } = await client.diagnostics(`${scheme}p/x.yaml`);
    expect(diagnostics.map(({ code }) => code)).toEqual(['domain-unknown', 'vocabulary-value-invalid']);
  });

  it('learns which further files are manifests', async () => {
    const files = new Map<string, FileText>([
      ['kanto.config.json', { text: '{"kanto.manifest.globs": ["p/*.yaml"]}' }],
    ]);
    const client = await editor(files);
    const ask = (uri: string) =>
      client.connection.sendRequest<ConfigurationAnswer>(configurationRequest, { uri });
    expect(await ask(`${scheme}p/x.yaml`)).toEqual({ folder: scheme, globs: ['p/*.yaml'] });
    expect(await ask('untitled:a')).toBeNull();
  });

  it('tells of a file that it cannot read', async () => {
    const files = new Map<string, FileText>([['p/kanto.config.json', { problem: 'too-large' }]]);
    const client = await editor(files);
    await open(client);
    expect((await client.diagnostics(`${scheme}p/kanto.config.json`)).diagnostics[0]?.message).toBe(
      'Nothing in it counts: it is larger than 4 MB.',
    );
  });
});
