/** The two daemons that have SoftwareUpdatable take different things: a topic decides, else who asks. */
import { describe, expect, it } from 'vitest';
import type { DescribeParams } from '../../../server/src/messages.ts';
import { createLanguageService } from '../../../server/src/service.ts';

const sum = 'a'.repeat(64);
const module = { softwareModule: { name: 'a', version: '1' } };
const https = { HTTPS: { url: 'https://example.com/a' } };

function codes(content: unknown, target?: DescribeParams['target']) {
  const { problems } = createLanguageService().describe({
    text: JSON.stringify(content),
    format: 'json',
    ...(target && { target }),
  });
  return problems.map(({ code, severity }) => `${severity} ${code}`);
}

const local = [
  {
    ...module,
    artifacts: [{ filename: 'install.sh', download: { FILE: { url: '/a' } }, checksums: { SHA256: sum } }],
  },
];
const unsummed = [{ ...module, artifacts: [{ download: https }] }];
const archive = [
  {
    ...module,
    artifacts: ['a.zip', 'b.zip'].map((filename) => ({
      filename,
      download: https,
      checksums: { SHA256: sum },
    })),
    metadata: { 'artifact-type': 'archive' },
  },
];

const none = { correlationId: 'c', softwareModules: [] };

describe('software modules', () => {
  it('are judged as the chosen daemon takes them', () => {
    expect(codes(local, 'containers')).toEqual(['warning download-unusable']);
    expect(codes(local, 'root')).toEqual([]);
    expect(codes(unsummed, 'containers')).toEqual([]);
    expect(codes(unsummed, 'root')).toEqual(['warning artifact-file-name', 'warning checksum-unusable']);
    expect(codes(archive, 'containers')).toEqual(['information software-field-unused']);
    expect(codes(archive, 'root')).toEqual(['warning archive-artifacts']);
    expect(codes(none, 'containers')).toEqual(['error software-modules-missing']);
    expect(codes(none, 'root')).toEqual(['warning software-modules-missing']);
  });

  it('are judged for the containers where nobody has chosen, and what may differ is said', () => {
    expect(codes(local)).toEqual(['warning download-unusable']);
    expect(codes(unsummed)).toEqual(['information checksum-unusable']);
    expect(codes(archive)).toEqual(['warning archive-artifacts']);
  });

  it('are judged by the topic where there is one, whatever is chosen', () => {
    const message = (name: string) => ({
      topic: `edge/${name}/things/live/messages/install`,
      headers: { 'response-required': true, 'content-type': 'application/json', 'correlation-id': 'x' },
      path: '/features/SoftwareUpdatable/inbox/messages/install',
      value: { correlationId: 'c', softwareModules: local },
    });
    expect(codes(message('device'), 'containers')).toEqual([]);
    expect(codes(message('device:edge:containers'), 'root')).toEqual(['warning download-unusable']);
  });

  it('of an open document are judged for a target only where it is asked for', () => {
    const service = createLanguageService();
    const uri = 'file:///a.software-modules.json';
    service.open(uri, 'kanto-json', 1, JSON.stringify(local));
    expect(service.describe({ uri, target: 'root' }).problems).toEqual([]);
    expect(service.describe({ uri }).problems.map(({ code }) => code)).toEqual(['download-unusable']);
    expect(service.validate(uri).map(({ code }) => code)).toEqual(['download-unusable']);
  });
});
