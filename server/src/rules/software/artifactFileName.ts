import { t } from '@vscode/l10n';
import type { Artifact } from '../../manifest/model.ts';
import { asObject, asText, field, property } from '../../text/tree.ts';
import { knownDaemonOf } from '../envelope/target.ts';
import { inMessage } from '../exampleTexts.ts';
import { obvious, setProperty } from '../fixes.ts';
import type { Fix, ManifestRule } from '../rule.ts';
import { missingSpot, quote, visible } from '../support.ts';
import { metadataOf } from './metadata.ts';

/** software-update: internal/storage/storage.go, DownloadModule; internal/script.go. */
export const artifactFileName: ManifestRule = {
  id: 'artifact-file-name',
  scope: 'manifest',
  severity: 'warning',
  summary:
    'The software-update daemon keeps each file under its `filename`, and runs the one named `install.sh`.',
  *check(manifest) {
    if (knownDaemonOf(manifest) !== 'software-update') return;
    for (const module of manifest.softwareModules?.items ?? []) {
      const names = new Map<string, Artifact>();
      for (const artifact of module.artifacts) {
        const holder = field(artifact.node, 'filename');
        const name = asText(holder?.value);
        const at = visible(holder?.value) ?? missingSpot(artifact.node, holder);
        const first = names.get(name);
        if (name === '') {
          // A file of the device itself is used where it is.
          if (isLocal(artifact)) continue;
          yield {
            at,
            message: t(
              'There is no `filename`: the daemon cannot keep the file, and ends with FINISHED_ERROR, "fail to download module".',
            ),
            fixes: () => {
              const known = nameInUrl(artifact);
              return known === undefined
                ? []
                : [named(setProperty(artifact.node, holder, 'filename', known, true), known)];
            },
          };
        } else if (first)
          yield {
            at,
            message: t(
              'Two files of one module are called {0}: the daemon keeps them in one place, and the second is written over the first.',
              quote(name),
            ),
            related: [
              {
                at: missingSpot(first.node, field(first.node, 'filename')),
                message: t('The other one.'),
              },
            ],
          };
        else names.set(name, artifact);
      }
      const plain = metadataOf(module).text('artifact-type') === 'plain';
      const archive = !plain && [...names.keys()].some((name) => /\.(?:zip|tar\.gz)$/.test(name));
      const list = module.artifactsProperty;
      if (
        list &&
        names.size > 0 &&
        !names.has('install.sh') &&
        !archive &&
        manifest.kind.operation === 'install'
      )
        yield {
          at: list.key,
          severity: 'information',
          message: t(
            'None of the files is called `install.sh`{0}: unless the daemon was given a command of its own it ends with FINISHED_ERROR, since there is nothing to run.',
            plain ? '' : t(', and none is an archive that the daemon unpacks (`.zip`, `.tar.gz`)'),
          ),
        };
    }
  },
  examples: [
    {
      text: toDevice('[{«download»: {HTTPS: {url: "https://e.com/install.sh"}}}]'),
      fixed: toDevice('[{filename: install.sh, download: {HTTPS: {url: "https://e.com/install.sh"}}}]'),
      says: 'cannot keep the file',
    },
    {
      text: toDevice(
        '[{filename: install.sh, download: {HTTPS: {url: "https://e.com/a"}}}, {filename: «install.sh», download: {HTTPS: {url: "https://e.com/b"}}}]',
      ),
      says: 'written over the first',
    },
    {
      severity: 'information',
      text: toDevice(
        '[{filename: setup.sh, download: {HTTPS: {url: "https://e.com/setup.sh"}}}]',
        'metadata: {artifact-type: plain}, «artifacts»',
      ),
      says: 'nothing to run',
    },
    {
      severity: 'information',
      text: toDevice(
        '[{filename: module.tgz, download: {HTTPS: {url: "https://e.com/module.tgz"}}}]',
        '«artifacts»',
      ),
      says: 'an archive that the daemon unpacks',
    },
  ],
};

function toDevice(artifacts: string, key = 'artifacts'): string {
  return inMessage('install', {
    topic: 'edge/device/things/live/messages/install',
    value: `{correlationId: c, softwareModules: [{softwareModule: {name: a, version: "1"}, ${key}: ${artifacts}}]}`,
  });
}

function isLocal({ download }: Artifact): boolean {
  return download !== undefined && !['HTTPS', 'HTTP'].some((name) => property(download, name));
}

function named(fix: Fix, name: string): Fix {
  return obvious({ ...fix, title: t('Call it "{0}"', name) });
}

/** The last part of the address, where it is a plain name of a file. */
function nameInUrl({ download }: Artifact): string | undefined {
  for (const { value } of download?.properties ?? []) {
    const url = asText(field(asObject(value), 'url')?.value);
    const last = /\/([\w-][\w.-]*)(?:[?#].*)?$/.exec(url)?.[1];
    if (last !== undefined) return last;
  }
  return undefined;
}
