import { t } from '@vscode/l10n';
import type { SoftwareModule } from '../../manifest/model.ts';
import { asText } from '../../text/tree.ts';
import { knownDaemonOf } from '../envelope/target.ts';
import { removeProperty } from '../fixes.ts';
import { hasPlaceholder } from '../placeholders.ts';
import type { Finding, ManifestRule } from '../rule.ts';
import { missingSpot, visible } from '../support.ts';
import { metadataOf, setMetadata } from './metadata.ts';

const key = 'AES256.key';
const vector = 'AES256.iv';
const format = 'AES256.format';

/** software-update: internal/storage/storage.go, DownloadModule. No value is ever repeated: they are secrets. */
export const decryptionInvalid: ManifestRule = {
  id: 'decryption-invalid',
  scope: 'manifest',
  severity: 'warning',
  summary:
    'A file is decrypted with a key and a vector of the right length, written as the format says; else the download fails.',
  why: 'The key has 16, 24 or 32 bytes (32 for AES-256), the vector 16. Both, and the file itself, are written in hexadecimal digits where `AES256.format` is `hex`, and in base64 otherwise.',
  *check(manifest) {
    if (knownDaemonOf(manifest) === 'containers') return;
    for (const module of manifest.softwareModules?.items ?? []) yield* findings(module);
  },
  examples: [
    {
      text: encrypted(`{«AES256.key»: "${'0'.repeat(64)}", AES256.format: hex}`),
      fixed: encrypted(`{AES256.key: "${'0'.repeat(64)}", AES256.format: hex, AES256.iv: <vector>}`),
      says: 'initialization vector is missing',
    },
    {
      text: encrypted(`{«AES256.iv»: "${'0'.repeat(32)}", AES256.format: hex}`),
      fixed: encrypted('{AES256.format: hex}'),
      says: 'without a key',
    },
    {
      text: encrypted(`{AES256.key: "${'0'.repeat(64)}", AES256.iv: «"0123"», AES256.format: hex}`),
      says: 'has 2 bytes',
    },
    {
      text: encrypted(`{AES256.key: «"${'0'.repeat(64)}"», AES256.iv: AAAAAAAAAAAAAAAAAAAAAA==}`),
      fixed: encrypted(
        `{AES256.key: "${'0'.repeat(64)}", AES256.iv: AAAAAAAAAAAAAAAAAAAAAA==, AES256.format: hex}`,
      ),
      says: 'has 48 bytes',
    },
  ],
};

function* findings(module: SoftwareModule): Iterable<Finding> {
  const metadata = metadataOf(module);
  const [keyEntry, vectorEntry] = [metadata.entry(key), metadata.entry(vector)];
  const hasKey = metadata.text(key) !== '';
  const hasVector = metadata.text(vector) !== '';
  if (hasKey && !hasVector)
    yield {
      at: vectorEntry?.key ?? keyEntry?.key ?? missingSpot(module.node, metadata.holder),
      message: t(
        'There is `{0}` without `{1}`: the device ends with FINISHED_ERROR, "fail to download module", since the initialization vector is missing.',
        key,
        vector,
      ),
      fixes: () => setMetadata(module, vector, '<vector>'),
    };
  if (!hasKey && hasVector && vectorEntry)
    yield {
      at: vectorEntry.key,
      message: t(
        'There is `{0}` without a key, `{1}`: the device ignores it, and takes the file as it is.',
        vector,
        key,
      ),
      fixes: () => [removeProperty(vectorEntry)],
    };
  if (!hasKey || !hasVector) return;
  const isHex = metadata.text(format).toLowerCase() === 'hex';
  for (const { entry, name, lengths } of [
    { entry: keyEntry, name: key, lengths: [16, 24, 32] },
    { entry: vectorEntry, name: vector, lengths: [16] },
  ]) {
    const text = asText(entry?.value);
    const at = visible(entry?.value);
    if (!at || hasPlaceholder(text)) continue;
    const bytes = bytesOf(text, isHex);
    if (bytes !== undefined && lengths.includes(bytes)) continue;
    const writing = isHex ? t('hexadecimal digits') : 'base64';
    const meant = bytesOf(text, !isHex);
    yield {
      at,
      message: t(
        '`{0}` {1}; {2}. The device ends with FINISHED_ERROR, "fail to download module".',
        name,
        bytes === undefined ? t('is not written in {0}', writing) : t('has {0} bytes in {1}', bytes, writing),
        name === key ? t('32 are wanted') : t('16 are wanted'),
      ),
      fixes: () =>
        meant !== undefined && lengths.includes(meant)
          ? setMetadata(module, format, isHex ? 'base64' : 'hex')
          : [],
    };
  }
}

/** How many bytes are written; undefined where it cannot be read. */
function bytesOf(text: string, isHex: boolean): number | undefined {
  if (isHex) return /^(?:[0-9a-f]{2})*$/i.test(text) ? text.length / 2 : undefined;
  // The padding can be left out.
  const [, digits] = /^([A-Za-z0-9+/]*)={0,2}$/.exec(text) ?? [];
  return digits === undefined || digits.length % 4 === 1 ? undefined : Math.floor((digits.length * 3) / 4);
}

function encrypted(metadata: string): string {
  return `- softwareModule: {name: a, version: "1"}\n  artifacts: [{filename: a, download: {HTTPS: {url: "https://e.com/a"}}}]\n  metadata: ${metadata}`;
}
