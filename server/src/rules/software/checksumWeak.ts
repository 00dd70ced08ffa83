import { t } from '@vscode/l10n';
import { checkedChecksum } from '../../agents/softwareUpdatable.ts';
import { asString, propertiesOf } from '../../text/tree.ts';
import { daemonOf, knownDaemonOf } from '../envelope/target.ts';
import { inMessage } from '../exampleTexts.ts';
import { fix } from '../fixes.ts';
import type { ManifestRule } from '../rule.ts';

export const checksumWeak: ManifestRule = {
  id: 'checksum-weak',
  scope: 'manifest',
  severity: 'information',
  summary:
    'Of several checksums the device looks at one: container management takes MD5 or SHA1 though there is SHA256.',
  why: 'Container management takes the first of MD5, SHA1 and SHA256, the generic software-update daemon the first of SHA256, SHA1 and MD5. Where they are not of the same file, one of the two refuses what the other installs.',
  *check(manifest) {
    if (daemonOf(manifest) !== 'containers') return;
    const sure = knownDaemonOf(manifest) !== undefined;
    for (const module of manifest.softwareModules?.items ?? []) {
      for (const { checksums } of module.artifacts) {
        if (!checksums) continue;
        const sums = propertiesOf(checksums);
        const values = new Map(sums.map(({ name, value }) => [name, asString(value) ?? '']));
        const checked = checkedChecksum('containers', values);
        const weak = sums.filter(({ name }) => name === 'MD5' || name === 'SHA1');
        const at = weak.find(({ name }) => name === checked)?.key;
        if (!at || (values.get('SHA256') ?? '') === '') continue;
        yield {
          at,
          message: t(
            '{0} looks at `{1}` only, which does not keep a forged file out; at `SHA256` it looks where that stands alone.',
            sure ? t('The device') : t('Container management'),
            checked ?? '',
          ),
          fixes: () => [
            fix(t('Keep "SHA256" alone'), ...weak.map(({ key }) => ({ op: 'removeProperty', key }) as const)),
          ],
        };
      }
    }
  },
  examples: [
    {
      text: summed(`«MD5»: "${'0'.repeat(32)}", SHA1: "${'0'.repeat(40)}", SHA256: "${'0'.repeat(64)}"`),
      fixed: summed(`SHA256: "${'0'.repeat(64)}"`),
      says: 'looks at `MD5` only',
    },
  ],
};

function summed(checksums: string): string {
  return inMessage('install', {
    value: `{correlationId: c, softwareModules: [{softwareModule: {name: a, version: "1"}, artifacts: [{download: {HTTPS: {url: "https://e.com/a"}}, checksums: {${checksums}}}]}]}`,
  });
}
