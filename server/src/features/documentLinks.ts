/** Addresses in a manifest that a browser can open: downloads, and the pages of images in their registries. */
import { t } from '@vscode/l10n';
import type { DocumentLink } from 'vscode-languageserver-types';
import { containersDomain } from '../agents/containers.ts';
import { selfUpdateDomain } from '../agents/selfUpdate.ts';
import { type ManifestDocument, rangeOf } from '../manifest/document.ts';
import type { Artifact, Component, ManifestReader } from '../manifest/model.ts';
import { hasPlaceholder } from '../rules/placeholders.ts';
import { type ScalarNode, spanOf } from '../text/node.ts';
import { scalarPart, scalarText } from '../text/scalarPart.ts';
import { asObject, asScalar, field } from '../text/tree.ts';
import { imageParts } from './hover/image.ts';

/** In order of the text, each place once. What still has a placeholder in it leads nowhere. */
export function documentLinks(document: ManifestDocument, read: ManifestReader): DocumentLink[] {
  if (!document.ours) return [];
  const found = new Map<ScalarNode, Target>();
  for (const { node, kind } of document.roots) {
    if (!node || kind?.role !== 'request') continue;
    const { desiredState, softwareModules } = read(node, kind);
    for (const { id, components } of desiredState?.domains ?? [])
      for (const [at, target] of components.flatMap((it) => ofComponent(id, it))) found.set(at, target);
    for (const { artifacts } of softwareModules?.items ?? [])
      for (const [at, target] of artifacts.flatMap(ofArtifact)) found.set(at, target);
  }
  return [...found]
    .map(([at, { target, tooltip }]) => ({ span: spanWithin(at), target, tooltip }))
    .sort((a, b) => a.span.start - b.span.start)
    .map(({ span, target, tooltip }) => ({ range: rangeOf(document.text, span), target, tooltip }));
}

interface Target {
  readonly target: string;
  readonly tooltip: string;
}

/** Without its quotes. */
function spanWithin(node: ScalarNode) {
  return spanOf(scalarPart(node, 0, scalarText(node).length) ?? node);
}

function ofComponent(domain: string, { config }: Component): [ScalarNode, Target][] {
  return config.flatMap(({ key, valueNode }): [ScalarNode, Target][] => {
    if (key !== 'image' || !valueNode) return [];
    const target =
      domain === containersDomain
        ? imagePage(scalarText(valueNode))
        : domain === selfUpdateDomain
          ? download(valueNode, t('Open the bundle'))
          : undefined;
    return target ? [[valueNode, target]] : [];
  });
}

function ofArtifact({ download: protocols }: Artifact): [ScalarNode, Target][] {
  return (protocols?.properties ?? []).flatMap(({ value }) => {
    const links = asObject(value);
    return (['url', 'md5url'] as const).flatMap((name): [ScalarNode, Target][] => {
      const node = asScalar(field(links, name)?.value);
      const target = node && download(node, name === 'url' ? t('Open the artifact') : t('Open the checksum'));
      return node && target ? [[node, target]] : [];
    });
  });
}

/** Only what a browser fetches, and nothing that holds a password. */
function download(node: ScalarNode, tooltip: string): Target | undefined {
  const text = scalarText(node);
  if (hasPlaceholder(text) || !/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined;
  const { href, username, password } = new URL(text);
  return username === '' && password === '' ? { target: href, tooltip } : undefined;
}

/** Where registries show a repository. Others have no page, or none that is known. */
const pages: ReadonlyMap<string, (repository: string) => string> = new Map([
  ['docker.io', dockerHub],
  ['index.docker.io', dockerHub],
  ['registry-1.docker.io', dockerHub],
  ['ghcr.io', (repository: string) => `https://ghcr.io/${repository}`],
  ['quay.io', (repository: string) => `https://quay.io/repository/${repository}`],
  ['mcr.microsoft.com', (repository: string) => `https://mcr.microsoft.com/artifact/mar/${repository}`],
  ['public.ecr.aws', (repository: string) => `https://gallery.ecr.aws/${repository}`],
]);

function dockerHub(repository: string): string {
  const official = repository.startsWith('library/') ? repository.slice('library/'.length) : repository;
  return official.includes('/')
    ? `https://hub.docker.com/r/${official}`
    : `https://hub.docker.com/_/${official}`;
}

function imagePage(image: string): Target | undefined {
  if (hasPlaceholder(image)) return undefined;
  const { registry, repository } = imageParts(image);
  // A repository has small letters, digits and a few signs (OCI distribution): nothing else gets into an address.
  if (registry === undefined || !/^[a-z0-9]+(?:[._/-]+[a-z0-9]+)*$/.test(repository)) return undefined;
  const page = pages.get(registry.toLowerCase());
  return (
    page && {
      target: page(repository),
      tooltip: t('Show {0} on {1}', repository, new URL(page('')).hostname),
    }
  );
}
