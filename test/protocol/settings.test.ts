import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ConfigurationRequest,
  DidChangeConfigurationNotification,
  ShowMessageNotification,
} from 'vscode-languageserver/node';
import { type VocabulariesResult, vocabulariesRequest } from '../../server/src/messages.ts';
import { Client } from './client.ts';

const text = 'domains:\n  - id: containers\n    components: []\n';
const uri = 'file:///a.kanto.yaml';

describe('the setting kanto.rules', () => {
  let client: Client;
  let setting: unknown = {};
  const asked: (string | undefined)[] = [];
  const shown: string[] = [];
  const change = (to: unknown) => {
    setting = to;
    return client.connection.sendNotification(DidChangeConfigurationNotification.type, { settings: null });
  };
  const severities = async () => (await client.diagnostics(uri)).diagnostics.map(({ severity }) => severity);

  beforeAll(async () => {
    client = await Client.start({
      capabilities: { workspace: { configuration: true } },
      prepare: (connection) => {
        connection.onRequest(ConfigurationRequest.type, ({ items }) => {
          asked.push(...items.map(({ section }) => section));
          return items.map(() => setting);
        });
        connection.onNotification(ShowMessageNotification.type, ({ message }) => void shown.push(message));
      },
    });
    await client.open(uri, 'kanto-yaml', text);
  });
  afterAll(async () => {
    await client.stop();
    client.kill();
  });

  it('is asked for, and followed as it changes', async () => {
    expect(await severities()).toEqual([3]);
    await change({ 'containers-empty': 'error' });
    expect(await severities()).toEqual([1]);
    await change({ 'containers-empty': 'off' });
    expect(await severities()).toEqual([]);
    expect(new Set(asked)).toEqual(new Set(['kanto.rules']));
  });

  it('is told of where it says what cannot be', async () => {
    await change({ 'container-empty': 'off' });
    expect(await severities()).toEqual([3]);
    expect(shown).toEqual([expect.stringContaining('There is no rule `container-empty`')]);
  });
});

describe('a client that cannot be asked', () => {
  it('says its settings by itself', async () => {
    const client = await Client.start();
    await client.open(uri, 'kanto-yaml', text);
    expect((await client.diagnostics(uri)).diagnostics).toHaveLength(1);
    await client.connection.sendNotification(DidChangeConfigurationNotification.type, {
      settings: { kanto: { rules: { 'containers-empty': 'off' } } },
    });
    expect((await client.diagnostics(uri)).diagnostics).toEqual([]);
    await client.stop();
    client.kill();
  });
});

describe('vocabularies of further domains', () => {
  it('come from the client, and are answered with what cannot be used', async () => {
    const client = await Client.start();
    const config = '[{key: slot, value: c}]';
    const own = `domains:\n  - id: firmware\n    components: [{id: a, version: "1", config: ${config}}]\n`;
    await client.open(uri, 'kanto-yaml', own);
    expect((await client.diagnostics(uri)).diagnostics.map(({ code }) => code)).toEqual(['domains-missing']);
    const domains = { firmware: '{"properties": {"slot": {"enum": ["a"]}}}', bad: 'x' };
    const { faults } = await client.connection.sendRequest<VocabulariesResult>(vocabulariesRequest, {
      domains,
    });
    expect(faults).toEqual([expect.stringContaining('"bad"')]);
    expect((await client.diagnostics(uri)).diagnostics.map(({ code }) => code)).toEqual([
      'vocabulary-value-invalid',
    ]);
    await client.stop();
    client.kill();
  });
});
