import { t } from '@vscode/l10n';
import { checkedChecksum, checksumLengths } from '../../agents/softwareUpdatable.ts';
import type { Artifact } from '../../manifest/model.ts';
import { asString, propertiesOf } from '../../text/tree.ts';
import { type Daemon, daemonOf, knownDaemonOf } from '../envelope/target.ts';
import { inModule } from '../exampleTexts.ts';
import { fix, obvious, renameKey } from '../fixes.ts';
import type { Finding, ManifestRule } from '../rule.ts';
import { missingSpot, quote, visible } from '../support.ts';

export const checksumUnusable: ManifestRule = {
  id: 'checksum-unusable',
  scope: 'manifest',
  severity: 'warning',
  summary: 'A checksum of a wrong length or name makes the installation fail, or is not looked at.',
  *check(manifest) {
    const daemon = daemonOf(manifest);
    const known = knownDaemonOf(manifest) !== undefined;
    for (const module of manifest.softwareModules?.items ?? [])
      for (const artifact of module.artifacts) yield* findings(artifact, daemon, known);
  },
  examples: [
    {
      text: inModule('[{download: {HTTPS: {url: "https://e.com/a"}}, checksums: {«sha256»: x}}]'),
      fixed: inModule('[{download: {HTTPS: {url: "https://e.com/a"}}, checksums: {SHA256: x}}]'),
      says: 'write `SHA256`',
    },
    {
      text: inModule('[{download: {HTTPS: {url: "https://e.com/a"}}, checksums: {MD5: «abc»}}]'),
      says: 'has 32 digits',
    },
  ],
};

function* findings(artifact: Artifact, daemon: Daemon, known: boolean): Iterable<Finding> {
  const { checksums, checksumsProperty: holder } = artifact;
  if (holder?.value && !checksums && !['null', 'alias'].includes(holder.value.type)) return;
  const entries = checksums ? propertiesOf(checksums) : [];
  const values = new Map(entries.map(({ name, value }) => [name, asString(value) ?? '']));
  const checked = checkedChecksum(daemon === 'containers' ? 'containers' : 'root', values);
  for (const { name, key, value } of entries) {
    const removal = fix(t('Remove "{0}"', name), { op: 'removeProperty', key });
    const upper = name.toUpperCase().replaceAll('-', '');
    const length = checksumLengths.get(name);
    const text = asString(value);
    if (length === undefined) {
      const hint = checksumLengths.has(upper)
        ? t(': write {0}', quote(upper))
        : t(': `MD5`, `SHA1` and `SHA256` are');
      yield {
        at: key,
        message: t('The device does not know the checksum {0} and ignores it{1}.', quote(name), hint),
        fixes: () => [
          ...(checksumLengths.has(upper) && !values.has(upper) ? [obvious(renameKey(key, upper))] : []),
          removal,
        ],
      };
    } else if (text !== undefined && text.trim() === '')
      yield {
        at: visible(value) ?? key,
        message: t('The checksum {0} is empty: the device ignores it.', quote(name)),
        fixes: () => [obvious(removal)],
      };
    else if (text !== undefined && !isHex(text.trim(), length))
      yield {
        at: visible(value) ?? key,
        message: t(
          '{0} has {1} digits 0–9, a–f; this has {2}{3}. {4}',
          name,
          length,
          text.trim().length,
          /^[0-9a-f]*$/i.test(text.trim()) ? '' : t(', some of them others'),
          name === checked
            ? t('The device rejects the file once it is downloaded.')
            : t('The device does not look at it, since there is {0}.', quote(checked ?? '')),
        ),
      };
  }
  if (entries.length === 0 && !known)
    yield {
      at: holder?.key ?? missingSpot(artifact.node, undefined),
      severity: 'information',
      message: t(
        'There is no checksum: container management installs the file unchecked, and the generic software-update daemon refuses it ("Fail to save operation data.").',
      ),
    };
  else if (checked === undefined && daemon === 'software-update')
    yield {
      at: holder?.key ?? missingSpot(artifact.node, undefined),
      message: t(
        'There is no checksum: this daemon wants one, and ends with FINISHED_ERROR, "Fail to save operation data.".',
      ),
    };
}

function isHex(text: string, length: number): boolean {
  return text.length === length && /^[0-9a-f]+$/i.test(text);
}
