import { afterAll, beforeAll, expect, it } from 'vitest';
import { CodeActionRequest } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import {
  type ArtifactEdits,
  artifactEditsRequest,
  artifactRequest,
  type Refusal,
} from '../../server/src/messages.ts';
import { Client } from './client.ts';

const uri = 'file:///a.software-modules.yaml';
const url = 'https://example.com/a.json';
const manifest = `- softwareModule: {name: a, version: "1"}
  artifacts:
    - download: {HTTPS: {url: "${url}"}}
`;
const manifestAt = { manifest: { uri }, position: { line: 2, character: 10 } };

let client: Client;
beforeAll(async () => {
  client = await Client.start({ initializationOptions: { checksumCommand: true } });
  await client.open(uri, 'kanto-yaml', manifest);
});
afterAll(async () => {
  await client.stop();
  client.kill();
});

it('a client that can compute checksums is offered to, with the place', async () => {
  const { diagnostics } = await client.diagnostics(uri);
  const range = { start: manifestAt.position, end: manifestAt.position };
  const actions = await client.connection.sendRequest(CodeActionRequest.type, {
    textDocument: { uri },
    range,
    context: { diagnostics },
  });
  const command = { command: 'kanto.computeChecksums', arguments: [uri, { line: 2, character: 6 }] };
  expect(actions).toContainEqual(
    expect.objectContaining({
      command: expect.objectContaining(command),
      diagnostics: diagnostics.filter(({ code }) => code === 'checksum-unusable'),
    }),
  );
});

it('it asks what to download, and for the edits that write down what it found', async () => {
  expect(await client.connection.sendRequest(artifactRequest, manifestAt)).toEqual({ url, checksums: {} });
  const digest = { url, checksums: { SHA256: 'a'.repeat(64) }, size: 12 };
  const answer = await client.connection.sendRequest<ArtifactEdits | Refusal>(artifactEditsRequest, {
    ...manifestAt,
    digest,
  });
  if ('refused' in answer) return expect.fail(answer.refused);
  const text = TextDocument.applyEdits(TextDocument.create(uri, 'x', 1, manifest), [...answer.edits]);
  expect(text).toBe(`${manifest}      checksums:\n        SHA256: ${'a'.repeat(64)}\n      size: 12\n`);
});
