import { t } from '@vscode/l10n';
import { checkedChecksum } from '../../agents/softwareUpdatable.ts';
import type { Artifact } from '../../manifest/model.ts';
import { asObject, asString, field, propertiesOf, property } from '../../text/tree.ts';
import { daemonOf } from '../envelope/target.ts';
import { inModule } from '../exampleTexts.ts';
import { fix } from '../fixes.ts';
import type { ManifestRule } from '../rule.ts';

export const plainHttp: ManifestRule = {
  id: 'plain-http',
  scope: 'manifest',
  severity: 'information',
  summary:
    'A file that is fetched without encryption can be changed on its way; only a checksum would tell, and not all who read along.',
  *check(manifest) {
    const target = daemonOf(manifest) === 'containers' ? 'containers' : 'root';
    for (const module of manifest.softwareModules?.items ?? []) {
      for (const artifact of module.artifacts) {
        const link = asObject(artifact.download && property(artifact.download, 'HTTP')?.value);
        const node = field(link, 'url')?.value;
        const url = asString(node);
        if (!node || url === undefined || !/^http:\/\//i.test(url) || isNear(url)) continue;
        // The generic daemon takes HTTPS first where both are there.
        if (target === 'root' && artifact.download && property(artifact.download, 'HTTPS')) continue;
        const checked = checkedChecksum(target, checksumsOf(artifact));
        yield {
          at: node,
          message: t(
            'The device fetches the file without encryption: anybody on the way can read it{0}.',
            checked === undefined
              ? t(', and change it: there is no checksum that would tell')
              : checked === 'SHA256'
                ? ''
                : t(', and what tells a change is only {0}', checked),
          ),
          fixes: () => {
            const held = artifact.download && property(artifact.download, 'HTTP');
            if (!held || (artifact.download && property(artifact.download, 'HTTPS'))) return [];
            return [
              fix(
                t('Fetch it by HTTPS'),
                { op: 'rename', key: held.key, to: 'HTTPS' },
                { op: 'replace', value: node, by: url.replace(/^http:/i, 'https:') },
              ),
            ];
          },
        };
      }
    }
  },
  examples: [
    {
      text: inModule('[{download: {HTTP: {url: «"http://example.com/a.json"»}}}]'),
      fixed: inModule('[{download: {HTTPS: {url: "https://example.com/a.json"}}}]'),
      says: 'no checksum that would tell',
    },
  ],
};

function checksumsOf({ checksums }: Artifact): ReadonlyMap<string, string> {
  return new Map(
    (checksums ? propertiesOf(checksums) : []).map(({ name, value }) => [name, asString(value) ?? '']),
  );
}

/** On the device, or in a network of one's own. */
function isNear(url: string): boolean {
  const host = /^http:\/\/(?:[^/@]*@)?(\[[^\]]*\]|[^/:?#]*)/i.exec(url)?.[1] ?? '';
  return /^(?:localhost|127\.|10\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|\[(?:::1|f[cd]|fe80)|[^.[\]]*$|.*\.(?:local|lan|internal|test|localhost)$)/i.test(
    host,
  );
}
