import { t } from '@vscode/l10n';
import type { Manifest } from '../../manifest/model.ts';
import type { Property } from '../../text/node.ts';
import { asObject, field } from '../../text/tree.ts';
import { knownDaemonOf } from '../envelope/target.ts';
import { inMessage, inModule } from '../exampleTexts.ts';
import { removeProperty } from '../fixes.ts';
import type { ManifestRule } from '../rule.ts';
import { isAbsent, quote } from '../support.ts';
import { metadataOf } from './metadata.ts';

/** container-management: rollouts/api/datatypes; software-update: hawkbit/lib_*.go, internal. */
export const fieldUnused: ManifestRule = {
  id: 'software-field-unused',
  scope: 'manifest',
  severity: 'information',
  summary: 'Some documented fields of software modules are read by no device of Eclipse Kanto.',
  *check(manifest) {
    for (const { property, instead } of unused(manifest)) {
      if (isAbsent(property)) continue;
      yield {
        at: property.key,
        message: t('The device does not look at {0}: {1}', quote(property.name), instead),
        fixes: () => [removeProperty(property)],
      };
    }
  },
  examples: [
    {
      text: inMessage('install', {
        value:
          '{correlationId: c, «weight»: 500, «forced»: true, softwareModules: [{softwareModule: {name: a, version: "1"}, artifacts: [{download: {HTTPS: {url: "https://example.com/a.json"}}}]}]}',
      }),
      fixed: inMessage('install'),
      says: 'in their order',
    },
    {
      text: inModule('[{download: {HTTPS: {url: "https://e.com/a", «md5url»: "https://e.com/a.md5"}}}]'),
      fixed: inModule('[{download: {HTTPS: {url: "https://e.com/a"}}}]'),
      says: '`checksums`',
    },
  ],
};

interface Unused {
  readonly property: Property;
  /** What happens instead, behind a colon. */
  readonly instead: string;
}

function* unused(manifest: Manifest): Iterable<Unused> {
  const { kind, value, softwareModules, software } = manifest;
  const inValue = kind.form === 'bare' || !(softwareModules || software) ? undefined : value;
  const found = (name: string, instead: string): Unused[] => {
    const property = field(inValue, name);
    return property ? [{ property, instead }] : [];
  };
  yield* found('weight', t('operations run one after the other, in their order.'));
  yield* found('metadata', t('nothing reads it.'));
  if (softwareModules) yield* found('forced', t('it counts for `remove` only.'));
  for (const module of softwareModules?.items ?? []) {
    const { holder } = metadataOf(module);
    if (holder && knownDaemonOf(manifest) === 'containers')
      yield {
        property: holder,
        instead: t('only the generic software-update daemon does, on the device itself.'),
      };
    for (const { download } of module.artifacts)
      for (const link of download?.properties ?? []) {
        const property = field(asObject(link.value), 'md5url');
        if (property) yield { property, instead: t('a sum counts only in `checksums`.') };
      }
  }
}
