import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { documentLinks } from '../../../server/src/features/documentLinks.ts';
import { readManifest } from '../../../server/src/manifest/model.ts';
import { documentOf } from './support.ts';
import { writings } from './writings.ts';

/** `text -> target`, in order. */
function links(languageId: string, text: string): string[] {
  const document = documentOf(languageId, text);
  return documentLinks(document, readManifest).map(
    ({ range, target }) => `${document.text.getText(range)} -> ${target}`,
  );
}

describe.each(writings)('document links in $name', ({ languageId, text }) => {
  it('lead from an image to its page', () => {
    expect(links(languageId, text)).toEqual([
      'docker.io/library/influxdb:2.7.1 -> https://hub.docker.com/_/influxdb',
    ]);
  });
});

describe('document links', () => {
  const image = (value: string, domain = 'containers') =>
    links(
      'kanto-json',
      JSON.stringify({ domains: [{ id: domain, components: [{ config: [{ key: 'image', value }] }] }] }),
    ).map((it) => it.replace(`${value} -> `, ''));

  it('know the pages of registries', () => {
    expect(image('docker.io/grafana/grafana:9')).toEqual(['https://hub.docker.com/r/grafana/grafana']);
    expect(image('ghcr.io/eclipse-kanto/x@sha256:0')).toEqual(['https://ghcr.io/eclipse-kanto/x']);
    expect(image('quay.io/a/b')).toEqual(['https://quay.io/repository/a/b']);
    expect(image('mcr.microsoft.com/dotnet/runtime:8.0')).toEqual([
      'https://mcr.microsoft.com/artifact/mar/dotnet/runtime',
    ]);
    expect(image('public.ecr.aws/a/b:1')).toEqual(['https://gallery.ecr.aws/a/b']);
  });

  it('lead nowhere from other registries, from none, and from what is no image', () => {
    for (const value of [
      'registry.example.com/a/b:1',
      'localhost:5000/a',
      'influxdb:2.7.1',
      'docker.io/',
      'docker.io/../a',
      'docker.io/a b',
      'docker.io/$repository:1',
      '',
    ])
      expect(image(value)).toEqual([]);
    expect(image('docker.io/a/b', 'other')).toEqual([]);
  });

  it('lead to the bundle of a self-update', () => {
    expect(image('https://example.com/os.raucb', 'self-update')).toEqual(['https://example.com/os.raucb']);
    expect(image('file:///os.raucb', 'self-update')).toEqual([]);
  });

  it('lead to artifacts and their checksums', () => {
    const text = readFileSync('test/fixtures/documented/install.request.json', 'utf8');
    const found = links('kanto-json', text);
    expect(found.length).toBeGreaterThan(0);
    for (const it of found) expect(it).toMatch(/^(https:\S+) -> \1$/);
  });

  it('lead nowhere by other protocols, with a password, or with a placeholder', () => {
    const artifact = (url: string) =>
      links(
        'kanto-yaml',
        `softwareModules:\n  - softwareModule: {name: a, version: b}\n    artifacts:\n      - download: {HTTPS: {url: ${JSON.stringify(url)}}}\n`,
      );
    expect(artifact('https://example.com/a')).toEqual(['https://example.com/a -> https://example.com/a']);
    for (const url of [
      'ftp://example.com/a',
      'javascript:alert(1)',
      'https://',
      'https://user:secret@example.com/a',
      'https://example.com/{{file}}',
    ])
      expect(artifact(url)).toEqual([]);
  });
});
