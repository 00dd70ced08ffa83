import { describe, expect, it } from 'vitest';
import { installValue } from '../../../client/src/protocol/installValue.ts';
import { daemonsFor, isForSoftware } from '../../../client/src/updates/daemons.ts';
import type { JsonValue, ManifestKind } from '../../../server/src/messages.ts';
import { createLanguageService } from '../../../server/src/service.ts';
import { containers, device } from './messages.ts';

type Features = Parameters<typeof daemonsFor>[2];
const feature = 'SoftwareUpdatable';

function daemons(
  operation: NonNullable<ManifestKind['operation']>,
  features: Features,
  content: JsonValue = {},
) {
  return daemonsFor({ kind: { operation, form: 'envelope', role: 'request' }, content }, device, features);
}

describe('software modules go', () => {
  it('to the one daemon that the device was seen to have', () => {
    expect(daemons('install', [{ thing: device, feature }])).toEqual({ daemons: ['root'], reported: true });
    expect(daemons('install', [{ thing: containers, feature }]).daemons).toEqual(['containers']);
  });

  it('where somebody says, where there are two', () => {
    const both = [
      { thing: device, feature },
      { thing: containers, feature },
    ];
    expect(daemons('install', both)).toEqual({ daemons: ['containers', 'root'], reported: true });
  });

  it('where somebody says, where the device has not told', () => {
    const other = [{ thing: device, feature: 'UpdateManager' }];
    expect(daemons('install', other)).toEqual({ daemons: ['containers', 'root'], reported: false });
  });

  it('where the topic of the envelope says', () => {
    const topic = 'edge/device:edge:containers/things/live/messages/install';
    expect(daemons('install', [{ thing: device, feature }], { topic }).daemons).toEqual(['containers']);
    expect(daemons('remove', [], { topic: 'edge/device/things/live/messages/remove' }).daemons).toEqual([
      'root',
    ]);
  });

  it('to the only daemon that has the operation: one downloads, the other removes', () => {
    expect(daemons('download', [{ thing: containers, feature }]).daemons).toEqual(['root']);
    expect(daemons('remove', [{ thing: device, feature }]).daemons).toEqual(['containers']);
  });
});

it('only install, remove and download are for SoftwareUpdatable', () => {
  const operations = ['apply', 'refresh', 'install', 'remove', 'download', 'consent'] as const;
  const kind = (operation: (typeof operations)[number]) =>
    ({ operation, form: 'bare', role: 'request' }) as const;
  expect(operations.filter((it) => isForSoftware({ kind: kind(it) }))).toEqual([
    'install',
    'remove',
    'download',
  ]);
  expect(isForSoftware({ kind: { ...kind('install'), role: 'response' } })).toBe(false);
});

describe('a module that is written step by step', () => {
  const module = { name: 'influxdb', version: '1.8.4', url: 'https://example.com/a/influxdb.json?x=1' };

  it('is an install of one artifact, named as the address ends', () => {
    expect(installValue(module)).toEqual({
      softwareModules: [
        {
          softwareModule: { name: 'influxdb', version: '1.8.4' },
          artifacts: [{ filename: 'influxdb.json', download: { HTTPS: { url: module.url } } }],
        },
      ],
    });
  });

  it('has no file name that could lead elsewhere', () => {
    for (const url of ['https://example.com', 'https://example.com/a/%2e%2e%2f', 'http://example.com/a/..'])
      expect(JSON.stringify(installValue({ ...module, url }))).toContain('"filename":"artifact"');
  });

  it.each(['containers', 'root'] as const)('is judged as a manifest for %s', (target) => {
    const checksums = { SHA256: 'a'.repeat(64) };
    const text = JSON.stringify(installValue({ ...module, checksums, size: 3 }));
    const { kind, problems, summary } = createLanguageService().describe({ text, format: 'json', target });
    expect(kind).toMatchObject({ operation: 'install', form: 'value', target });
    expect(problems.filter(({ severity }) => severity === 'error' || severity === 'warning')).toEqual([]);
    expect(summary).toContain('influxdb 1.8.4');
  });
});
