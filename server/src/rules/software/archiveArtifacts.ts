import { t } from '@vscode/l10n';
import { knownDaemonOf } from '../envelope/target.ts';
import { inMessage } from '../exampleTexts.ts';
import type { ManifestRule } from '../rule.ts';
import { missingSpot, visible } from '../support.ts';
import { metadataOf, setMetadata } from './metadata.ts';

/** software-update: internal/feature_install.go, installModule. */
export const archiveArtifacts: ManifestRule = {
  id: 'archive-artifacts',
  scope: 'manifest',
  severity: 'warning',
  summary: 'An archive is one file: the software-update daemon does not install a module with more.',
  why: 'How the files of a module are taken is said by `artifact-type` in its `metadata`: `plain` or `archive`. Without it the daemon goes by its own setting, which is `archive` unless it was started with another.',
  *check(manifest) {
    const daemon = knownDaemonOf(manifest);
    if (daemon === 'containers' || manifest.kind.operation !== 'install') return;
    for (const module of manifest.softwareModules?.items ?? []) {
      const count = module.artifacts.length;
      if (count < 2) continue;
      const metadata = metadataOf(module);
      const type = metadata.text('artifact-type');
      const end = t('ends with FINISHED_ERROR, "archive modules cannot have multiple artifacts"');
      const fixes = () => setMetadata(module, 'artifact-type', 'plain');
      if (type === 'archive')
        yield {
          at: visible(metadata.entry('artifact-type')?.value) ?? missingSpot(module.node, metadata.holder),
          message: t(
            'An archive is one file, but there are {0}: the device downloads them all and {1}.',
            count,
            end,
          ),
          fixes,
        };
      else if (type === '' && daemon !== undefined)
        yield {
          at: missingSpot(module.node, module.artifactsProperty),
          severity: 'information',
          message: t(
            'There are {0} files, and no `artifact-type` says that they are `plain`: a daemon that was not told otherwise takes them for an archive, and {1}.',
            count,
            end,
          ),
          fixes,
        };
    }
  },
  examples: [
    {
      text: inMessage('install', {
        topic: 'edge/device/things/live/messages/install',
        value: twoFiles('metadata: {artifact-type: «archive»}, artifacts'),
      }),
      fixed: inMessage('install', {
        topic: 'edge/device/things/live/messages/install',
        value: twoFiles('metadata: {artifact-type: plain}, artifacts'),
      }),
      says: 'but there are 2',
    },
    {
      severity: 'information',
      text: inMessage('install', {
        topic: 'edge/device/things/live/messages/install',
        value: twoFiles('«artifacts»'),
      }),
      says: 'takes them for an archive',
    },
  ],
};

function twoFiles(artifacts: string): string {
  const file = (name: string) =>
    `{filename: ${name}, download: {HTTPS: {url: "https://e.com/${name}"}}, checksums: {SHA256: "${'0'.repeat(64)}"}}`;
  return `{correlationId: c, softwareModules: [{softwareModule: {name: a, version: "1"}, ${artifacts}: [${file('install.sh')}, ${file('data.bin')}]}]}`;
}
